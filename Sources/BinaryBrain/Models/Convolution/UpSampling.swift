/// Makes each pixel a block of pixels (manual §6.2.6.4): the way back from a pooling.
///
///     fill: y = x in the whole block, dx = Σ dy        otherwise: y = x at (fh / 2, fw / 2) and 0 elsewhere, dx = dy there
///
/// Images (C, H, W) become (C, H · fh, W · fw). Packed bits stay packed, with the same levels; only where a 0 has to stand
/// among −1/+1 does a layer of real type turn them into numbers (one of bit type writes zero bits).
public final class UpSampling: Filter2d, HostOnlySwitchable {
    /// Size of a block.
    public let filterSize: PlaneSize
    /// Whether the whole block is filled.
    public let fill: Bool
    /// Element type of the signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Shape of one input frame, (C, H, W).
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A layer without parameters, with the defaults of the manual's Python class.
    /// - Throws: `BrainError` if the size or the type is not usable.
    public init(
        filterSize: PlaneSize = PlaneSize(2), fill: Bool = true, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        self.filterSize = try filterSize.validated("filter_size", for: "UpSampling")
        self.fill = fill
        self.name = name
        self.binaryType = try binaryType.validatedSignal(for: "UpSampling")
    }

    public var modelName: String { "UpSampling" }
    public var objectName: String { "UpSampling_\(binaryType.name)_fp32" }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let (input, plane) = try shape.validatedImages(for: displayName)
        // Sides are below 2^31 and 2^15: no product overflows.
        outputShape = try Shape([input[0], plane.height * filterSize.height, plane.width * filterSize.width])
            .validated(for: "output of \(displayName)")
        inputShape = input
        stack.removeAll()
        return outputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let staysPacked = x.dtype == .bit && (fill || binaryType == .bit || x.levels == .zeroOne)
        let input = staysPacked ? x : x.floats(using: &conversions)
        let y = outputs.take(input.dtype, frameCount: x.frameCount, shape: outputShape, levels: x.levels)
        Parallel.shared.forEachRow(y.nodeCount, length: x.frameCount) { node in
            let (source, tap) = origin(of: node)
            if fill || tap == centre {
                y.row(node).copyMemory(from: input.row(source), byteCount: y.rowBytes)
            } else {
                // All bits zero: the bit 0 and the number 0.
                y.row(node).initializeMemory(as: UInt8.self, repeating: 0, count: y.rowBytes)
            }
        }
        if train { stack.push(x.frameCount) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let frames = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: frames, shape: inputShape)
        Parallel.shared.forEachRow(dx.nodeCount, length: frames * (fill ? filterSize.count : 1)) { node in
            let target = dx.floats(node)
            guard fill else {
                target.update(from: gradient.floats(outputNode(of: node, tap: centre)), count: frames)
                return
            }
            target.update(from: gradient.floats(outputNode(of: node, tap: 0)), count: frames)
            for tap in 1..<max(1, filterSize.count) {
                Kernels.elements.add(gradient.floats(outputNode(of: node, tap: tap)), target, frames)
            }
        }
        return dx
    }

    /// Tap of a block that keeps the pixel if the block is not filled.
    private var centre: Int { filterSize.height / 2 * filterSize.width + filterSize.width / 2 }

    /// The input node of an output node, and which tap of its block that is.
    private func origin(of node: Int) -> (node: Int, tap: Int) {
        let (y, x) = (node / outputShape[2], node % outputShape[2])
        // Channels are stacked: rows of all channels count on.
        let source = y / filterSize.height * inputShape[2] + x / filterSize.width
        return (source, y % filterSize.height * filterSize.width + x % filterSize.width)
    }

    /// The output node of one tap of an input node's block.
    private func outputNode(of node: Int, tap: Int) -> Int {
        let y = node / inputShape[2] * filterSize.height + tap / filterSize.width
        return y * outputShape[2] + node % inputShape[2] * filterSize.width + tap % filterSize.width
    }

    public func clear() { stack.removeAll() }
}
