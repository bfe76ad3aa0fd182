/// Numbers to one of two levels, with a gradient that passes straight through inside a window, as that of a hard tanh does.
///
///     y = x > threshold ? high : low        dx = windowLow < x < windowHigh ? dy : 0
public struct Binarization: Sendable, Hashable {
    /// The largest number that becomes `low`.
    public var threshold: Float
    /// What a number up to the threshold becomes.
    public var low: Float
    /// What a number above the threshold becomes.
    public var high: Float
    /// Lower end of the window (excluded) that lets gradients through.
    public var windowLow: Float
    /// Upper end of the window (excluded) that lets gradients through.
    public var windowHigh: Float

    /// A rule; the defaults are those of ReLU and Sigmoid in binary mode.
    public init(
        threshold: Float = 0, low: Float = -1, high: Float = 1, windowLow: Float = -1, windowHigh: Float = 1
    ) {
        self.threshold = threshold
        self.low = low
        self.high = high
        self.windowLow = windowLow
        self.windowHigh = windowHigh
    }

    /// The levels of a packed buffer that can hold the outcome; nil if only numbers can.
    public var levels: BitLevels? {
        switch (low, high) {
        case (-1, 1): return .minusOnePlusOne
        case (0, 1): return .zeroOne
        default: return nil
        }
    }

    /// A row to levels, as numbers.
    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        let (threshold, low, high) = (threshold, low, high)
        for i in 0..<count { y[i] = x[i] > threshold ? high : low }
    }

    /// The gradient of a row.
    func differentiate(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        let (low, high) = (windowLow, windowHigh)
        for i in 0..<count {
            let (value, gradient) = (x[i], dy[i])
            dx[i] = value <= low || value >= high ? 0 : gradient
        }
    }
}
