/// A function of each number for itself, which can be switched to binarisation: what Binarize, ReLU, Sigmoid and HardTanh
/// have in common (manual §6.2.7). The output has the shape of the input.
///
/// In binary mode the output is packed if its two levels are −1/+1 or 0/1; a layer of bit type is always binary.
public class Activation: HostOnlySwitchable {
    public let card: LayerCard
    /// Element type of binary signals: fp32 (switchable) or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// How numbers become bits in binary mode.
    public internal(set) var binarization: Binarization
    /// Whether the output is one of two levels.
    public internal(set) var binaryMode: Bool
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])

    /// The function outside binary mode; nil for a layer that has no other mode.
    private let function: (any RealActivation)?
    private var stack = ForwardStack<Record>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// One forward: x, or y if its function differentiates that.
    private struct Record {
        let saved: FrameBuffer
        let isBinary: Bool
    }

    init(
        _ card: LayerCard, function: (any RealActivation)?, binarization: Binarization, name: String?, binaryType: DType
    ) throws {
        guard binaryType == .fp32 || binaryType == .bit else {
            throw BrainError(
                .parameter, what: card.name, why: "binary signals of type \(binaryType.name) are not supported",
                remedy: "choose fp32 or bit")
        }
        self.card = card
        self.function = function
        self.binarization = binarization
        self.name = name
        self.binaryType = binaryType
        binaryMode = function == nil || binaryType == .bit
    }

    /// Class name.
    public var modelName: String { card.name }
    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }
    public var outputShape: Shape { inputShape }
    /// The shape that files carry.
    var storedShape: Shape { inputShape }
    public var levelsBesideFiles: Binarization? { nil }
    public var isBinary: Bool? { function == nil ? nil : binaryMode }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        inputShape = try shape.validated(for: "input of \(displayName)")
        return inputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = x.floats(using: &conversions)
        guard let function, !binaryMode else {
            if train { stack.push(Record(saved: input, isBinary: true)) }
            return binarized(input)
        }
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: input.shape)
        forEachRow(input) { function.apply(input.floats($0), to: y.floats($0), count: input.frameCount) }
        if train { stack.push(Record(saved: function.differentiatesOutput ? y : input, isBinary: false)) }
        return y
    }

    private func binarized(_ x: FrameBuffer) -> FrameBuffer {
        if let levels = binaryType == .bit ? .minusOnePlusOne : binarization.levels {
            let y = outputs.take(.bit, frameCount: x.frameCount, shape: x.shape, levels: levels)
            x.pack(into: y, threshold: binarization.threshold)
            return y
        }
        let y = outputs.take(.fp32, frameCount: x.frameCount, shape: x.shape)
        forEachRow(x) { binarization.apply(x.floats($0), to: y.floats($0), count: x.frameCount) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        let saved = record.saved
        try dy.requireGradient(frameCount: saved.frameCount, shape: inputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: saved.frameCount, shape: inputShape)
        forEachRow(saved) { node in
            let (source, dy, dx) = (saved.floats(node), gradient.floats(node), dx.floats(node))
            if let function, !record.isBinary {
                function.differentiate(source, dy, to: dx, count: saved.frameCount)
            } else {
                binarization.differentiate(source, dy, to: dx, count: saved.frameCount)
            }
        }
        return dx
    }

    private func forEachRow(_ buffer: FrameBuffer, _ body: (Int) -> Void) {
        Parallel.shared.forEachRow(buffer.nodeCount, length: buffer.frameCount, body)
    }

    public func clear() { stack.removeAll() }

    /// Nothing beyond the file format; declared here so that a subclass can override it.
    public var trainingState: [String: [UInt64]] {
        get { [:] }
        set {}
    }

    /// Binary mode: [x > threshold], one of two levels.
    public var hardware: HardwareForm { .threshold(binarization, isBit: binaryType == .bit) }
}

extension Activation {
    /// The commands of a layer that has a function beside its binarisation. One of packed type has no other mode.
    static let switchableCommands: [LayerCommand] = [
        .binary { (layer: Activation, on: Bool) in if layer.binaryType != .bit { layer.binaryMode = on } }, .hostOnly,
    ]
}
