import Devices
import KernelInterface

/// The lowering of a convolution (manual §5.2.4.3): every place of a filter in an image becomes a frame of its own.
///
///     y_{(c · fh + fy) · fw + fx} [(f · oh + oy) · ow + ox] = x_{c, oy · sy − offset + fy, ox · sx − offset + fx} [f]
///
/// Images (C, H, W) of F frames become frames of (C, fh, fw), oh · ow of them for each image. Outside the image the border
/// mode says what is read; packed bits stay packed, with the same levels. Backward adds up the gradients of all taps that read
/// a pixel itself; taps outside the image give nothing back, as in the original. (For padding 'same' with a stride above 1 the
/// original's backward reads wrong places; this one is the adjoint there, too.)
public final class ConvolutionIm2Col: DeviceSwitchable {
    /// Height and width of the filter, in pixels.
    public let filterSize: PlaneSize
    /// Steps from one place of the filter to the next.
    public let stride: PlaneSize
    /// Whether the filter reaches beyond the image.
    public let padding: Padding
    /// What is read there.
    public let borderMode: BorderMode
    /// What is read there in mode `constant`; on bits a one if it is above 0.
    public let borderValue: Float
    /// Element type of the signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// Whether the device in use may lower bits.
    public var allowsDevice = true
    /// Whether its last forward in training ran on a device.
    public private(set) var ranOnDevice = false
    /// Shape of one input frame, (C, H, W).
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame, (C, fh, fw).
    public private(set) var outputShape = Shape([])
    /// Frames in and out of the last forward, which the original's files carry; 1 before the first.
    var lastFrameCounts = (input: 1, output: 1)

    private var geometry: LoweringGeometry?
    /// Made by the first forward: a layer that is only read from a file needs no tables.
    private var plan: LoweringPlan?
    private var stack = ForwardStack<(frames: Int, device: Device?)>()
    private var deviceTables: DeviceLowering?
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()
    private var borders = FrameBufferPool()

    /// A layer without parameters, with the defaults of the manual's Python class.
    /// - Throws: `BrainError` if a size, the border value or the type is not usable.
    public init(
        filterSize: PlaneSize = PlaneSize(1), stride: PlaneSize = PlaneSize(1), padding: Padding = .valid,
        borderMode: BorderMode = .reflect101, borderValue: Float = 0, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        self.filterSize = try filterSize.validated("filter_size", for: "ConvolutionIm2Col")
        self.stride = try stride.validated("stride", for: "ConvolutionIm2Col")
        guard borderValue.isFinite else {
            throw BrainError(
                .parameter, what: "ConvolutionIm2Col", why: "border_value \(borderValue) is not finite",
                remedy: "choose a finite number")
        }
        self.padding = padding
        self.borderMode = borderMode
        // A bit is all that such a border has, and that its file keeps.
        self.borderValue = binaryType == .bit ? (borderValue > 0 ? 1 : 0) : borderValue
        self.name = name
        self.binaryType = try binaryType.validatedSignal(for: "ConvolutionIm2Col")
    }

    public var modelName: String { "ConvolutionIm2Col" }
    public var objectName: String { "ConvolutionIm2Col_\(binaryType.name)_fp32" }
    /// Places of the filter in an image; nil before `setInputShape`.
    public var outputPlane: PlaneSize? { geometry?.output }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let (input, plane) = try shape.validatedImages(for: displayName)
        let places = try LoweringGeometry(
            input: plane, filter: filterSize, stride: stride, padding: padding, layer: displayName)
        outputShape = try Shape([input[0], filterSize.height, filterSize.width])
            .validated(for: "output of \(displayName)")
        inputShape = input
        geometry = places
        plan = nil
        deviceTables = nil
        stack.removeAll()
        return outputShape
    }

    /// The geometry and its tables, made if they are not there yet.
    private func built() throws -> (LoweringGeometry, LoweringPlan) {
        guard let geometry else {
            throw BrainError(
                .usage, what: displayName, why: "its input shape is not known yet",
                remedy: "call setInputShape before forward or backward")
        }
        let tables = plan ?? LoweringPlan(geometry, border: borderMode)
        plan = tables
        return (geometry, tables)
    }

    /// The pixel that each tap of the filter reads at each place, `[taps, places]`; −1 where it reads the border value.
    /// - Throws: `BrainError` before `setInputShape`.
    public func tapSources() throws -> [Int32] { try built().1.sources }

    private var kernels: LoweringKernels { Kernels.table(hostOnly: hostOnly).lowering }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if geometry == nil { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let (geometry, plan) = try built()
        let input = staysPacked(x, plan) ? x : x.floats(using: &conversions)
        let border = plan.readsBorderValue ? border(like: input) : nil
        let (places, taps) = (geometry.output.count, geometry.filter.count)
        let y = outputs.take(
            input.dtype, frameCount: input.frameCount * places, shape: outputShape, levels: input.levels)
        // Frames on a device are numbered in 32 bits.
        let device = y.frameCount <= Int(Int32.max) ? chosenDevice(for: input) : nil
        if let device {
            try tables(on: device, plan).lower(
                input.rows(on: device), frames: input.frameCount, channels: inputShape[0], border: borderValue > 0,
                into: y.rowsToWrite(on: device))
        }
        plan.sources.withUnsafeBufferPointer { sources in
            guard device == nil, let indices = sources.baseAddress else { return }
            Lowering.interleave(input, into: y, border: border, indices: indices, count: places, kernels: kernels) {
                (row: $0 / taps * geometry.input.count, indexOffset: $0 % taps * places)
            }
        }
        lastFrameCounts = (input.frameCount, y.frameCount)
        if train {
            stack.push((input.frameCount, device))
            ranOnDevice = device != nil
        }
        return y
    }

    /// The tables on this device.
    private func tables(on device: Device, _ plan: LoweringPlan) throws -> DeviceLowering {
        if let deviceTables, deviceTables.device === device { return deviceTables }
        let made = try DeviceLowering(
            device, sources: plan.sources, targets: plan.targets, taps: filterSize.count,
            pixels: inputShape.count / inputShape[0])
        deviceTables = made
        return made
    }

    /// Packed frames stay so unless a border value would have to stand among them that their levels cannot say.
    private func staysPacked(_ x: FrameBuffer, _ plan: LoweringPlan) -> Bool {
        guard x.dtype == .bit else { return false }
        return !plan.readsBorderValue || binaryType == .bit || borderValue == 1 || borderValue == x.levels.low
    }

    /// A row of border values.
    private func border(like x: FrameBuffer) -> FrameBuffer {
        let row = borders.take(x.dtype, frameCount: x.frameCount, shape: [1], levels: x.levels)
        if x.dtype == .bit {
            row.words(0).update(repeating: borderValue > 0 ? ~0 : 0, count: row.wordStride)
        } else {
            row.floats(0).update(repeating: borderValue, count: row.frameCount)
        }
        return row
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let (frames, device) = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        let (geometry, plan) = try built()
        try dy.requireGradient(frameCount: frames * geometry.output.count, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: frames, shape: inputShape)
        if let device {
            try tables(on: device, plan).addGradients(
                gradient.rows(on: device), frames: frames, channels: inputShape[0], into: dx.rowsToWrite(on: device))
            return dx
        }
        plan.targets.withUnsafeBufferPointer { targets in
            guard let indices = targets.baseAddress else { return }
            Lowering.addDeinterleaved(
                gradient, into: dx, channels: inputShape[0], taps: geometry.filter.count, indices: indices,
                count: geometry.output.count, kernels: kernels)
        }
        return dx
    }

    public func clear() { stack.removeAll() }
}

extension DType {
    /// This type as that of a layer's signals; throws unless it is fp32 or bit.
    func validatedSignal(for layer: String) throws -> DType {
        guard self == .fp32 || self == .bit else {
            throw BrainError(
                .parameter, what: layer, why: "signals of type \(name) are not supported", remedy: "choose fp32 or bit")
        }
        return self
    }
}
