/// A net between a modulator and a demodulator (manual §1.4.3, §5.2.4.5): RealToBinary → layer → BinaryToReal.
///
/// The oversampling of training and of inference are set apart; the circuit inside stays the same, only the number of
/// frames changes. `binary false` sent to all layers makes modulator and demodulator pass real values through.
///
/// A net that ends in numbers, not bits, is averaged over its frames (`averagesReals`). The original counts such numbers as
/// bits, positive or not; nets from its files do too.
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
    /// Where drawn thresholds come from in forwards that do not train, if not from the generator of training: nil for the
    /// same rule. Files of the original may hold one; the original's other settings for inference have no effect.
    var inferenceThresholds: ThresholdSettings?
    /// Whether the last forward trained, as a file says it; nil once there was a forward here.
    var storedTraining: Bool?
    /// Instance name.
    public var name: String?

    /// Whether numbers at the end of the net are averaged over frames; otherwise they count as ones where they are positive.
    public var averagesReals: Bool {
        get { binaryToReal.averagesReals }
        set { binaryToReal.averagesReals = newValue }
    }

    /// Wraps a net.
    /// - Parameters:
    ///   - inferenceModulationSize: nil for the training size.
    ///   - averagesReals: false for what the original does with a net that ends in numbers.
    /// - Throws: `BrainError` for a size that is not possible.
    public init(
        _ layer: any Model, trainingModulationSize: Int = 1, inferenceModulationSize: Int? = nil,
        depthModulationSize: Int = 1, outputShape: Shape = [], depthIntegrationSize: Int = 0,
        valueGenerator: (any ValueGenerator)? = nil, framewise: Bool = true, inputRangeLow: Float = 0,
        inputRangeHigh: Float = 1, averagesReals: Bool = true, name: String? = nil, binaryType: DType = .fp32
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
        binaryToReal.averagesReals = averagesReals
    }

    /// Takes over its three parts, the demodulator with its rule for numbers, and sizes that are known to be possible.
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
    }

    /// Sets the oversampling of forwards that train.
    /// - Throws: `BrainError` unless it is from 1 to `RealToBinary.maximumModulationSize`.
    public func setTrainingModulationSize(_ size: Int) throws {
        try RealToBinary.validate(modulationSize: size)
        trainingModulationSize = size
    }

    /// Sets the oversampling of forwards that do not train.
    /// - Throws: `BrainError` unless it is from 1 to `RealToBinary.maximumModulationSize`.
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
        storedTraining = nil
        let generator = realToBinary.valueGenerator
        defer { realToBinary.valueGenerator = generator }
        if !train, let inferenceThresholds { realToBinary.valueGenerator = inferenceThresholds.generator }
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

    public var composition: Composition { .series }
    public var series: [any Model] { [realToBinary] + layer.series + [binaryToReal] }

    /// The net inside is looked at, the modulator and the demodulator stay.
    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? {
        wrapping(Self.inSeries(try replace(layer)))
    }

    public var parameters: Variables { layer.parameters }
    public var gradients: Variables { layer.gradients }
    public func clear() { for child in children { child.clear() } }
}
