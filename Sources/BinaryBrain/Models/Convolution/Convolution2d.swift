/// A convolution by lowering (manual §5.2.4.2, §6.2.6.1): ConvolutionIm2Col → layer → ConvolutionCol2Im.
///
/// The layer inside sees each place of the filter as a frame of shape (C, fh, fw); with a DenseAffine this is the ordinary
/// convolution, with LUT layers a convolution for hardware. Images (C, H, W) become images (nodes of the layer, oh, ow).
public final class Convolution2d: Filter2d {
    /// The lowering.
    public let im2col: ConvolutionIm2Col
    /// What is applied at each place of the filter.
    public let subLayer: any Model
    /// The way back to images.
    public let col2im: ConvolutionCol2Im
    /// Instance name; files of the original have no place for it.
    public var name: String?

    /// A convolution with the defaults of the manual's Python class.
    /// - Throws: `BrainError` if a size, the border value or the type is not usable.
    public init(
        _ subLayer: any Model, filterSize: PlaneSize = PlaneSize(1), stride: PlaneSize = PlaneSize(1),
        padding: Padding = .valid, borderMode: BorderMode = .reflect101, borderValue: Float = 0, name: String? = nil,
        binaryType: DType = .fp32
    ) throws {
        im2col = try ConvolutionIm2Col(
            filterSize: filterSize, stride: stride, padding: padding, borderMode: borderMode, borderValue: borderValue,
            binaryType: binaryType)
        self.subLayer = subLayer
        col2im = try ConvolutionCol2Im(binaryType: binaryType)
        self.name = name
    }

    /// Takes over its three parts, which fit together.
    init(restoring im2col: ConvolutionIm2Col, _ subLayer: any Model, _ col2im: ConvolutionCol2Im) {
        self.im2col = im2col
        self.subLayer = subLayer
        self.col2im = col2im
    }

    public var modelName: String { "Convolution2d" }
    public var objectName: String { "Convolution2d_\(im2col.binaryType.name)_fp32" }
    public var children: [any Model] { [im2col, subLayer, col2im] }
    public var filterSize: PlaneSize { im2col.filterSize }
    /// Steps from one place of the filter to the next.
    public var stride: PlaneSize { im2col.stride }
    public var inputShape: Shape { im2col.inputShape }
    public var outputShape: Shape { col2im.outputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        let lowered = try im2col.setInputShape(shape)
        let result = try subLayer.setInputShape(lowered)
        if let places = im2col.outputPlane, places != col2im.outputSize { try col2im.setOutputSize(places) }
        return try col2im.setInputShape(result)
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 || outputShape.rank == 0 { try setInputShape(x.shape) }
        let lowered = try im2col.forward(x, train: train)
        try StopToken.check()
        let answers = try subLayer.forward(lowered, train: train)
        try StopToken.check()
        return try col2im.forward(answers, train: train)
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        guard let raised = try col2im.backward(dy, needsInputGradient: true),
            let lowered = try subLayer.backward(raised, needsInputGradient: needsInputGradient)
        else {
            // No gradient reaches the lowering: it forgets its last forward, or its stack would grow without end.
            im2col.clear()
            return nil
        }
        return try im2col.backward(lowered, needsInputGradient: needsInputGradient)
    }

    public var composition: Composition { .series }
    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? {
        // Lowering and raising belong to the convolution: another of the same class may take their place, nothing else.
        func part<Part: Model>(_ part: Part) throws -> Part {
            guard let replaced = try replace(part).first as? Part else {
                preconditionFailure("a layer is replaced by one of its object name, and so of its class")
            }
            return replaced
        }
        let replaced = Convolution2d(
            restoring: try part(im2col), Self.inSeries(try replace(subLayer)), try part(col2im))
        replaced.name = name
        return replaced
    }

    public var parameters: Variables { subLayer.parameters }
    public var gradients: Variables { subLayer.gradients }
    public func clear() { for child in children { child.clear() } }

    /// The name, which files do not carry.
    public var trainingState: [String: [UInt64]] {
        get { nameState }
        set { nameState = newValue }
    }
}
