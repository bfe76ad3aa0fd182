/// Errors in binary signals while training, so that a net learns to bear them (the original's InsertBitError).
///
///     r = (1103515245 (seed + F n + f) + 12345) mod 2^16        hit = r < rate · 2^16
///     y = hit ? (maskMode ? 0 : 1 − x) : x        dx = hit ? (maskMode ? 0 : −dy) : dy
///
/// Each training forward draws a seed; f is the frame of F, n the node. In packed signals a hit flips the bit (`maskMode`:
/// clears it), whatever its levels. Other forwards hand the input on. Unlike the original it leaves its input and dy as they are.
public final class InsertBitError: HostOnlySwitchable {
    /// Share of the signals that are hit.
    public internal(set) var errorRate: Double
    /// Whether a hit signal is 0 instead of its opposite; not kept in files, as in the original.
    public internal(set) var maskMode: Bool
    /// Element type of the binary signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands).
    public var hostOnly = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])

    private var generator = MersenneTwister32()
    private var stack = ForwardStack<Hits>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// Which signals one forward hits.
    private struct Hits {
        let seed: UInt32
        let frameCount: Int
        /// Numbers below this hit, of 2^16.
        let limit: UInt32

        @inline(__always)
        func contains(node: Int, frame: Int) -> Bool {
            let position = seed &+ UInt32(truncatingIfNeeded: frameCount * node + frame)
            return (1_103_515_245 &* position &+ 12345) & 0xffff < limit
        }
    }

    /// A layer without parameters.
    /// - Throws: `BrainError` unless the rate lies in 0…1 and the type is fp32 or bit.
    public init(errorRate: Double, maskMode: Bool = false, name: String? = nil, binaryType: DType = .fp32) throws {
        self.errorRate = try Self.validated(errorRate)
        self.maskMode = maskMode
        self.name = name
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "InsertBitError")
    }

    private static func validated(_ rate: Double) throws -> Double {
        guard (0...1).contains(rate) else {
            throw BrainError(
                .parameter, what: "error_rate of InsertBitError", why: "\(rate) is not from 0 to 1",
                remedy: "choose a number from 0 to 1")
        }
        return rate
    }

    public var modelName: String { "InsertBitError" }
    public var objectName: String { "InsertBitError_\(binaryType.name)_fp32" }
    public var outputShape: Shape { inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        inputShape = try shape.validated(for: "input of \(displayName)")
        return inputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        guard train else { return x }
        let hits = Hits(
            seed: generator.next(), frameCount: x.frameCount, limit: UInt32(errorRate * 65536))
        stack.push(hits)
        return x.dtype == .bit ? flipped(x, hits) : disturbed(x.floats(using: &conversions), hits)
    }

    private func flipped(_ x: FrameBuffer, _ hits: Hits) -> FrameBuffer {
        let y = outputs.take(.bit, frameCount: x.frameCount, shape: inputShape, levels: x.levels)
        Parallel.shared.forEachRow(x.nodeCount, length: x.frameCount) { node in
            let (source, target) = (x.words(node), y.words(node))
            for word in 0..<x.wordStride {
                var hit: UInt64 = 0
                for frame in word * 64..<max(word * 64, min(x.frameCount, word * 64 + 64))
                where hits.contains(node: node, frame: frame) { hit |= 1 << UInt64(frame % 64) }
                target[word] = maskMode ? source[word] & ~hit : source[word] ^ hit
            }
        }
        return y
    }

    private func disturbed(_ x: FrameBuffer, _ hits: Hits) -> FrameBuffer {
        let y = outputs.take(.fp32, frameCount: x.frameCount, shape: inputShape)
        Parallel.shared.forEachRow(x.nodeCount, length: x.frameCount) { node in
            let (source, target) = (x.floats(node), y.floats(node))
            for frame in 0..<x.frameCount {
                let value = source[frame]
                target[frame] = hits.contains(node: node, frame: frame) ? (maskMode ? 0 : 1 - value) : value
            }
        }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let hits = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: hits.frameCount, shape: inputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: hits.frameCount, shape: inputShape)
        Parallel.shared.forEachRow(dx.nodeCount, length: hits.frameCount) { node in
            let (source, target) = (gradient.floats(node), dx.floats(node))
            for frame in 0..<hits.frameCount {
                let value = source[frame]
                target[frame] = hits.contains(node: node, frame: frame) ? (maskMode ? 0 : -value) : value
            }
        }
        return dx
    }

    public func clear() { stack.removeAll() }

    /// The generator, so that a resumed training makes the same errors, and switches that are not as usual.
    public var trainingState: [String: [UInt64]] {
        get {
            var state = hostOnlyState
            state["generator"] = generator.savedState
            if maskMode { state["mask_mode"] = [1] }
            return state
        }
        set {
            hostOnlyState = newValue
            maskMode = newValue["mask_mode"] == [1]
            if let words = newValue["generator"], let restored = MersenneTwister32(savedState: words) {
                generator = restored
            }
        }
    }
}

extension InsertBitError {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .identity }

    /// What is known of the class.
    public static let card = LayerCard(
        "InsertBitError", "inserts errors into binary signals during training",
        formula: "in training y = hit ? 1 − x : x (mask_mode: hit ? 0 : x); otherwise y = x",
        shapes: "any, kept",

        fields: [
            LayerField(required: "error_rate", .number(0...1), "share of the signals that are hit"),
            .flag("mask_mode", false, "a hit clears the signal instead of flipping it"), .layerName, .binType,
        ],
        commands: [
            .number("error_rate", "share of the signals that are hit") { (layer: InsertBitError, value: Float) in
                layer.errorRate = try validated(Double(value))
            }, .hostOnly,
        ],
        states: [.generator, .hostOnly, LayerState("mask_mode", "mask_mode")],
        file: .byBinaryType("InsertBitError") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try InsertBitError(
            errorRate: Double(fields.number("error_rate")), maskMode: fields.flag("mask_mode"), name: fields.name,
            binaryType: fields.binaryType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> InsertBitError {
        let start = reader.offset
        let name = try reader.beginLayer("InsertBitError")
        let rate = try reader.double("error_rate")
        return try reader.checking("InsertBitError", at: start) {
            try InsertBitError(errorRate: rate, name: name, binaryType: binaryType)
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "InsertBitError")
        writer.writeModelLevel(self)
        writer.write(errorRate)
    }
}
