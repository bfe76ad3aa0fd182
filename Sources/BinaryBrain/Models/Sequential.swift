/// Layers in series, used as one (manual §5.2.4.1, §6.2.3.2).
public final class Sequential: Model {
    /// The layers, input first.
    public private(set) var layers: [any Model]
    /// Instance name.
    public var name: String?
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])

    /// Layers in series; call `setInputShape` before the first forward.
    public init(_ layers: [any Model] = [], name: String? = nil) {
        self.layers = layers
        self.name = name
    }

    /// Adds a layer at the output side; `setInputShape` must be called (again) afterwards.
    public func append(_ layer: any Model) {
        layers.append(layer)
        inputShape = []
    }

    /// Replaces all layers; `setInputShape` must be called (again) afterwards.
    public func setModelList(_ layers: [any Model]) {
        self.layers = layers
        inputShape = []
    }

    public var modelName: String { "Sequential" }
    public var objectName: String { "Sequential" }
    public var children: [any Model] { layers }
    public var outputShape: Shape { layers.last?.outputShape ?? inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        var current = try shape.validated(for: "input of \(displayName)")
        for layer in layers { current = try layer.setInputShape(current) }
        inputShape = shape
        return current
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        try layers.reduce(x) { signal, layer in try layer.forward(signal, train: train) }
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        // Below the first layer with parameters nobody wants a gradient, unless the caller does.
        let lowest = needsInputGradient ? 0 : layers.firstIndex { $0.parameters.elementCount > 0 } ?? layers.count
        var gradient: FrameBuffer? = dy
        var index = layers.count - 1
        while index >= lowest, let current = gradient {
            gradient = try layers[index].backward(current, needsInputGradient: needsInputGradient || index > lowest)
            index -= 1
        }
        // Layers that no gradient reaches forget their last forward, or their stacks would grow without end.
        if index >= 0 { for layer in layers[...index] { layer.clear() } }
        return needsInputGradient ? gradient : nil
    }

    public var parameters: Variables { Variables(layers.flatMap(\.parameters.tensors)) }
    public var gradients: Variables { Variables(layers.flatMap(\.gradients.tensors)) }
    public func clear() { for layer in layers { layer.clear() } }
}
