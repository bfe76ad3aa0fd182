import BinaryBrain

/// What values a signal takes.
struct SignalSummary {
    let lowest: Float
    let highest: Float
    /// Whether each value is one of −1, 0 and +1, and no more than two of these occur.
    let isBits: Bool
    /// Whether its bits are 0 and 1, whichever of them occur; nil if it is not packed.
    let isZeroOne: Bool?

    init(of signal: FrameBuffer) {
        let values = signal.frameMajorValues()
        lowest = values.min() ?? 0
        highest = values.max() ?? 0
        isZeroOne = signal.dtype == .bit ? signal.levels == .zeroOne : nil
        let areTwo = !(values.contains(0) && values.contains(-1))
        isBits = values.allSatisfy { $0 == 0 || $0 == 1 || $0 == -1 } && areTwo
    }
}
