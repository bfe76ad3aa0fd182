/// A net between a modulator and a demodulator (manual §1.4.3, §5.2.4.5): RealToBinary → layer → BinaryToReal.
///
/// The oversampling of training and of inference are set apart; the circuit inside stays the same, only the number of
/// frames changes. `binary false` sent to all layers makes modulator and demodulator pass real values through.
public final class BinaryModulation: Model {
    /// The modulator.
    public let realToBinary: RealToBinary
    /// The net inside.
    public let layer: any Model
    /// The demodulator.
    public let binaryToReal: BinaryToReal
    /// Oversampling of forwards that train.
    public private(set) var trainingModulationSize: Int
    /// Oversampling of forwards that do not.
    public private(set) var inferenceModulationSize: Int
    /// Instance name.
    public var name: String?

    /// Wraps a net.
    /// - Parameter inferenceModulationSize: nil for the training size.
    public init(
        _ layer: any Model, trainingModulationSize: Int = 1, inferenceModulationSize: Int? = nil,
        depthModulationSize: Int = 1, outputShape: Shape = [], depthIntegrationSize: Int = 0,
        valueGenerator: (any ValueGenerator)? = nil, framewise: Bool = true, inputRangeLow: Float = 0,
        inputRangeHigh: Float = 1, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        self.layer = layer
        self.trainingModulationSize = trainingModulationSize
        self.inferenceModulationSize = inferenceModulationSize ?? trainingModulationSize
        self.name = name
        try RealToBinary.validate(modulationSize: self.inferenceModulationSize)
        realToBinary = try RealToBinary(
            frameModulationSize: trainingModulationSize, depthModulationSize: depthModulationSize,
            valueGenerator: valueGenerator, framewise: framewise, inputRangeLow: inputRangeLow,
            inputRangeHigh: inputRangeHigh, binaryType: binaryType)
        binaryToReal = try BinaryToReal(
            frameIntegrationSize: trainingModulationSize, depthIntegrationSize: depthIntegrationSize,
            outputShape: outputShape, binaryType: binaryType)
        binaryToReal.averagesReals = true
    }

    /// Takes over its three parts and sizes that are known to be possible.
    init(
        restoring realToBinary: RealToBinary, _ layer: any Model, _ binaryToReal: BinaryToReal,
        trainingModulationSize: Int, inferenceModulationSize: Int, name: String?
    ) {
        self.realToBinary = realToBinary
        self.layer = layer
        self.binaryToReal = binaryToReal
        self.trainingModulationSize = trainingModulationSize
        self.inferenceModulationSize = inferenceModulationSize
        self.name = name
        binaryToReal.averagesReals = true
    }

    /// Sets the oversampling of forwards that train.
    public func setTrainingModulationSize(_ size: Int) throws {
        try RealToBinary.validate(modulationSize: size)
        trainingModulationSize = size
    }

    /// Sets the oversampling of forwards that do not train.
    public func setInferenceModulationSize(_ size: Int) throws {
        try RealToBinary.validate(modulationSize: size)
        inferenceModulationSize = size
    }

    public var modelName: String { "BinaryModulation" }
    public var objectName: String { "BinaryModulation_\(realToBinary.binaryType.name)_fp32" }
    public var children: [any Model] { [realToBinary, layer, binaryToReal] }
    public var inputShape: Shape { realToBinary.inputShape }
    public var outputShape: Shape { binaryToReal.outputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        try binaryToReal.setInputShape(layer.setInputShape(realToBinary.setInputShape(shape)))
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        let size = train ? trainingModulationSize : inferenceModulationSize
        try realToBinary.setFrameModulationSize(size)
        try binaryToReal.setFrameIntegrationSize(size)
        let bits = try realToBinary.forward(x, train: train)
        try StopToken.check()
        let answers = try layer.forward(bits, train: train)
        try StopToken.check()
        return try binaryToReal.forward(answers, train: train)
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        guard let inner = try binaryToReal.backward(dy, needsInputGradient: true) else { return nil }
        guard let dx = try layer.backward(inner, needsInputGradient: needsInputGradient) else {
            realToBinary.clear()
            return nil
        }
        return try realToBinary.backward(dx, needsInputGradient: needsInputGradient)
    }

    public var parameters: Variables { layer.parameters }
    public var gradients: Variables { layer.gradients }
    public func clear() { for child in children { child.clear() } }
}
