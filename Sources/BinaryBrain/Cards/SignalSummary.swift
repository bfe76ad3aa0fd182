/// What values a signal takes.
public struct SignalSummary: Sendable, Hashable {
    /// The smallest of them.
    public let lowest: Float
    /// The largest of them.
    public let highest: Float
    /// Whether each value is one of −1, 0 and +1, and no more than two of these occur.
    public let isBits: Bool
    /// Whether its bits are 0 and 1, whichever of them occur; nil if it is not packed.
    public let isZeroOne: Bool?

    /// The values of a batch.
    public init(of signal: FrameBuffer) {
        let values = signal.frameMajorValues()
        lowest = values.min() ?? 0
        highest = values.max() ?? 0
        isZeroOne = signal.dtype == .bit ? signal.levels == .zeroOne : nil
        let areTwo = !(values.contains(0) && values.contains(-1))
        isBits = values.allSatisfy { $0 == 0 || $0 == 1 || $0 == -1 } && areTwo
    }

    /// Lowest and highest value, such as `0.0 to 1.0`.
    public var range: String { "\(lowest) to \(highest)" }
}
