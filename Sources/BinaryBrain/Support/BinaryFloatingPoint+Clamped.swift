extension BinaryFloatingPoint {
    /// The nearest number of a range; NaN stays NaN, where `min` and `max` would make a bound of it.
    @inline(__always)
    func clamped(to range: ClosedRange<Self>) -> Self {
        self <= range.lowerBound ? range.lowerBound : self >= range.upperBound ? range.upperBound : self
    }
}
