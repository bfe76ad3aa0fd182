/// Layers in series, used as one (manual §5.2.4.1, §6.2.3.2).
public final class Sequential: Model {
    /// The layers, input first.
    public private(set) var layers: [any Model]
    /// Instance name.
    public var name: String?
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])

    /// Called after each layer of a forward with the layer and its output, for measurements; nil for none.
    public var outputObserver: ((any Model, FrameBuffer) -> Void)?

    /// Layers in series; call `setInputShape` before the first forward.
    public init(_ layers: [any Model] = [], name: String? = nil) {
        self.layers = layers
        self.name = name
    }

    /// Layers whose shapes are already set and fit together.
    init(restoring layers: [any Model], name: String?) {
        self.layers = layers
        self.name = name
        inputShape = layers.first?.inputShape ?? []
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

    /// Class name.
    public var modelName: String { "Sequential" }
    /// Name in files; a net has no element types of its own.
    public var objectName: String { "Sequential" }
    /// The layers.
    public var children: [any Model] { layers }
    /// Shape of a frame after the last layer.
    public var outputShape: Shape { layers.last?.outputShape ?? inputShape }

    /// Sets the shapes of all layers, from the input on.
    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        var current = try shape.validated(for: "input of \(displayName)")
        for layer in layers { current = try layer.setInputShape(current) }
        inputShape = shape
        return current
    }

    /// The batch through all layers, in order.
    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        try layers.reduce(x) { signal, layer in
            let output = try layer.forward(signal, train: train)
            try StopToken.check()
            outputObserver?(layer, output)
            return output
        }
    }

    /// The gradient through all layers, last first; it stops below the lowest layer with parameters if nobody wants ∂L/∂x.
    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        // Below the first layer with parameters nobody wants a gradient, unless the caller does.
        let lowest = needsInputGradient ? 0 : layers.firstIndex { $0.parameters.elementCount > 0 } ?? layers.count
        var gradient: FrameBuffer? = dy
        var index = layers.count - 1
        while index >= lowest, let current = gradient {
            gradient = try layers[index].backward(current, needsInputGradient: needsInputGradient || index > lowest)
            try StopToken.check()
            index -= 1
        }
        // Layers that no gradient reaches forget their last forward, or their stacks would grow without end.
        if index >= 0 { for layer in layers[...index] { layer.clear() } }
        return needsInputGradient ? gradient : nil
    }

    /// Those of all layers, in order.
    public var parameters: Variables { Variables(layers.flatMap(\.parameters.tensors)) }
    /// Those of all layers, in order.
    public var gradients: Variables { Variables(layers.flatMap(\.gradients.tensors)) }
    public var composition: Composition { .series }
    public var series: [any Model] { layers.flatMap(\.series) }

    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? {
        Sequential(restoring: try layers.flatMap(replace), name: name)
    }

    /// Clears all layers.
    public func clear() { for layer in layers { layer.clear() } }
}
