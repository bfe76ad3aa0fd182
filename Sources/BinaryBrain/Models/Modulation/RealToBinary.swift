import KernelInterface

/// Turns real values into bits, spread over frames and over depth (manual §1.4, §5.2.4.6, §6.2.4.1).
///
/// A value x becomes `frameModulationSize` · `depthModulationSize` bits whose share of ones follows x. Frame f becomes
/// frames f·M … f·M + M − 1; channel c becomes channels c·D … c·D + D − 1. Without a generator the thresholds are the
/// mid-points (i + 0.5)/M (a pulse-width code); with one they are drawn, one a frame (`framewise`) or one a value.
/// The output is a packed buffer of −1/+1 (1/0 for type bit).
public final class RealToBinary: Model {
    /// Frames that one frame becomes (M ≥ 1); may change between batches.
    public private(set) var frameModulationSize: Int
    /// Channels that one channel becomes (D ≥ 1).
    public let depthModulationSize: Int
    /// Where thresholds come from; nil for the pulse-width code.
    public var valueGenerator: (any ValueGenerator)?
    /// Whether a drawn threshold serves a whole frame.
    public let framewise: Bool
    /// Value that gives no ones.
    public let inputRangeLow: Float
    /// Value that gives only ones.
    public let inputRangeHigh: Float
    /// Element type of the output: fp32 (±1, handed on packed) or bit.
    public let binaryType: DType
    /// Whether the output is bits; otherwise, at depth 1, the input passes unchanged.
    public internal(set) var binaryMode = true
    /// Instance name.
    public var name: String?
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private var thresholds: PulseWidthThresholds?
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var pushed: [(frames: Int, expanded: Bool)] = []

    /// A modulator with the defaults of the manual's Python class.
    /// - Throws: `BrainError` for sizes below 1, an empty range, or an unsupported type.
    public init(
        frameModulationSize: Int = 1, depthModulationSize: Int = 1, valueGenerator: (any ValueGenerator)? = nil,
        framewise: Bool = false, inputRangeLow: Float = 0, inputRangeHigh: Float = 1, name: String? = nil,
        binaryType: DType = .fp32
    ) throws {
        try Self.validate(modulationSize: frameModulationSize)
        try Self.validate(modulationSize: depthModulationSize)
        guard inputRangeLow < inputRangeHigh, inputRangeLow.isFinite, inputRangeHigh.isFinite else {
            throw BrainError(
                .parameter, what: "RealToBinary", why: "the input range \(inputRangeLow)…\(inputRangeHigh) is empty",
                remedy: "give input_range_lo below input_range_hi")
        }
        self.frameModulationSize = frameModulationSize
        self.depthModulationSize = depthModulationSize
        self.valueGenerator = valueGenerator
        self.framewise = framewise
        self.inputRangeLow = inputRangeLow
        self.inputRangeHigh = inputRangeHigh
        self.name = name
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "RealToBinary")
    }

    /// The largest oversampling: beyond it memory, not meaning, is the limit.
    public static let maximumModulationSize = 65536

    static func validate(modulationSize: Int) throws {
        guard (1...maximumModulationSize).contains(modulationSize) else {
            throw BrainError(
                .parameter, what: "modulation size", why: "\(modulationSize) is not possible",
                remedy: "choose 1 to \(maximumModulationSize)")
        }
    }

    /// Sets the number of frames that one frame becomes, from the next forward on.
    public func setFrameModulationSize(_ size: Int) throws {
        try Self.validate(modulationSize: size)
        frameModulationSize = size
    }

    public var modelName: String { "RealToBinary" }
    public var objectName: String { "RealToBinary_\(binaryType.name)_fp32" }
    public var isBinary: Bool? { binaryMode }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        inputShape = try shape.validated(for: "input of \(displayName)")
        outputShape = shape
        outputShape[0] *= depthModulationSize
        return outputShape
    }

    /// Whether this forward leaves the input as it is.
    private var passesThrough: Bool { !binaryMode && depthModulationSize == 1 }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        if train { pushed.append((frameModulationSize, !passesThrough)) }
        if passesThrough { return x }
        let input = x.dtype == .fp32 ? x : x.converted(to: .fp32)
        let frames = x.frameCount * frameModulationSize
        let levels: BitLevels = .minusOnePlusOne
        if let generator = valueGenerator {
            let y = outputs.take(.bit, frameCount: frames, shape: outputShape, levels: levels)
            modulate(input, into: y, generator)
            return y
        }
        guard binaryMode else {
            let y = outputs.take(.fp32, frameCount: frames, shape: outputShape)
            spreadRealValues(input, into: y)
            return y
        }
        let y = outputs.take(.bit, frameCount: frames, shape: outputShape, levels: levels)
        modulatePulseWidth(input, into: y)
        return y
    }

    /// The thresholds of the pulse-width code: a value gives a one at depth d in frame i if it is at least
    /// `[d · frameModulationSize + i]`. The comparison equals the original's arithmetic for every single-precision value.
    public func pulseWidthThresholds(frameModulationSize size: Int) throws -> [Float] {
        try Self.validate(modulationSize: size)
        return PulseWidthThresholds(
            frameSize: size, depthSize: depthModulationSize, low: inputRangeLow, high: inputRangeHigh
        ).values
    }

    private func modulatePulseWidth(_ x: FrameBuffer, into y: FrameBuffer) {
        let code: PulseWidthThresholds
        if let known = thresholds, known.frameSize == frameModulationSize {
            code = known
        } else {
            code = PulseWidthThresholds(
                frameSize: frameModulationSize, depthSize: depthModulationSize, low: inputRangeLow, high: inputRangeHigh
            )
            thresholds = code
        }
        code.values.withUnsafeBufferPointer { values in
            let values = values.baseAddress!
            let size = PackedSize(frameCount: x.frameCount, wordCount: y.wordStride)
            Parallel.shared.forEachRow(x.nodeCount, length: y.frameCount) { node in
                for depth in 0..<depthModulationSize {
                    let row = y.words(outputNode(node, depth, x))
                    let slots = PulseWidthCode(thresholds: values + depth * code.frameSize, size: code.frameSize)
                    Kernels.elements.packPulseWidth(x.floats(node), slots, row, size)
                }
            }
        }
    }

    /// Binary off at a depth above 1: the clamped levels themselves.
    private func spreadRealValues(_ x: FrameBuffer, into y: FrameBuffer) {
        let size = frameModulationSize
        Parallel.shared.forEachRow(x.nodeCount, length: y.frameCount) { node in
            for depth in 0..<depthModulationSize {
                let row = y.floats(outputNode(node, depth, x))
                for frame in 0..<x.frameCount {
                    for i in 0..<size {
                        let level = PulseWidthThresholds.level(
                            x.floats(node)[frame], frame: i, of: size, depth: depth, of: depthModulationSize,
                            low: inputRangeLow, high: inputRangeHigh)
                        row[frame * size + i] = level.clamped(to: 0...1)
                    }
                }
            }
        }
    }

    /// Drawn thresholds: one a frame, or one a value in the order of the original (frame, channel, point).
    private func modulate(_ x: FrameBuffer, into y: FrameBuffer, _ generator: any ValueGenerator) {
        let depthStep = 1 / Float(depthModulationSize)
        let scale = 1 / (inputRangeHigh - inputRangeLow)
        for node in 0..<y.nodeCount { y.words(node).update(repeating: 0, count: y.wordStride) }
        for frame in 0..<x.frameCount {
            for i in 0..<frameModulationSize {
                let target = frame * frameModulationSize + i
                var threshold = generator.next()
                for node in 0..<x.nodeCount {
                    let value = (x.floats(node)[frame] - inputRangeLow) * scale
                    for depth in 0..<depthModulationSize
                    where (value - Float(depth) * depthStep) * Float(depthModulationSize) > threshold {
                        y.words(outputNode(node, depth, x))[target / 64] |= 1 << UInt64(target % 64)
                    }
                    if !framewise { threshold = generator.next() }
                }
            }
        }
    }

    private func outputNode(_ node: Int, _ depth: Int, _ x: FrameBuffer) -> Int {
        let points = x.nodeCount / inputShape[0]
        return (node / points * depthModulationSize + depth) * points + node % points
    }

    /// Straight through: the gradient of a value is the sum of the gradients of its bits. (The original returns memory that
    /// nobody wrote when it has expanded frames or depth.)
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        guard let (size, expanded) = pushed.popLast() else { throw BrainError.noForwardLeft(for: displayName) }
        guard needsInputGradient else { return nil }
        if !expanded || (size == 1 && depthModulationSize == 1) { return dy.reshaped(inputShape) }
        try dy.require(outputShape, for: "backward of \(displayName)")
        let gradient = dy.dtype == .fp32 ? dy : dy.converted(to: .fp32)
        let dx = inputGradients.take(.fp32, frameCount: dy.frameCount / size, shape: inputShape)
        Parallel.shared.forEachRow(dx.nodeCount, length: dy.frameCount) { node in
            let row = dx.floats(node)
            for frame in 0..<dx.frameCount {
                var sum: Float = 0
                for depth in 0..<depthModulationSize {
                    let source = gradient.floats(outputNode(node, depth, dx)) + frame * size
                    for i in 0..<size { sum += source[i] }
                }
                row[frame] = sum
            }
        }
        return dx
    }

    public func clear() { pushed = [] }

    public func handle(_ command: ModelCommand) throws -> Bool {
        guard command.verb == "binary" else { return false }
        binaryMode = try command.bool()
        return true
    }

    public var trainingState: [String: [UInt64]] {
        get { valueGenerator.map { ["value_generator": $0.state] } ?? [:] }
        set { if let words = newValue["value_generator"] { _ = valueGenerator?.restore(words) } }
    }
}
