/// A function of each number for itself, and its derivative: what an activation does while it is not binary.
protocol RealActivation {
    /// Whether the derivative is taken from y instead of from x.
    var differentiatesOutput: Bool { get }
    /// y = f(x) for a row.
    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int)
    /// dx = f′ · dy for a row; `saved` is x, or y if `differentiatesOutput`.
    func differentiate(
        _ saved: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int)
}

// A comparison with NaN is false: each function below is written so that x, then, is what comes out.

/// max(0, x); NaN stays.
struct RectifiedLinear: RealActivation {
    var differentiatesOutput: Bool { false }

    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        for i in 0..<count { y[i] = x[i] <= 0 ? 0 : x[i] }
    }

    func differentiate(
        _ saved: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        for i in 0..<count {
            let (value, gradient) = (saved[i], dy[i])
            dx[i] = value <= 0 ? 0 : gradient
        }
    }
}

/// 1 / (1 + e^−x).
struct Logistic: RealActivation {
    var differentiatesOutput: Bool { true }

    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        Kernels.losses.logistic(x, y, count)
    }

    func differentiate(
        _ saved: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        for i in 0..<count { dx[i] = dy[i] * (1 - saved[i]) * saved[i] }
    }
}

/// x between two bounds; NaN stays.
struct Clamp: RealActivation {
    let low: Float
    let high: Float
    var differentiatesOutput: Bool { false }

    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        let (low, high) = (low, high)
        for i in 0..<count {
            let value = x[i]
            y[i] = value <= low ? low : (value >= high ? high : value)
        }
    }

    func differentiate(
        _ saved: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
    ) {
        let (low, high) = (low, high)
        for i in 0..<count {
            let (value, gradient) = (saved[i], dy[i])
            dx[i] = value <= low || value >= high ? 0 : gradient
        }
    }
}
