extension StochasticBatchNormalization {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .nodewise }
    /// Mean and variance of each node.
    public var runningStatistics: [Tensor] { [runningMean, runningVariance] }

    /// What is known of the class.
    public static let card = LayerCard(
        "StochasticBatchNormalization", "normalises each node to a fixed mean and deviation",
        formula:
            "y = gamma · (x − mean)/(√var + 10⁻⁷) + beta, of the mini-batch in training and of running statistics otherwise",
        shapes: "any, kept",

        fields: [
            .number("momentum", 0...1, 0.9, LayerField.momentumMeaning),
            .number("gamma", 0.2, "the deviation of the outputs"), .number("beta", 0.5, "the mean of the outputs"),
            .layerName,
        ],
        commands: [
            .number("set_gamma", "the deviation") {
                (layer: StochasticBatchNormalization, value: Float) in layer.gamma = value
            },
            .number("set_beta", "the mean") {
                (layer: StochasticBatchNormalization, value: Float) in layer.beta = value
            },
            .hostOnly,
            .withoutEffect("host_simd") { (layer: StochasticBatchNormalization, on: Bool) in layer.hostSimd = on },
        ],
        file: .single("StochasticBatchNormalization", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in
        try StochasticBatchNormalization(
            momentum: fields.number("momentum"), gamma: fields.number("gamma"), beta: fields.number("beta"),
            name: fields.name)
    }

    static func read(from reader: inout ObjectReader) throws -> StochasticBatchNormalization {
        let start = reader.offset
        try reader.version(of: "StochasticBatchNormalization")
        let (name, shape) = try reader.activationLevel()
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let gamma = try reader.float("gamma")
        let beta = try reader.float("beta")
        let momentum = try reader.float("momentum")
        let mean = try reader.statistics("running_mean", of: shape)
        let variance = try reader.statistics("running_var", of: shape)
        return try reader.checking("StochasticBatchNormalization", at: start) {
            let layer = try StochasticBatchNormalization(momentum: momentum, gamma: gamma, beta: beta, name: name)
            try layer.setInputShape(shape)
            layer.runningMean.assign(mean)
            layer.runningVariance.assign(variance)
            layer.hostOnly = hostOnly
            layer.hostSimd = hostSimd
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.writeVersion(of: "StochasticBatchNormalization")
        writer.writeActivationLevel(self, shape: inputShape)
        writer.write(hostOnly)
        writer.write(hostSimd)
        for number in [gamma, beta, momentum] { writer.write(number) }
        writer.write(statistics: runningMean, of: inputShape)
        writer.write(statistics: runningVariance, of: inputShape)
    }
}
