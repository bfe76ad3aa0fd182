/// Several signals side by side, along the first axis (the original's Concatenate): the nodes of one come after those of another.
///
/// Shapes may differ on axis 0 only. Signals that are all packed with the same levels stay packed, others become fp32.
///
/// The signals are the outputs of `branches`, nets that all read the input of this layer:
///
///     y = [branch₁(x), branch₂(x), …]        dx = Σ dxᵢ
///
/// A branch without layers hands on x. Without branches, as the original has it, a program hands the signals over by
/// `forward(_:train:)` with a list; as a `Model` with one input such a layer hands that on.
public final class Concatenate: HostOnlySwitchable {
    /// The nets whose outputs stand side by side; empty if a program hands the signals over.
    public let branches: [Sequential]
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands).
    public var hostOnly = false
    /// Shapes of the signals; empty before `setInputShapes`.
    public private(set) var inputShapes: [Shape] = []
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])
    /// Shape of what the branches read.
    var sharedInputShape = Shape([])

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var conversions: [FrameBufferPool] = []
    private var gradientConversions = FrameBufferPool()
    private var inputGradients: [FrameBufferPool] = []
    var sums = FrameBufferPool()

    /// A layer without parameters, of signals that a program hands over.
    public init(name: String? = nil) {
        branches = []
        self.name = name
    }

    /// A layer of nets that all read its input.
    /// - Throws: `BrainError` without nets.
    public init(branches: [Sequential], name: String? = nil) throws {
        guard !branches.isEmpty else {
            throw BrainError(
                .parameter, what: "Concatenate", why: "it has no branches",
                remedy: "give at least one list of layers; an empty list hands on the input")
        }
        self.branches = branches
        self.name = name
    }

    public var modelName: String { "Concatenate" }
    public var objectName: String { "Concatenate" }
    /// Shape of what the branches read, or of the first signal.
    public var inputShape: Shape { branches.isEmpty ? inputShapes.first ?? [] : sharedInputShape }

    /// Fixes the shapes of all branches, or of the only signal.
    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        guard !branches.isEmpty else { return try setInputShapes([shape]) }
        return try setShapeOfBranches(shape)
    }

    /// Fixes the shapes of all signals; the shape of the output (manual `set_input_shape` with a list).
    /// - Throws: `BrainError` without shapes, or if they differ on more than the first axis.
    @discardableResult
    public func setInputShapes(_ shapes: [Shape]) throws -> Shape {
        guard var output = shapes.first else {
            throw BrainError(.shape, what: displayName, why: "there is no input", remedy: "give at least one shape")
        }
        for shape in shapes { _ = try shape.validated(for: "input of \(displayName)") }
        if let other = shapes.first(where: { $0.dimensions.dropFirst() != output.dimensions.dropFirst() }) {
            let kind = branches.isEmpty ? "inputs" : "branches that hand on frames"
            throw BrainError(
                .shape, what: displayName, why: "\(kind) of \(output) and \(other) differ on more than the first axis",
                remedy: "give all the same height and width")
        }
        output[0] = shapes.reduce(0) { $0 + $1[0] }
        outputShape = try output.validated(for: "output of \(displayName)")
        inputShapes = shapes
        conversions = shapes.map { _ in FrameBufferPool() }
        inputGradients = shapes.map { _ in FrameBufferPool() }
        stack.removeAll()
        return outputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        guard !branches.isEmpty else { return try forward([x], train: train) }
        return try forward(answersOfBranches(to: x, train: train), train: train)
    }

    /// A batch of all signals (manual `forward` with a list).
    /// - Throws: `BrainError` for another number of inputs, other shapes, or inputs of different numbers of frames.
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
        guard branches.isEmpty else {
            return try sumOfBranches(backwardAll(dy), needsInputGradient: needsInputGradient)
        }
        if inputShapes.count > 1 {
            throw BrainError(
                .usage, what: "backward of \(displayName)", why: "it has \(inputShapes.count) inputs",
                remedy: "call backwardAll, which returns the gradient of each")
        }
        let gradients = try backwardAll(dy)
        return needsInputGradient ? gradients[0] : nil
    }

    /// ∂L/∂signal of every signal (manual `backward` with a list); branches have not seen it yet.
    /// - Throws: `BrainError` if there was no forward pass, or `dy` has another shape than its outputs.
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

    public func clear() {
        stack.removeAll()
        for branch in branches { branch.clear() }
    }
}
