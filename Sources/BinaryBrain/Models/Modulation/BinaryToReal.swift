/// Counts bits back into real values (manual §1.4, §5.2.4.7, §6.2.4.2): the inverse of RealToBinary, over frames and over
/// depth.
///
///     y[f][o] = share of ones among the nodes n with n mod outputs = o and the frames f·M … f·M + M − 1
///
/// M is `frameIntegrationSize`. Values are in [0, 1]. A number counts as a one if it is positive; with `averagesReals` the
/// mean of the numbers takes the place of the share of ones.
public final class BinaryToReal: HostOnlySwitchable {
    /// Frames that become one (M ≥ 1); may change between batches.
    public private(set) var frameIntegrationSize: Int
    /// Channels that become one; 0 leaves the choice to `output_shape`.
    public let depthIntegrationSize: Int
    /// Shape asked for; empty for the input's.
    public let requestedShape: Shape
    /// Element type of the input: fp32 or bit.
    public let binaryType: DType
    /// Whether it counts; otherwise fp32 passes unchanged.
    public internal(set) var binaryMode = true
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Whether numbers are averaged instead of counted: for nets that end in numbers, not bits. Off as in the original, which
    /// counts positive numbers as ones; its files have no place for this, checkpoints do.
    public var averagesReals: Bool
    /// Instance name.
    public var name: String?
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var pushed = ForwardStack<(frames: Int, passed: Bool)>()

    /// A demodulator with the defaults of the manual's Python class.
    /// - Throws: `BrainError` for sizes below 1 (depth: below 0) or an unsupported type.
    public init(
        frameIntegrationSize: Int = 1, depthIntegrationSize: Int = 1, outputShape: Shape = [],
        averagesReals: Bool = false, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        try RealToBinary.validate(modulationSize: frameIntegrationSize)
        guard depthIntegrationSize >= 0 else {
            throw BrainError(
                .parameter, what: "BinaryToReal", why: "depth_integration_size \(depthIntegrationSize) is negative",
                remedy: "choose 0 (use output_shape) or the number of channels that become one")
        }
        self.frameIntegrationSize = frameIntegrationSize
        self.depthIntegrationSize = depthIntegrationSize
        requestedShape = outputShape
        self.averagesReals = averagesReals
        self.name = name
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "BinaryToReal")
    }

    /// Sets the number of frames that become one, from the next forward on.
    /// - Throws: `BrainError` unless it is from 1 to `RealToBinary.maximumModulationSize`.
    public func setFrameIntegrationSize(_ size: Int) throws {
        try RealToBinary.validate(modulationSize: size)
        frameIntegrationSize = size
    }

    public var modelName: String { "BinaryToReal" }
    public var objectName: String { "BinaryToReal_\(binaryType.name)_fp32" }
    public var isBinary: Bool? { binaryMode }

    /// The output shape is the requested one, or the input's with shape[0] / depth. The original tests
    /// size(output) ≠ size(input)·depth where it should divide; files and nets depend on the outcome, so it is kept: with
    /// the default depth of 1 a smaller requested shape gives way to the input's. Pass depth 0 to have it respected.
    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let input = try shape.validated(for: "input of \(displayName)")
        var output = requestedShape.rank == 0 ? input : requestedShape
        if depthIntegrationSize > 0, output.count != input.count * depthIntegrationSize {
            output = input
            guard output[0] % depthIntegrationSize == 0 else { throw indivisible(input, by: depthIntegrationSize) }
            output[0] /= depthIntegrationSize
        }
        guard output.count > 0, input.count % output.count == 0 else { throw indivisible(input, by: output.count) }
        inputShape = input
        outputShape = output
        return output
    }

    private func indivisible(_ input: Shape, by size: Int) -> BrainError {
        BrainError(
            .shape, what: displayName, why: "an input of \(input) cannot be integrated by \(size)",
            remedy: "choose an output shape or depth that divides the input")
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let passes = !binaryMode && binaryType != .bit
        if train { pushed.push((frameIntegrationSize, passes)) }
        if passes { return x.dtype == .fp32 ? x : x.converted(to: .fp32) }
        guard x.frameCount % frameIntegrationSize == 0 else {
            throw BrainError(
                .shape, what: "forward of \(displayName)",
                why: "\(x.frameCount) frames are not a multiple of the integration size \(frameIntegrationSize)",
                remedy: "integrate by the size that the modulation used")
        }
        let size = frameIntegrationSize
        let y = outputs.take(.fp32, frameCount: x.frameCount / size, shape: outputShape)
        let fold = x.nodeCount / y.nodeCount
        let share = 1 / Float(fold * size)
        let input = x.dtype == .bit || x.dtype == .fp32 ? x : x.converted(to: .fp32)
        Parallel.shared.forEachRow(y.nodeCount, length: x.frameCount * fold) { node in
            let row = y.floats(node)
            row.update(repeating: 0, count: y.frameCount)
            for layer in 0..<fold {
                accumulate(input, node: node + layer * y.nodeCount, size: size, into: row, y.frameCount)
            }
            for frame in 0..<y.frameCount { row[frame] *= share }
        }
        return y
    }

    private func accumulate(
        _ x: FrameBuffer, node: Int, size: Int, into row: UnsafeMutablePointer<Float>, _ frames: Int
    ) {
        if x.dtype == .bit {
            var reader = BitReader(words: x.words(node))
            for frame in 0..<frames { row[frame] += Float(reader.countOnes(size)) }
            return
        }
        let values = x.floats(node)
        for frame in 0..<frames {
            var sum: Float = 0
            for i in 0..<size {
                let value = values[frame * size + i]
                sum += averagesReals ? value : (value > 0 ? 1 : 0)
            }
            row[frame] += sum
        }
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let (size, passed) = try pushed.pop(for: displayName)
        guard needsInputGradient else { return nil }
        if passed || (size == 1 && inputShape == outputShape) { return dy }
        try dy.require(outputShape, for: "backward of \(displayName)")
        let gradient = dy.dtype == .fp32 ? dy : dy.converted(to: .fp32)
        let dx = inputGradients.take(.fp32, frameCount: dy.frameCount * size, shape: inputShape)
        let share = 1 / Float(inputShape.count / outputShape.count * size)
        Parallel.shared.forEachRow(dx.nodeCount, length: dx.frameCount) { node in
            let source = gradient.floats(node % outputShape.count)
            let row = dx.floats(node)
            for frame in 0..<dy.frameCount {
                (row + frame * size).update(repeating: source[frame] * share, count: size)
            }
        }
        return dx
    }

    public func clear() { pushed.removeAll() }

    public var trainingState: [String: [UInt64]] {
        get { ["averages_reals": [averagesReals ? 1 : 0]] }
        set { averagesReals = newValue["averages_reals"]?.first == 1 }
    }
}

/// Counts ones in successive groups of a row of words.
struct BitReader {
    private let words: UnsafePointer<UInt64>
    private var position = 0

    init(words: UnsafePointer<UInt64>) { self.words = words }

    /// Ones among the next `count` bits.
    @inline(__always)
    mutating func countOnes(_ count: Int) -> Int {
        var ones = 0
        var left = count
        while left > 0 {
            let offset = position % 64
            let take = min(left, 64 - offset)
            let mask: UInt64 = take == 64 ? ~0 : (1 << UInt64(take)) - 1
            ones += (words[position / 64] >> UInt64(offset) & mask).nonzeroBitCount
            position += take
            left -= take
        }
        return ones
    }
}
