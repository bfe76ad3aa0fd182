extension BatchNormalization {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .nodewise }
    /// Mean and variance of each node.
    public var runningStatistics: [Tensor] { [runningMean, runningVariance] }

    /// What is known of the class.
    public static let card = LayerCard(
        "BatchNormalization", "normalises each node to mean 0 and variance 1, then applies a learned factor and offset",
        formula:
            "y = gamma · (x − mean)/√(var + 10⁻⁷) + beta, of the mini-batch in training and of running statistics otherwise",
        shapes: "any, kept",

        fields: [
            .number("momentum", 0...1, 0.9, LayerField.momentumMeaning),
            .number("gamma", 1, "the factor that each node begins with"),
            .number("beta", 0, "the offset that each node begins with"),
            .flag("fix_gamma", false, "gamma is not learned"),
            .flag("fix_beta", false, "beta is not learned"), .layerName,
        ],
        commands: [
            .flag("bypass", "the input passes through") { (layer: BatchNormalization, on: Bool) in layer.bypass = on },
            .flag("fix_gamma", "gamma is not learned") { (layer: BatchNormalization, on: Bool) in layer.fixGamma = on },
            .flag("fix_beta", "beta is not learned") { (layer: BatchNormalization, on: Bool) in layer.fixBeta = on },
            .number("set_momentum", "share of the old statistics that each step keeps") {
                (layer: BatchNormalization, value: Float) in layer.momentum = try validated(momentum: value)
            },
            .parameterLock { (layer: BatchNormalization, on: Bool) in layer.parameterLock = on }, .hostOnly,
            .withoutEffect("host_simd") { (layer: BatchNormalization, on: Bool) in layer.hostSimd = on },
        ],
        states: [.command("parameter_lock")],
        file: .single("BatchNormalization", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in
        try BatchNormalization(
            momentum: fields.number("momentum"), gamma: fields.number("gamma"), beta: fields.number("beta"),
            fixGamma: fields.flag("fix_gamma"), fixBeta: fields.flag("fix_beta"), name: fields.name)
    }

    private static func read(from reader: inout ObjectReader) throws -> BatchNormalization {
        let start = reader.offset
        try reader.version(of: "BatchNormalization")
        let (name, shape) = try reader.activationLevel()
        let bypass = try reader.bool("bypass")
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let fixGamma = try reader.bool("fix_gamma")
        let fixBeta = try reader.bool("fix_beta")
        let momentum = try reader.float("momentum")
        let initialGamma = try reader.float("initial gamma")
        let initialBeta = try reader.float("initial beta")
        // The layer is made after its tensors: only they prove that the file is as large as its shape says.
        let nodes = Shape([shape.count])
        let gamma = try reader.tensor("gamma", shape: nodes)
        let beta = try reader.tensor("beta", shape: nodes)
        let mean = try reader.typedTensor("running_mean", shape: nodes)
        let variance = try reader.typedTensor("running_var", shape: nodes)

        return try reader.checking("BatchNormalization", at: start) {
            let layer = try BatchNormalization(
                momentum: momentum, gamma: initialGamma, beta: initialBeta, fixGamma: fixGamma, fixBeta: fixBeta,
                name: name)
            try layer.setInputShape(shape)
            layer.gamma.assign(gamma)
            layer.beta.assign(beta)
            layer.runningMean.assign(mean)
            layer.runningVariance.assign(variance)
            layer.bypass = bypass
            layer.hostOnly = hostOnly
            layer.hostSimd = hostSimd
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.writeVersion(of: "BatchNormalization")
        writer.writeActivationLevel(self, shape: inputShape)
        for flag in [bypass, hostOnly, hostSimd, fixGamma, fixBeta] { writer.write(flag) }
        for number in [momentum, initialGamma, initialBeta] { writer.write(number) }
        writer.write(tensor: gamma)
        writer.write(tensor: beta)
        writer.write(typedTensor: runningMean)
        writer.write(typedTensor: runningVariance)
    }
}
