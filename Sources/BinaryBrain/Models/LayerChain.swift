/// Layers in series inside one layer that the manual counts as a class of its own: MicroMlp, DifferentiableLutDiscrete,
/// BinaryDenseAffine. Commands reach the parts by themselves.
public class LayerChain: Model {
    public let card: LayerCard
    /// Class name.
    public let modelName: String
    /// Name in files, with the element types.
    public let objectName: String
    /// Instance name.
    public var name: String?
    /// Whether the original keeps only the input of the whole and computes the rest again (kept for commands and files: the
    /// parts here keep what their backwards need).
    public internal(set) var memorySaving: Bool
    /// The parts, input first.
    public let parts: [any Model]
    /// Parts that are left out, by their place.
    var skipped: Set<Int> = []

    private var stack = ForwardStack<[any Model]>()

    init(
        _ card: LayerCard, modelName: String, objectName: String, parts: [any Model], memorySaving: Bool, name: String?
    ) {
        self.card = card
        self.modelName = modelName
        self.objectName = objectName
        self.parts = parts
        self.memorySaving = memorySaving
        self.name = name
    }

    /// The parts in use, input first.
    var active: [any Model] { parts.indices.filter { !skipped.contains($0) }.map { parts[$0] } }

    public var children: [any Model] { parts }
    public var inputShape: Shape { parts[0].inputShape }
    public var outputShape: Shape { parts[parts.count - 1].outputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        try parts.reduce(shape) { try $1.setInputShape($0) }
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        let layers = active
        let y = try layers.reduce(x) { signal, layer in
            try StopToken.check()
            return try layer.forward(signal, train: train)
        }
        if train { stack.push(layers) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let layers = try stack.pop(for: displayName)
        var gradient: FrameBuffer? = dy
        for (index, layer) in layers.enumerated().reversed() {
            guard let current = gradient else { break }
            try StopToken.check()
            gradient = try layer.backward(current, needsInputGradient: needsInputGradient || index > 0)
        }
        return gradient
    }

    public var parameters: Variables { Variables(parts.flatMap(\.parameters.tensors)) }
    public var gradients: Variables { Variables(parts.flatMap(\.gradients.tensors)) }

    public func clear() {
        stack.removeAll()
        for part in parts { part.clear() }
    }

    /// Nothing beyond the file format; declared here so that a subclass can override it.
    public var trainingState: [String: [UInt64]] {
        get { [:] }
        set {}
    }
    public var levelsBesideFiles: Binarization? { nil }
    /// LUTs of the parts; nil if they are none.
    public var lutCount: Int? { nil }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        preconditionFailure("each class has its own file")
    }

    public var hardware: HardwareForm { .chain(parts) }
}

extension LayerCommand {
    /// Whether the original computes parts again instead of keeping what they hand on.
    static let memorySaving = withoutEffect("memory_saving") { (layer: LayerChain, on: Bool) in
        layer.memorySaving = on
    }
}
