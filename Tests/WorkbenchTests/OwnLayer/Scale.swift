import BinaryBrain

/// Each number times a factor.
///
///     y = factor · x        dx = factor · dy
final class Scale: Model {
    static let card = LayerCard(
        "Scale", "each number times a factor", formula: "y = factor · x", shapes: "any, kept",
        fields: [.number("factor", -8...8, 0.5, "the factor"), .layerName],
        commands: [.number("factor", "the factor") { (layer: Scale, value: Float) in layer.factor = value }],
        file: .single("Scale") { reader in
            let name = try reader.beginLayer("Scale")
            let layer = Scale(factor: try reader.float("factor"), name: name)
            layer.inputShape = try reader.frameShape("shape")
            return layer
        }
    ) { fields in Scale(factor: fields.number("factor"), name: fields.name) }

    var card: LayerCard { Self.card }
    var name: String?
    private(set) var factor: Float
    private(set) var inputShape: Shape = []
    var outputShape: Shape { inputShape }
    var hardware: HardwareForm { .nodewise }

    init(factor: Float, name: String?) {
        self.factor = factor
        self.name = name
    }

    func setInputShape(_ shape: Shape) throws -> Shape {
        inputShape = shape
        return shape
    }

    func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer { scaled(x) }
    func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? { scaled(dy) }

    private func scaled(_ x: FrameBuffer) -> FrameBuffer {
        FrameBuffer(frameMajor: x.frameMajorValues().map { factor * $0 }, shape: x.shape)
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(factor)
        writer.write(inputShape)
    }
}
