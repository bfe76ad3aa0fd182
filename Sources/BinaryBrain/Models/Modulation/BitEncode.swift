/// Numbers in [0, 1] as binary integers, least significant bit first (manual §6.2.4.3).
///
///     v = trunc(x · (2^b − 1))        y_{n + nodes·k} = bit k of v ? +1 : −1        dx = 0
///
/// b is `bitSize`; the output has b times the channels of the input and is packed. As in the original nothing is clamped: bits
/// above b are dropped, negative numbers count in two's complement.
public final class BitEncode: HostOnlySwitchable {
    /// Bits of a number, 1…31.
    public let bitSize: Int
    /// Element type of the binary signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands).
    public var hostOnly = false
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])

    private var stack = ForwardStack<Int>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// An encoder with the defaults of the manual's Python class.
    /// - Throws: `BrainError` unless there are 1 to 31 bits and the type is fp32 or bit.
    public init(bitSize: Int = 1, name: String? = nil, binaryType: DType = .fp32) throws {
        guard (1...31).contains(bitSize) else {
            throw BrainError(
                .parameter, what: "BitEncode", why: "a number cannot have \(bitSize) bits", remedy: "choose 1 to 31")
        }
        self.bitSize = bitSize
        self.name = name
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "BitEncode")
    }

    public var modelName: String { "BitEncode" }
    public var objectName: String { "BitEncode_\(binaryType.name)_fp32" }
    public var outputShape: Shape {
        var shape = inputShape
        if shape.rank > 0 { shape[0] *= bitSize }
        return shape
    }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        var output = try shape.validated(for: "input of \(displayName)")
        output[0] *= bitSize
        _ = try output.validated(for: "output of \(displayName)")
        inputShape = shape
        return output
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = x.floats(using: &conversions)
        let y = outputs.take(.bit, frameCount: input.frameCount, shape: outputShape)
        let (bits, nodes, frames) = (bitSize, input.nodeCount, input.frameCount)
        let scale = Float((1 << bits) - 1)
        Parallel.shared.forEachRow(nodes, length: bits * frames) { node in
            let source = input.floats(node)
            for bit in 0..<bits { y.words(node + nodes * bit).update(repeating: 0, count: y.wordStride) }
            for frame in 0..<frames {
                // Numbers beyond 64 bits saturate, and NaN is 0; the original leaves both undefined.
                let scaled = source[frame] * scale
                let value = scaled.isNaN ? 0 : Int64(max(-0x1p62, min(0x1p62, scaled)))
                for bit in 0..<bits where value >> Int64(bit) & 1 == 1 {
                    y.words(node + nodes * bit)[frame / 64] |= 1 << UInt64(frame % 64)
                }
            }
        }
        if train { stack.push(frames) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let frames = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let dx = inputGradients.take(.fp32, frameCount: frames, shape: inputShape)
        for node in 0..<dx.nodeCount { dx.floats(node).update(repeating: 0, count: frames) }
        return dx
    }

    public func clear() { stack.removeAll() }

    /// The switch that files do not carry.
    public var trainingState: [String: [UInt64]] {
        get { hostOnlyState }
        set { hostOnlyState = newValue }
    }
}

extension BitEncode {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm {
        .none(
            why: "the bits of a binary number are not comparisons with a threshold", remedy: "use RealToBinary instead")
    }
    public var blocksGradients: Bool { true }

    public func caution(given x: FrameBuffer) -> String? {
        let signal = SignalSummary(of: x)
        guard signal.lowest < 0 || signal.highest > 1 else { return nil }
        return
            "it encodes numbers from 0 to 1 in \(bitSize) bits and gets \(signal.range), of which the upper bits are lost: "
            + "scale them first"
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "BitEncode", "turns numbers into the bits of whole numbers",
        formula: "v = trunc(x · (2^b − 1)); y[n + nodes·k] = bit k of v, b = bit_size",
        shapes: "[C, …] → [C · bit_size, …]",

        fields: [.integer("bit_size", 1...31, 1, "bits of a number"), .layerName, .binType], commands: [.hostOnly],
        states: [.hostOnly], file: .byBinaryType("BitEncode") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try BitEncode(bitSize: fields.integer("bit_size"), name: fields.name, binaryType: fields.binaryType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BitEncode {
        let name = try reader.beginLayer("BitEncode")
        let bits = try reader.int64("bit_size", in: 1...31)
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        return try reader.checking("BitEncode", at: start) {
            let layer = try BitEncode(bitSize: bits, name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(bitSize)
        writer.writeFrameShapes(self)
    }
}
