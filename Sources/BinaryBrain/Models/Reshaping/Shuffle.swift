/// Deals the nodes out like cards (manual §6.2.8.3, after ShuffleNet): with u = `shuffleUnit` groups of k = nodes / u nodes,
/// one node of each group comes after the other.
///
///     y_{i·u + j} = x_{j·k + i}        dx_{j·k + i} = dy_{i·u + j}
///
/// Works on frames of any element type.
public final class Shuffle: HostOnlySwitchable {
    /// Number of groups (u).
    public let shuffleUnit: Int
    /// Shape asked for; empty for the input's.
    public let requestedShape: Shape
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()

    /// A layer without parameters.
    /// - Throws: `BrainError` for fewer than one group.
    public init(shuffleUnit: Int, outputShape: Shape = [], name: String? = nil) throws {
        guard shuffleUnit > 0 else {
            throw BrainError(
                .parameter, what: "Shuffle", why: "\(shuffleUnit) is not a number of groups",
                remedy: "choose at least 1")
        }
        self.shuffleUnit = shuffleUnit
        requestedShape = outputShape
        self.name = name
    }

    public var modelName: String { "Shuffle" }
    public var objectName: String { "Shuffle" }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let input = try shape.validated(for: "input of \(displayName)")
        let output = requestedShape.rank == 0 ? input : requestedShape
        guard input.count % shuffleUnit == 0, output.count == input.count else {
            throw BrainError(
                .shape, what: displayName,
                why: "an input of \(input) cannot become \(shuffleUnit) groups with an output of \(output)",
                remedy: "choose a number of groups that divides the nodes, and an output of as many nodes")
        }
        inputShape = input
        outputShape = output
        return output
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let y = outputs.take(x.dtype, frameCount: x.frameCount, shape: outputShape, levels: x.levels)
        forEachPair { source, target in y.row(target).copyMemory(from: x.row(source), byteCount: x.rowBytes) }
        if train { stack.push(x.frameCount) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let frames = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let dx = inputGradients.take(dy.dtype, frameCount: frames, shape: inputShape, levels: dy.levels)
        forEachPair { source, target in dx.row(source).copyMemory(from: dy.row(target), byteCount: dy.rowBytes) }
        return dx
    }

    /// Calls `body` with the input node and the output node of each wire.
    private func forEachPair(_ body: (Int, Int) -> Void) {
        let size = inputShape.count / shuffleUnit
        for group in 0..<shuffleUnit {
            for index in 0..<size { body(group * size + index, index * shuffleUnit + group) }
        }
    }

    public func clear() { stack.removeAll() }
}
