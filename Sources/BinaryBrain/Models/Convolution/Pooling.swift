import Devices

/// How a window of pixels becomes one, and what that does to gradients.
protocol PoolingFunction: Sendable {
    /// Whether the gradient of a window of bits goes to its first pixel that is set.
    var choosesFirst: Bool { get }
    /// Whether a packed window with these levels becomes the OR of its bits.
    func isOr(_ levels: BitLevels) -> Bool
    /// y of a window of numbers.
    func pool(_ window: PoolingWindow)
    /// dx of each pixel of a window of numbers.
    func differentiate(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows)
    /// dx of each pixel of a window of bits that became their OR.
    /// - Parameter isBitLayer: whether the layer is of bit type.
    func differentiateBits(_ window: PoolingWindow, _ dy: FrameRows, into dx: FrameRows, isBitLayer: Bool)
}

/// Windows that tile an image, each of which becomes one pixel: what MaxPooling and StochasticMaxPooling have in common.
///
/// Images (C, H, W) become (C, ⌈H / fh⌉, ⌈W / fw⌉). Packed bits stay packed, with the same levels, where the result is the OR
/// of the window.
public class Pooling: Filter2d, DeviceSwitchable {
    public let card: LayerCard
    /// Class name.
    public let modelName: String
    /// Size of a window.
    public let filterSize: PlaneSize
    /// Element type of the signals: fp32 or bit.
    public let binaryType: DType
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// Whether the device in use may pool bits.
    public var allowsDevice = true
    /// Whether its last forward in training ran on a device.
    public private(set) var ranOnDevice = false
    /// Shape of one input frame, (C, H, W).
    public private(set) var inputShape = Shape([])
    /// Shape of one output frame.
    public private(set) var outputShape = Shape([])

    private let function: any PoolingFunction
    private var plan: PoolingPlan?
    private var stack = ForwardStack<Record>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// One forward.
    private struct Record {
        let x: FrameBuffer
        let y: FrameBuffer
        let device: Device?
    }

    init(
        _ card: LayerCard, modelName: String, function: any PoolingFunction, filterSize: PlaneSize, name: String?,
        binaryType: DType
    ) throws {
        self.card = card
        self.modelName = modelName
        self.function = function
        self.filterSize = try filterSize.validated("filter_size", for: modelName)
        self.binaryType = try binaryType.validatedSignal(for: modelName)
        self.name = name
    }

    /// Devices have a kernel for the windows of MaxPooling.
    public var usesDevice: Bool? { function.choosesFirst ? allowsDevice : nil }

    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let (input, plane) = try shape.validatedImages(for: displayName)
        let windows = PoolingPlan(input: plane, filter: filterSize)
        inputShape = input
        outputShape = [input[0], windows.output.height, windows.output.width]
        plan = windows
        stack.removeAll()
        return outputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let staysPacked = x.dtype == .bit && (binaryType == .bit || function.isOr(x.levels))
        let input = staysPacked ? x : x.floats(using: &conversions)
        let y = outputs.take(input.dtype, frameCount: x.frameCount, shape: outputShape, levels: x.levels)
        let device = chosenDevice(for: input)
        if let device, let kernels = plan?.onDevice {
            try kernels.pool(
                input.rows(on: device), channels: inputShape[0], into: y.rowsToWrite(on: device), on: device)
        } else {
            forEachWindow(input, y) { window in
                if staysPacked { window.or() } else { function.pool(window) }
            }
        }
        if train {
            stack.push(Record(x: input, y: y, device: device))
            ranOnDevice = device != nil
        }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        guard needsInputGradient else { return nil }
        try dy.requireGradient(frameCount: record.x.frameCount, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: record.x.frameCount, shape: inputShape)
        if let device = record.device, let kernels = plan?.onDevice {
            try kernels.differentiate(
                record.x.rows(on: device), gradient.rows(on: device), frames: record.x.frameCount,
                channels: inputShape[0], isBitLayer: binaryType == .bit, into: dx.rowsToWrite(on: device), on: device)
            return dx
        }
        let (source, target) = (FrameRows(gradient), FrameRows(dx))
        forEachWindow(record.x, record.y) { window in
            if record.x.dtype == .bit {
                function.differentiateBits(window, source, into: target, isBitLayer: binaryType == .bit)
            } else {
                function.differentiate(window, source, into: target)
            }
        }
        return dx
    }

    private func forEachWindow(_ x: FrameBuffer, _ y: FrameBuffer, _ body: (PoolingWindow) -> Void) {
        guard let plan else { return }
        let most = plan.maximumTapCount
        let (input, result) = (FrameRows(x), FrameRows(y))
        Parallel.shared.forEachRow(y.nodeCount, length: most * x.frameCount) { output in
            withUnsafeTemporaryAllocation(of: Int.self, capacity: most) { buffer in
                guard let nodes = buffer.baseAddress else { return }
                let count = plan.nodes(ofWindow: output, into: nodes)
                body(PoolingWindow(x: input, y: result, output: output, nodes: nodes, count: count))
            }
        }
    }

    public func clear() { stack.removeAll() }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        preconditionFailure("each class has its own file")
    }

    public func caution(given x: FrameBuffer) -> String? { nil }

    public var hardware: HardwareForm { preconditionFailure("each class has its own form") }

    /// Windows of bits that become their OR where the layer's do, and those of numbers as `function` says.
    func windows(isMaximum: Bool, _ number: @escaping ([Float]) -> Float) -> HardwareForm {
        .window(
            WindowNodes(
                filter: filterSize, isMaximum: isMaximum,
                isOr: { [binaryType, function] in binaryType == .bit || function.isOr($0) }, function: number))
    }
}

extension PoolingPlan {
    /// The same for a device.
    fileprivate var onDevice: DevicePooling {
        DevicePooling(
            input: (input.height, input.width), window: (filter.height, filter.width),
            output: (output.height, output.width))
    }
}
