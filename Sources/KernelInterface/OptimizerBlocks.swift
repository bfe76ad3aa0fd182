/// The constants of one step of Adam.
public struct AdamStep: Sendable {
    /// Learning rate with the bias corrections of this step.
    public var rate: Float
    /// 1 − β₁.
    public var rest1: Float
    /// 1 − β₂.
    public var rest2: Float
    /// Whether gradients are zeroed after use.
    public var zeroesGradients: Bool

    public init(rate: Float, rest1: Float, rest2: Float, zeroesGradients: Bool) {
        self.rate = rate
        self.rest1 = rest1
        self.rest2 = rest2
        self.zeroesGradients = zeroesGradients
    }
}

/// The memory of one step of Adam: parameters, gradients, first and second moments.
public struct AdamBlock: @unchecked Sendable {
    /// p.
    public var parameters: UnsafeMutablePointer<Float>
    /// g.
    public var gradients: UnsafeMutablePointer<Float>
    /// m.
    public var means: UnsafeMutablePointer<Float>
    /// v.
    public var squares: UnsafeMutablePointer<Float>
    /// Numbers in each.
    public var count: Int

    public init(
        parameters: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>,
        means: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>, count: Int
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.means = means
        self.squares = squares
        self.count = count
    }
}

/// The memory and constants of one step of AdaGrad.
public struct AdaGradBlock: @unchecked Sendable {
    /// p.
    public var parameters: UnsafeMutablePointer<Float>
    /// g.
    public var gradients: UnsafeMutablePointer<Float>
    /// h: sums of squared gradients.
    public var squares: UnsafeMutablePointer<Float>
    /// Numbers in each.
    public var count: Int
    /// Learning rate.
    public var rate: Float
    /// Whether gradients are zeroed after use.
    public var zeroesGradients: Bool

    public init(
        parameters: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>,
        squares: UnsafeMutablePointer<Float>, count: Int, rate: Float, zeroesGradients: Bool
    ) {
        self.parameters = parameters
        self.gradients = gradients
        self.squares = squares
        self.count = count
        self.rate = rate
        self.zeroesGradients = zeroesGradients
    }
}
