/// Averages the copies of an output that stands in the input several times over (manual §6.2.4.4).
///
///     y_o = Σ_i x_{o + outputs·i} / m        m = inputs / outputs        dx = dy / m
///
/// Packed input counts as the numbers of its levels. `integrationSize` > 0 makes the output the input's shape with
/// shape[0] divided by it; otherwise `outputShape` says it.
public final class Reduce: HostOnlySwitchable {
    /// Shape asked for; of no meaning if there is an integration size.
    public let requestedShape: Shape
    /// Channels that become one; 0 leaves the choice to `outputShape`.
    public let integrationSize: Int
    /// Element type of the input: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape: Shape

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A layer with the defaults of the manual's Python class.
    /// - Throws: `BrainError` unless there is an output shape or an integration size.
    public init(
        outputShape: Shape = [], integrationSize: Int = 0, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        guard binaryType == .fp32 || binaryType == .bit else {
            throw BrainError(
                .parameter, what: "Reduce", why: "binary signals of type \(binaryType.name) are not supported",
                remedy: "choose fp32 or bit")
        }
        guard integrationSize > 0 || (integrationSize == 0 && outputShape.rank > 0) else {
            throw BrainError(
                .parameter, what: "Reduce", why: "neither output_shape nor integration_size is given",
                remedy: "give output_shape, or an integration_size of at least 1")
        }
        requestedShape = outputShape
        self.outputShape = outputShape.rank > 0 ? try outputShape.validated(for: "output of Reduce") : []
        self.integrationSize = integrationSize
        self.name = name
        self.binaryType = binaryType
    }

    public var modelName: String { "Reduce" }
    public var objectName: String { "Reduce_\(binaryType.name)_fp32" }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let input = try shape.validated(for: "input of \(displayName)")
        var output = requestedShape
        if integrationSize > 0 {
            guard input[0] % integrationSize == 0 else { throw indivisible(input, by: integrationSize) }
            output = input
            output[0] /= integrationSize
        }
        guard input.count % output.count == 0 else { throw indivisible(input, by: output.count) }
        inputShape = input
        outputShape = output
        return output
    }

    private func indivisible(_ input: Shape, by size: Int) -> BrainError {
        BrainError(
            .shape, what: displayName, why: "an input of \(input) cannot be divided by \(size)",
            remedy: "choose an output shape or integration size that divides the input")
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = x.floats(using: &conversions)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: outputShape)
        let copies = inputShape.count / outputShape.count
        let share = 1 / Float(copies)
        Parallel.shared.forEachRow(y.nodeCount, length: copies * y.frameCount) { node in
            let row = y.floats(node)
            row.update(repeating: 0, count: y.frameCount)
            for copy in 0..<copies {
                Kernels.elements.add(input.floats(node + copy * y.nodeCount), row, y.frameCount)
            }
            for frame in 0..<y.frameCount { row[frame] *= share }
        }
        if train { stack.push(input.frameCount) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let frames = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: frames, shape: inputShape)
        let share = Float(outputShape.count) / Float(inputShape.count)
        Parallel.shared.forEachRow(dx.nodeCount, length: frames) { node in
            let (source, row) = (gradient.floats(node % outputShape.count), dx.floats(node))
            for frame in 0..<frames { row[frame] = source[frame] * share }
        }
        return dx
    }

    public func clear() { stack.removeAll() }
}
