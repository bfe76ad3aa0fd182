extension BinaryModulation {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .modulation(self) }

    /// The classes of the layers that it puts before and behind its net, which are in no row of a table of layers.
    public static let ends = [RealToBinary.card, BinaryToReal.card]

    /// What is known of the class.
    public static let card = LayerCard(
        "BinaryModulation", "a net between a modulator and a demodulator",
        formula: "RealToBinary, then the net on each frame of bits, then BinaryToReal",
        shapes: "that of the net, whose outputs depth_integration_size divides",

        fields: [
            LayerField(required: "layer", .layers, "the net"),
            .integer(
                "training_modulation_size", 1...RealToBinary.maximumModulationSize, 1,
                "frames that a sample becomes in training"),
            .integer(
                "inference_modulation_size", 0...RealToBinary.maximumModulationSize, 0,
                "frames otherwise; 0: as in training"),
            .integer(
                "depth_modulation_size", 1...RealToBinary.maximumModulationSize, 1,
                "bits that a number becomes in each frame"),
            LayerField("output_shape", .shape, "shape of the output; without it, that of the net"),
            .integer(
                "depth_integration_size", 0...RealToBinary.maximumModulationSize, 0,
                "nodes that are counted into one; 0: as output_shape says"), .valueGenerator,
            .flag("framewise", true, LayerField.framewiseMeaning),
            .number("input_range_lo", 0, "the number of which all bits are 0"),
            .number("input_range_hi", 1, "the number of which all bits are 1"),
            .flag("average_reals", true, "numbers are averaged, not counted as bits"), .layerName, .binType,
        ],
        file: .byBinaryType("BinaryModulation") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        let inference = fields.integer("inference_modulation_size")
        return try BinaryModulation(
            fields.layers("layer"),
            trainingModulationSize: fields.integer("training_modulation_size"),
            inferenceModulationSize: inference > 0 ? inference : nil,
            depthModulationSize: fields.integer("depth_modulation_size"), outputShape: fields.shape("output_shape"),
            depthIntegrationSize: fields.integer("depth_integration_size"), valueGenerator: fields.valueGenerator,
            framewise: fields.flag("framewise"), inputRangeLow: fields.number("input_range_lo"),
            inputRangeHigh: fields.number("input_range_hi"), averagesReals: fields.flag("average_reals"),
            name: fields.name, binaryType: fields.binaryType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryModulation {
        let name = try reader.beginLayer("BinaryModulation")
        // A state that the original never changes: its parts carry it.
        _ = try reader.bool("binary_mode")
        let isTraining = try reader.bool("training")
        let sizes = 1...RealToBinary.maximumModulationSize
        _ = try reader.int64("modulation size of the last forward", in: sizes)
        let training = try ModulationSettings(from: &reader, "training")
        let inference = try ModulationSettings(from: &reader, "inference")
        let suffix = "_\(binaryType.name)_fp32"
        let modulator = try reader.object(named: "RealToBinary\(suffix)", "modulator") {
            try RealToBinary.read(from: &$0, binaryType: binaryType)
        }
        let demodulator = try reader.object(named: "BinaryToReal\(suffix)", "demodulator") {
            try BinaryToReal.read(from: &$0, binaryType: binaryType)
        }
        let layerOffset = reader.offset
        guard try reader.bool("has a layer") else {
            throw reader.error("layer", expected: "a net between the modulators", found: "none", at: layerOffset)
        }
        let layer = try reader.model("layer")
        if layer.inputShape.rank > 0,
            modulator.outputShape.count != layer.inputShape.count
                || demodulator.inputShape.count != layer.outputShape.count
        {
            throw reader.error(
                "layer", expected: "a net from \(modulator.outputShape) to \(demodulator.inputShape)",
                found: "one from \(layer.inputShape) to \(layer.outputShape)", at: layerOffset)
        }
        let net = BinaryModulation(
            restoring: modulator, layer, demodulator, trainingModulationSize: training.frames,
            inferenceModulationSize: inference.frames, name: name)
        modulator.valueGenerator = training.thresholds.generator
        if !inference.thresholds.isSame(as: training.thresholds) { net.inferenceThresholds = inference.thresholds }
        net.storedTraining = isTraining
        return net
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        let current = realToBinary.frameModulationSize
        let thresholds = ThresholdSettings(realToBinary)
        try writer.beginLayer(self)
        writer.write(true)
        let isTraining = storedTraining ?? (current == trainingModulationSize)
        writer.write(isTraining)
        writer.write(current)
        let inference = inferenceThresholds ?? thresholds
        for (frames, rule) in [(trainingModulationSize, thresholds), (inferenceModulationSize, inference)] {
            let depth = realToBinary.depthModulationSize
            ModulationSettings(frames: frames, depth: depth, thresholds: rule).write(to: &writer)
        }
        // The modulator stands there as the last forward has left it.
        let generator = realToBinary.valueGenerator
        defer { realToBinary.valueGenerator = generator }
        if !isTraining { realToBinary.valueGenerator = inference.generator }
        try writer.write(model: realToBinary)
        try writer.write(model: binaryToReal)
        writer.write(true)
        try writer.write(model: layer)
    }
}

/// The settings of BinaryModulation for training or for inference, as files hold them.
private struct ModulationSettings {
    let frames: Int
    let depth: Int
    let thresholds: ThresholdSettings

    init(frames: Int, depth: Int, thresholds: ThresholdSettings) {
        self.frames = frames
        self.depth = depth
        self.thresholds = thresholds
    }

    init(from reader: inout ObjectReader, _ phase: String) throws {
        let sizes = 1...RealToBinary.maximumModulationSize
        frames = try reader.int64("frame_modulation_size for \(phase)", in: sizes)
        depth = try reader.int64("depth_modulation_size for \(phase)", in: sizes)
        thresholds = try ThresholdSettings(from: &reader)
    }

    func write(to writer: inout ObjectWriter) {
        writer.write(frames)
        writer.write(depth)
        thresholds.write(to: &writer)
    }
}
