import KernelInterface

/// Turns real values into bits, spread over frames and over depth (manual §1.4, §5.2.4.6, §6.2.4.1).
///
/// A value x becomes `frameModulationSize` · `depthModulationSize` bits whose share of ones follows x. Frame f becomes
/// frames f·M … f·M + M − 1; channel c becomes channels c·D … c·D + D − 1. Without a generator the thresholds are the
/// mid-points (i + 0.5)/M (a pulse-width code); with one they are drawn, one a frame (`framewise`) or one a value.
/// The output is a packed buffer of −1/+1 (1/0 for type bit).
///
/// Thermometers: with thresholds of another rule than `uniform`, or rounded to a few bits, a value becomes D bits
/// [x ≥ θ_d] of one frame; nothing moves from frame to frame then, so M is 1. See `ThresholdRule`.
public final class RealToBinary: Model {
    /// Frames that one frame becomes (M ≥ 1); may change between batches.
    public private(set) var frameModulationSize: Int
    /// Channels that one channel becomes (D ≥ 1).
    public let depthModulationSize: Int
    /// Where thresholds come from; nil for the pulse-width code.
    public var valueGenerator: (any ValueGenerator)?
    /// Whether a drawn threshold serves a whole frame.
    public let framewise: Bool
    /// Where thresholds lie.
    public let thresholdRule: any ThresholdRule
    /// Upper bits of an 8-bit number that comparisons look at; nil for all that there are.
    public let thresholdBits: Int?
    /// The smallest numbers that give a one, where they are not those of the pulse-width code: one a bit of depth, or with the
    /// rule `distributive` `[inputs, D]`; nil until they have been taken from data.
    public internal(set) var ownThresholds: [Float]?
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
    private var pushed = ForwardStack<(frames: Int, expanded: Bool)>()

    /// A modulator with the defaults of the manual's Python class.
    /// - Throws: `BrainError` for sizes below 1, an empty range, or an unsupported type.
    public init(
        frameModulationSize: Int = 1, depthModulationSize: Int = 1, valueGenerator: (any ValueGenerator)? = nil,
        framewise: Bool = false, inputRangeLow: Float = 0, inputRangeHigh: Float = 1,
        thresholds: some ThresholdRule = .uniform, thresholdBits: Int? = nil, name: String? = nil,
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
        self.depthModulationSize = try thresholds.depth(given: depthModulationSize)
        try Self.validate(modulationSize: self.depthModulationSize)
        thresholdRule = thresholds
        self.thresholdBits = thresholdBits
        self.valueGenerator = valueGenerator
        self.framewise = framewise
        self.inputRangeLow = inputRangeLow
        self.inputRangeHigh = inputRangeHigh
        self.name = name
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "RealToBinary")
        if isThermometer {
            try requireOneFrame(frameModulationSize)
            guard valueGenerator == nil, thresholdBits.map(Self.thresholdBitRange.contains) ?? true else {
                throw BrainError(
                    .parameter, what: "RealToBinary", why: "thresholds cannot be both given and drawn, or of no bits",
                    remedy: "leave value_generator out, and give threshold_bits from 1 to 8")
            }
        }
        ownThresholds = try thresholdsByRule()
    }

    /// Whether thresholds are given or taken from data, and stay where they are.
    public var isThermometer: Bool { !thresholdRule.isPulseWidthCode || thresholdBits != nil }
    /// Whether the layer cannot work before thresholds have been taken from data.
    public var awaitsData: Bool { thresholdRule.takesData && ownThresholds == nil }

    private func requireOneFrame(_ size: Int) throws {
        guard size == 1 else {
            throw BrainError(
                .parameter, what: displayName,
                why: "thresholds that stay where they are make \(size) equal frames of one",
                remedy: "let frame_modulation_size be 1, or leave thresholds and threshold_bits out")
        }
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
    /// - Throws: `BrainError` unless it is from 1 to `maximumModulationSize`, and 1 where thresholds are given.
    public func setFrameModulationSize(_ size: Int) throws {
        try Self.validate(modulationSize: size)
        if isThermometer { try requireOneFrame(size) }
        frameModulationSize = size
    }

    public var modelName: String { "RealToBinary" }
    /// The original has no thermometers of given thresholds: they are a class of their own in files.
    public var objectName: String {
        "RealToBinary_\(isThermometer ? "thresholds_" : "")\(binaryType.name)_fp32"
    }
    public var isBinary: Bool? { binaryMode }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape != shape, thresholdRule.takesData { ownThresholds = nil }
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
        guard !awaitsData else {
            throw BrainError(
                .usage, what: "forward of \(displayName)", why: "its thresholds have not been taken from data yet",
                remedy: "train it in an experiment, or call fitThresholds first")
        }
        if train { pushed.push((frameModulationSize, !passesThrough)) }
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
            if let ownThresholds {
                rampThresholds(ownThresholds, input, into: y)
            } else {
                spreadRealValues(input, into: y)
            }
            return y
        }
        let y = outputs.take(.bit, frameCount: frames, shape: outputShape, levels: levels)
        if let ownThresholds {
            compare(input, with: ownThresholds, into: y)
            return y
        }
        modulatePulseWidth(input, into: y)
        return y
    }

    /// The thresholds of the pulse-width code: a value gives a one at depth d in frame i if it is at least
    /// `[d · frameModulationSize + i]`. The comparison equals the original's arithmetic for every single-precision value.
    /// - Throws: `BrainError` for a modulation size that is not possible.
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
            let (source, target) = (FrameRows(x), FrameRows(y))
            Parallel.shared.forEachRow(x.nodeCount, length: y.frameCount) { node in
                for depth in 0..<depthModulationSize {
                    let row = target.words(outputNode(node, depth, x))
                    let slots = PulseWidthCode(thresholds: values + depth * code.frameSize, size: code.frameSize)
                    Kernels.elements.packPulseWidth(source.floats(node), slots, row, size)
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

    func outputNode(_ node: Int, _ depth: Int, _ x: FrameBuffer) -> Int {
        let points = x.nodeCount / inputShape[0]
        return (node / points * depthModulationSize + depth) * points + node % points
    }

    /// Straight through: the gradient of a value is the sum of the gradients of its bits. (The original returns memory that
    /// nobody wrote when it has expanded frames or depth.)
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let (size, expanded) = try pushed.pop(for: displayName)
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

    public func clear() { pushed.removeAll() }

    public var trainingState: [String: [UInt64]] {
        get { valueGenerator.map { ["value_generator": $0.state] } ?? [:] }
        set { if let words = newValue["value_generator"] { _ = valueGenerator?.restore(words) } }
    }
}
