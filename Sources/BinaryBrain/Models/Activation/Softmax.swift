import KernelInterface

/// Probabilities of the classes (manual §6.2.7.5), for each pixel over the channels c, the outermost axis:
///
///     y_c = e^x_c / Σ e^x        dx_c = (dy_c − Σ dy y) y_c
///
/// The largest x of a pixel is subtracted first, so that no exponent overflows and the sum is never below 1. (The original
/// subtracts max(0, x) and lets no sum fall below 1e-7. Its probabilities are the same while Σ e^x is above that; where all x are
/// below about −16 they no longer add up to 1, as ours do.) Not to be followed by a loss that has a softmax of its own.
public final class Softmax: HostOnlySwitchable {
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])

    private var stack = ForwardStack<FrameBuffer>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A layer without parameters.
    public init(name: String? = nil) { self.name = name }

    public var modelName: String { "Softmax" }
    public var objectName: String { "Softmax_fp32" }
    public var outputShape: Shape { inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        inputShape = try shape.validated(for: "input of \(displayName)")
        return inputShape
    }

    private var pointCount: Int { inputShape.count / inputShape[0] }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = x.floats(using: &conversions)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: inputShape)
        let rows = ChannelRows(
            channelCount: inputShape[0], stride: pointCount * input.floatStride, frameCount: input.frameCount)
        let kernel = Kernels.table(hostOnly: hostOnly).losses.softmax
        Parallel.shared.forEachRow(pointCount, length: rows.channelCount * input.frameCount) { point in
            kernel(input.floats(point), y.floats(point), rows)
        }
        if train { stack.push(y) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let y = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: y.frameCount, shape: inputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: y.frameCount, shape: inputShape)
        let (channels, step) = (inputShape[0], pointCount * y.floatStride)
        Parallel.shared.forEachRow(pointCount, length: channels * y.frameCount) { point in
            for frame in 0..<y.frameCount {
                let (y, dy) = (y.floats(point) + frame, gradient.floats(point) + frame)
                let target = dx.floats(point) + frame
                var mean: Float = 0
                for channel in 0..<channels { mean += dy[channel * step] * y[channel * step] }
                for channel in 0..<channels { target[channel * step] = (dy[channel * step] - mean) * y[channel * step] }
            }
        }
        return dx
    }

    public func clear() { stack.removeAll() }

    /// The switch that files do not carry.
    public var trainingState: [String: [UInt64]] {
        get { hostOnlyState }
        set { hostOnlyState = newValue }
    }
}

extension Softmax {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm {
        .none(
            why: "probabilities are numbers, not bits", remedy: "leave it out: the largest output stays the largest")
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "Softmax", "probabilities of classes",
        formula: "y_i = e^(x_i) / Σ_k e^(x_k)",
        shapes: "any, kept",
        fields: [.layerName], commands: [.hostOnly],
        states: [.hostOnly], file: .single("Softmax", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in Softmax(name: fields.name) }

    private static func read(from reader: inout ObjectReader) throws -> Softmax {
        try reader.version(of: "Softmax")
        let start = reader.offset
        let (name, shape) = try reader.activationLevel()
        let layer = Softmax(name: name)
        if shape.rank > 0 { _ = try reader.checking("shape", at: start) { try layer.setInputShape(shape) } }
        return layer
    }

    /// Without a shape, as the original writes it.
    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Softmax")
        writer.writeActivationLevel(self, shape: [])
    }
}
