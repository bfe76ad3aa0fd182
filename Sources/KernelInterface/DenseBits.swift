/// Y = b + W·X for X of bits, by look-ups: four bits of a frame select one of the 16 sums that their four weights can make.
public struct DenseBitsKernels: Sendable {
    /// Writes the patterns of one group of four input rows (see `DenseBits.patterns`).
    public let writePatterns: @Sendable (BitRows, DenseBits, Int) -> Void
    /// Computes the outputs of one block of `DenseBits.outputsPerBlock` output nodes.
    public let multiply: @Sendable (DenseBits, Int) -> Void

    public init(
        writePatterns: @escaping @Sendable (BitRows, DenseBits, Int) -> Void,
        multiply: @escaping @Sendable (DenseBits, Int) -> Void
    ) {
        self.writePatterns = writePatterns
        self.multiply = multiply
    }
}

/// A dense layer on bits, and memory for its patterns.
public struct DenseBits: @unchecked Sendable {
    /// Output nodes that one call works on.
    public static let outputsPerBlock = 4
    /// Input rows of a group.
    public static let inputsPerGroup = 4
    /// Frames come in multiples of this.
    public static let framesPerTile = 64

    /// Input nodes.
    public var inputCount: Int
    /// Output nodes.
    public var outputCount: Int
    /// Frames.
    public var frameCount: Int
    /// W, `[outputs, inputs]`.
    public var weights: UnsafePointer<Float>
    /// b, one an output.
    public var bias: UnsafePointer<Float>
    /// What a 0 stands for; a 1 stands for 1.
    public var low: Float
    /// Y.
    public var output: FloatRows
    /// A byte for each (group of four inputs, frame): bit k is input k of the group. `groupCount` rows of `patternStride`.
    public var patterns: UnsafeMutablePointer<UInt8>

    public init(
        inputCount: Int, outputCount: Int, frameCount: Int, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
        low: Float, output: FloatRows, patterns: UnsafeMutablePointer<UInt8>
    ) {
        self.inputCount = inputCount
        self.outputCount = outputCount
        self.frameCount = frameCount
        self.weights = weights
        self.bias = bias
        self.low = low
        self.output = output
        self.patterns = patterns
    }

    /// Groups of four inputs, the last filled up with inputs of no weight.
    @inlinable
    public var groupCount: Int { (inputCount + Self.inputsPerGroup - 1) / Self.inputsPerGroup }
    /// Blocks of outputs.
    @inlinable
    public var blockCount: Int { (outputCount + Self.outputsPerBlock - 1) / Self.outputsPerBlock }
    /// Bytes of one group's patterns.
    @inlinable
    public var patternStride: Int { Self.patternStride(frameCount: frameCount) }

    /// Bytes of one group's patterns for that many frames.
    @inlinable
    public static func patternStride(frameCount: Int) -> Int {
        (frameCount + framesPerTile - 1) / framesPerTile * framesPerTile
    }
}
