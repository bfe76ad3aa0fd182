/// Several inputs side by side, along the first axis (the original's Concatenate): the nodes of one come after those of
/// another.
///
/// Shapes may differ on axis 0 only. Inputs that are all packed with the same levels stay packed, others become fp32. As a
/// `Model` with one input it hands that on.
public final class Concatenate: HostOnlySwitchable {
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands).
    public var hostOnly = false
    /// Shapes of the inputs; empty before `setInputShapes`.
    public private(set) var inputShapes: [Shape] = []
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var conversions: [FrameBufferPool] = []
    private var gradientConversions = FrameBufferPool()
    private var inputGradients: [FrameBufferPool] = []

    /// A layer without parameters.
    public init(name: String? = nil) { self.name = name }

    public var modelName: String { "Concatenate" }
    public var objectName: String { "Concatenate" }
    /// Shape of the first input.
    public var inputShape: Shape { inputShapes.first ?? [] }

    /// One input.
    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape { try setInputShapes([shape]) }

    /// Fixes the shapes of all inputs; the shape of the output (manual `set_input_shape` with a list).
    @discardableResult
    public func setInputShapes(_ shapes: [Shape]) throws -> Shape {
        guard var output = shapes.first else {
            throw BrainError(.shape, what: displayName, why: "there is no input", remedy: "give at least one shape")
        }
        for shape in shapes { _ = try shape.validated(for: "input of \(displayName)") }
        if let other = shapes.first(where: { $0.dimensions.dropFirst() != output.dimensions.dropFirst() }) {
            throw BrainError(
                .shape, what: displayName, why: "inputs of \(output) and \(other) differ on more than the first axis",
                remedy: "give inputs of the same height and width")
        }
        output[0] = shapes.reduce(0) { $0 + $1[0] }
        outputShape = try output.validated(for: "output of \(displayName)")
        inputShapes = shapes
        conversions = shapes.map { _ in FrameBufferPool() }
        inputGradients = shapes.map { _ in FrameBufferPool() }
        stack.removeAll()
        return outputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer { try forward([x], train: train) }

    /// A batch of all inputs (manual `forward` with a list).
    public func forward(_ inputs: [FrameBuffer], train: Bool) throws -> FrameBuffer {
        if inputShapes.isEmpty { try setInputShapes(inputs.map(\.shape)) }
        guard inputs.count == inputShapes.count, inputs.allSatisfy({ $0.frameCount == inputs[0].frameCount }) else {
            throw BrainError(
                .shape, what: "forward of \(displayName)",
                why: "got \(inputs.count) inputs of \(inputs.map(\.frameCount)) frames, expected \(inputShapes.count)",
                remedy: "give every input, with the same frames")
        }
        for (input, shape) in zip(inputs, inputShapes) {
            try input.require(shape, for: "forward of \(displayName)")
        }
        let staysPacked = inputs.allSatisfy { $0.dtype == .bit && $0.levels == inputs[0].levels }
        var parts = inputs
        if !staysPacked {
            for index in parts.indices { parts[index] = parts[index].floats(using: &conversions[index]) }
        }
        let y = outputs.take(
            parts[0].dtype, frameCount: parts[0].frameCount, shape: outputShape, levels: parts[0].levels)
        var node = 0
        for part in parts {
            y.row(node).copyMemory(from: part.row(0), byteCount: part.rowBytes * part.nodeCount)
            node += part.nodeCount
        }
        if train { stack.push(y.frameCount) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        if inputShapes.count > 1 {
            throw BrainError(
                .usage, what: "backward of \(displayName)", why: "it has \(inputShapes.count) inputs",
                remedy: "call backwardAll, which returns the gradient of each")
        }
        let gradients = try backwardAll(dy)
        return needsInputGradient ? gradients[0] : nil
    }

    /// ∂L/∂x of every input (manual `backward` with a list).
    public func backwardAll(_ dy: FrameBuffer) throws -> [FrameBuffer] {
        let frames = try stack.pop(for: displayName)
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &gradientConversions)
        var node = 0
        return inputShapes.indices.map { index in
            let dx = inputGradients[index].take(.fp32, frameCount: frames, shape: inputShapes[index])
            dx.row(0).copyMemory(from: gradient.row(node), byteCount: dx.rowBytes * dx.nodeCount)
            node += dx.nodeCount
            return dx
        }
    }

    public func clear() { stack.removeAll() }
}
