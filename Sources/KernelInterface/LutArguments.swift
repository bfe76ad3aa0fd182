/// What a LUT kernel needs to know of a layer, shared by forward and backward.
///
/// N is the number of inputs of a node, 2^N its table size, F the number of frames. Rows are padded as in a frame buffer.
/// Kernels take a range of nodes; ranges that do not overlap never write the same memory, except `inputGradient`.
public struct LutLayer: @unchecked Sendable {
    /// N, 2…6.
    public var inputsPerNode: Int
    /// F.
    public var frameCount: Int
    /// Input nodes of each (node, slot), `[nodes, N]`.
    public var connection: UnsafePointer<Int32>
    /// W, `[nodes, 2^N]`; table index bit j is input j.
    public var weights: UnsafeMutablePointer<Float>
    /// Whether W is clamped to [0, 1] in place before it is used.
    public var clampsWeights: Bool
    /// Whether the table entries are [W > 0.5] instead of W.
    public var binarizesWeights: Bool
    /// A bit b stands for the probability 0.5 ± bias; real inputs are used as they are, clamped to [0, 1].
    public var bias: Float
    /// The bias with which ∂y0/∂x of bits is computed: `bias`, or another one where the table itself is not smoothed.
    public var slopeBias: Float
    /// Batch normalisation; nil for none.
    public var normalization: LutNormalization?

    public init(
        inputsPerNode: Int, frameCount: Int, connection: UnsafePointer<Int32>, weights: UnsafeMutablePointer<Float>,
        clampsWeights: Bool, binarizesWeights: Bool, bias: Float, slopeBias: Float? = nil,
        normalization: LutNormalization?
    ) {
        self.inputsPerNode = inputsPerNode
        self.frameCount = frameCount
        self.connection = connection
        self.weights = weights
        self.clampsWeights = clampsWeights
        self.binarizesWeights = binarizesWeights
        self.bias = bias
        self.slopeBias = slopeBias ?? bias
        self.normalization = normalization
    }

    /// 2^N.
    @inlinable
    public var tableSize: Int { 1 << inputsPerNode }
}

/// The batch normalisation inside a LUT node: scalar constants gamma and beta, statistics of each node. Where it applies,
/// the gradient is masked to 0 < z < 1 (hard tanh).
public struct LutNormalization: @unchecked Sendable {
    /// Scale of the normalised value.
    public var gamma: Float
    /// Offset of the normalised value.
    public var beta: Float
    /// Share of the old running statistics that a training step keeps.
    public var momentum: Float
    /// Whether training, too, normalises with the running statistics and leaves them alone (`parameter_lock`).
    public var isFrozen: Bool
    /// Running mean of each node.
    public var runningMean: UnsafeMutablePointer<Float>
    /// Running biased variance of each node.
    public var runningVariance: UnsafeMutablePointer<Float>
    /// Variances below this count as this.
    public static let varianceFloor: Float = 1e-5

    public init(
        gamma: Float, beta: Float, momentum: Float, isFrozen: Bool, runningMean: UnsafeMutablePointer<Float>,
        runningVariance: UnsafeMutablePointer<Float>
    ) {
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.isFrozen = isFrozen
        self.runningMean = runningMean
        self.runningVariance = runningVariance
    }
}

/// What a training forward keeps for its backward.
public struct LutSaved: @unchecked Sendable {
    /// T′ of each node, `[nodes, 2^N]`: for bit inputs the value of the table at each pattern, minus 0.5; for real inputs
    /// the Walsh coefficients of W − 0.5 with respect to the input bits (u = 2x − 1).
    public var tables: UnsafeMutablePointer<Float>
    /// Frames of each pattern, `[nodes, 2^N]`; only for bit inputs.
    public var counts: UnsafeMutablePointer<UInt32>?
    /// Mean of the batch, minus 0.5, one a node.
    public var mean: UnsafeMutablePointer<Float>
    /// 1/√variance of the batch, one a node.
    public var inverseDeviation: UnsafeMutablePointer<Float>
    /// y0 − 0.5 of each frame, rows as in `realRowStride`; only for real inputs with normalisation.
    public var values: UnsafeMutablePointer<Float>?
    /// Floats from one row of `values` to the next.
    public var valueStride: Int

    public init(
        tables: UnsafeMutablePointer<Float>, counts: UnsafeMutablePointer<UInt32>?, mean: UnsafeMutablePointer<Float>,
        inverseDeviation: UnsafeMutablePointer<Float>, values: UnsafeMutablePointer<Float>?, valueStride: Int
    ) {
        self.tables = tables
        self.counts = counts
        self.mean = mean
        self.inverseDeviation = inverseDeviation
        self.values = values
        self.valueStride = valueStride
    }
}

/// Rows of bits, 64 frames a word; padding bits are zero.
public struct BitRows: @unchecked Sendable {
    /// First row.
    public var base: UnsafeMutablePointer<UInt64>
    /// Words from one row to the next.
    public var stride: Int

    public init(base: UnsafeMutablePointer<UInt64>, stride: Int) {
        self.base = base
        self.stride = stride
    }

    /// The row of `node`.
    @inlinable @inline(__always)
    public func row(_ node: Int) -> UnsafeMutablePointer<UInt64> { base + node * stride }
}

/// Rows of numbers, one frame an element; padding may hold anything and is never read.
public struct FloatRows: @unchecked Sendable {
    /// First row.
    public var base: UnsafeMutablePointer<Float>
    /// Floats from one row to the next.
    public var stride: Int

    public init(base: UnsafeMutablePointer<Float>, stride: Int) {
        self.base = base
        self.stride = stride
    }

    /// The row of `node`.
    @inlinable @inline(__always)
    public func row(_ node: Int) -> UnsafeMutablePointer<Float> { base + node * stride }
}

/// Where a LUT layer writes its output: single bits, or numbers in [0, 1].
public enum LutOutput: Sendable {
    /// [z > 0.5].
    case bits(BitRows)
    /// clamp(z, 0, 1).
    case reals(FloatRows)
}

/// The gradients of a LUT layer.
public struct LutGradients: @unchecked Sendable {
    /// ∂L/∂output.
    public var output: FloatRows
    /// ∂L/∂W, added to; nil if nobody wants it.
    public var weights: UnsafeMutablePointer<Float>?
    /// ∂L/∂input, added to (or stored, see `firstTouch`); nil if nobody wants it.
    public var input: FloatRows?
    /// For each node, bit j set: slot j is the first of this range of nodes to write its input row, so it stores instead of
    /// adding and the row need not be cleared. nil: every slot adds.
    public var firstTouch: UnsafePointer<UInt8>?
    /// Wires that learn; nil for none. Only for bit inputs.
    public var wires: LutWires?

    public init(
        output: FloatRows, weights: UnsafeMutablePointer<Float>?, input: FloatRows?,
        firstTouch: UnsafePointer<UInt8>?
    ) {
        self.output = output
        self.weights = weights
        self.input = input
        self.firstTouch = firstTouch
    }
}
