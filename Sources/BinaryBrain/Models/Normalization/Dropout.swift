/// Silences nodes at random while training (manual §6.2.8.2; Srivastava et al. 2014).
///
///     training: y = kept ? x : 0        inference: y = x (1 − rate)        dx = kept ? dy : 0
///
/// As in the original, one draw decides for a node in all frames of the batch, and nothing is rescaled in training. Packed input
/// counts as the numbers of its levels. A layer of type bit keeps signals packed: a silenced node is all zero bits, and
/// inference hands the bits on.
public final class Dropout: HostOnlySwitchable {
    /// Share of the nodes that are silenced.
    public let rate: Double
    /// Seed of the draws.
    public let seed: UInt64
    /// Element type of the signals: fp32 or bit.
    public let forwardType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])
    /// Of each node, whether the last training forward kept it (1) or not (0), int8; empty before the first one.
    public internal(set) var mask = Tensor(.int8, shape: [0])

    private var generator: MersenneTwister64
    private var stack = ForwardStack<Record>()
    private var spareMasks: [Tensor] = []
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()
    private var packedInputs = FrameBufferPool()

    private struct Record {
        let frameCount: Int
        let mask: Tensor
    }

    /// A layer with the defaults of the manual's Python class.
    /// - Throws: `BrainError` unless the rate lies in 0…1 and the type is fp32 or bit.
    public init(
        rate: Double = 0.5, seed: UInt64 = 1, name: String? = nil, forwardType: DType = .fp32
    ) throws {
        guard (0...1).contains(rate) else {
            throw BrainError(
                .parameter, what: "Dropout", why: "rate \(rate) is not from 0 to 1",
                remedy: "choose a number from 0 to 1")
        }
        self.rate = rate
        self.seed = seed
        self.name = name
        self.forwardType = try LutParameters.validated(binaryType: forwardType, for: "Dropout")
        generator = MersenneTwister64(seed: seed)
    }

    public var modelName: String { "Dropout" }
    public var objectName: String { "Dropout_\(forwardType.name)_fp32" }
    public var outputShape: Shape { inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return shape }
        inputShape = try shape.validated(for: "input of \(displayName)")
        mask = Tensor(.int8, shape: [0])
        clear()
        spareMasks = []
        return inputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = forwardType == .bit ? packed(x) : x.floats(using: &conversions)
        if forwardType == .bit, !train { return input }
        let y = outputs.take(input.dtype, frameCount: input.frameCount, shape: inputShape, levels: input.levels)
        guard train else {
            let share = Float(1 - rate)
            for node in 0..<input.nodeCount {
                let (source, target) = (input.floats(node), y.floats(node))
                for frame in 0..<input.frameCount { target[frame] = source[frame] * share }
            }
            return y
        }
        let mask = spareMasks.popLast() ?? Tensor(.int8, shape: [inputShape.count])
        for node in 0..<mask.count { mask[node] = generator.uniformDouble() > rate ? 1 : 0 }
        if self.mask.count == 0 { self.mask = Tensor(.int8, shape: mask.shape) }
        self.mask.assign(mask)
        apply(mask, input, into: y)
        stack.push(Record(frameCount: input.frameCount, mask: mask))
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        defer { spareMasks.append(record.mask) }
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: record.frameCount, shape: inputShape, for: displayName)
        let dx = inputGradients.take(.fp32, frameCount: record.frameCount, shape: inputShape)
        apply(record.mask, dy.floats(using: &conversions), into: dx)
        return dx
    }

    /// The signals as bits: packed ones as they are, positive numbers as ones.
    private func packed(_ x: FrameBuffer) -> FrameBuffer {
        if x.dtype == .bit { return x }
        let bits = packedInputs.take(.bit, frameCount: x.frameCount, shape: inputShape)
        x.floats(using: &conversions).pack(into: bits, threshold: 0)
        return bits
    }

    private func apply(_ mask: Tensor, _ source: FrameBuffer, into target: FrameBuffer) {
        for node in 0..<source.nodeCount {
            if mask[node] == 0 {
                target.row(node).initializeMemory(as: UInt8.self, repeating: 0, count: target.rowBytes)
            } else {
                target.row(node).copyMemory(from: source.row(node), byteCount: source.rowBytes)
            }
        }
    }

    public func clear() { stack.removeAll() }

    public func rememberForwardState() -> (() -> Void)? {
        let copy = Tensor(.int8, shape: mask.shape)
        copy.assign(mask)
        return { self.mask = copy }
    }

    /// The generator, so that a resumed training silences the same nodes.
    public var trainingState: [String: [UInt64]] {
        get { ["generator": generator.savedState] }
        set {
            if let words = newValue["generator"], let restored = MersenneTwister64(savedState: words) {
                generator = restored
            }
        }
    }
}
