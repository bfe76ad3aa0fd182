import Devices
import KernelInterface

/// Takes a lowering back (manual §5.2.4.4): the oh · ow frames of an image become the pixels of one frame.
///
///     y_{c, oy, ox} [f] = x_c [(f · oh + oy) · ow + ox]        dx_c [(f · oh + oy) · ow + ox] = dy_{c, oy, ox} [f]
///
/// Frames of C nodes, whatever their shape, become images (C, oh, ow). Packed bits stay packed, with the same levels.
public final class ConvolutionCol2Im: DeviceSwitchable {
    /// Size of the images that come out.
    public private(set) var outputSize: PlaneSize
    /// Element type of the signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// Whether the device in use may raise bits.
    public var allowsDevice = true
    /// Whether its last forward in training ran on a device.
    public private(set) var ranOnDevice = false
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame, (C, oh, ow).
    public private(set) var outputShape = Shape([])

    /// 0, 1, … oh · ow − 1: the pixels of an image in their order. Made when first used: a layer that is only read from a
    /// file needs no table.
    private lazy var pixels = (0..<Int32(outputSize.count)).map { $0 }
    private var stack = ForwardStack<(frames: Int, device: Device?)>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A layer without parameters.
    /// - Throws: `BrainError` if the size or the type is not usable.
    public init(outputSize: PlaneSize = PlaneSize(1), name: String? = nil, binaryType: DType = .fp32) throws {
        self.outputSize = try outputSize.validated("output_size", for: "ConvolutionCol2Im")
        self.binaryType = try binaryType.validatedSignal(for: "ConvolutionCol2Im")
        self.name = name
    }

    public var modelName: String { "ConvolutionCol2Im" }
    public var objectName: String { "ConvolutionCol2Im_\(binaryType.name)_fp32" }

    /// Changes the size of the images that come out; `setInputShape` must be called (again) afterwards.
    /// - Throws: `BrainError` unless both sides are from 1 to the largest of an image.
    public func setOutputSize(_ size: PlaneSize) throws {
        outputSize = try size.validated("output_size", for: displayName)
        pixels = (0..<Int32(outputSize.count)).map { $0 }
        inputShape = []
    }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        outputShape = try Shape([input.count, outputSize.height, outputSize.width])
            .validated(for: "output of \(displayName)")
        inputShape = input
        stack.removeAll()
        return outputShape
    }

    private var kernels: LoweringKernels { Kernels.table(hostOnly: hostOnly).lowering }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let places = outputSize.count
        guard x.frameCount % places == 0 else {
            throw BrainError(
                .shape, what: "forward of \(displayName)",
                why: "\(x.frameCount) frames are not whole images of \(outputSize)",
                remedy: "pass \(places) frames for each image, as ConvolutionIm2Col makes them")
        }
        let frames = x.frameCount / places
        let input = x.dtype == .bit ? x : x.floats(using: &conversions)
        let y = outputs.take(input.dtype, frameCount: frames, shape: outputShape, levels: input.levels)
        let device = chosenDevice(for: input)
        if let device {
            try device.raise(
                input.rows(on: device), frames: frames, channels: inputShape.count, places: places,
                into: y.rowsToWrite(on: device))
        }
        pixels.withUnsafeBufferPointer { pixels in
            guard device == nil, let indices = pixels.baseAddress else { return }
            if input.dtype == .bit {
                Lowering.deinterleaveBits(input, into: y, indices: indices, count: places, kernels: kernels)
            } else {
                Lowering.addDeinterleaved(
                    input, into: y, channels: inputShape.count, taps: 1, indices: indices, count: places,
                    kernels: kernels)
            }
        }
        if train {
            stack.push((frames, device))
            ranOnDevice = device != nil
        }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let (frames, device) = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: frames, shape: outputShape, for: displayName)
        let places = outputSize.count
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: frames * places, shape: inputShape)
        if let device {
            try device.lowerGradients(
                gradient.rows(on: device), frames: frames, channels: inputShape.count, places: places,
                into: dx.rowsToWrite(on: device))
            return dx
        }
        pixels.withUnsafeBufferPointer { pixels in
            guard let indices = pixels.baseAddress else { return }
            Lowering.interleave(gradient, into: dx, indices: indices, count: places, kernels: kernels) {
                (row: $0 * places, indexOffset: 0)
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

extension ConvolutionCol2Im {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .raising(self) }
    public func frameCount(after frames: Int) -> Int { max(1, frames / outputSize.count) }

    /// What is known of the class.
    public static let card = LayerCard(
        "ConvolutionCol2Im", "joins the frames of all positions into one image",
        formula: "y[c, oy, ox] of frame f = x[c] of frame f·oh·ow + oy·ow + ox",
        shapes: "any of C nodes → [C, oh, ow], one frame for oh · ow",

        fields: [.planeSize("output_size", 1, "height and width of the image"), .layerName, .forwardType],
        commands: [.hostOnly, .device],
        states: [.hostOnly], file: .byBinaryType("ConvolutionCol2Im") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try ConvolutionCol2Im(
            outputSize: fields.planeSize("output_size"), name: fields.name, binaryType: fields.forwardType)
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> ConvolutionCol2Im {
        let start = reader.offset
        let name = try reader.beginLayer("ConvolutionCol2Im")
        let size = try reader.filterSize("output_size")
        let input = try reader.frameShape("input shape")

        return try reader.checking("ConvolutionCol2Im", at: start) {
            let layer = try ConvolutionCol2Im(outputSize: size, name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(outputSize)
        writer.write(inputShape)
    }
}
