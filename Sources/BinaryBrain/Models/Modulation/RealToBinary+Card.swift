extension RealToBinary {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .modulator(self) }
    public func frameCount(after frames: Int) -> Int { frames * frameModulationSize }

    public func caution(given x: FrameBuffer) -> String? {
        guard isBinary == true else { return nil }
        let (low, high, signal) = (inputRangeLow, inputRangeHigh, SignalSummary(of: x))
        guard signal.lowest < low || signal.highest > high else { return nil }
        return
            "numbers from \(low) to \(high) become bits, and the samples have \(signal.range): scale the data, or "
            + "write input_range_lo and input_range_hi in a RealToBinary layer"
    }

    public var noteForOriginal: String? {
        isThermometer ? "RealToBinary with thresholds is written as a class that the original cannot read" : nil
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "RealToBinary", "turns each number into one or more bits",
        formula:
            "y = x ≥ θ, θ one of frame_modulation_size · depth_modulation_size thresholds: (i + ½)/M of the range, drawn, or a thermometer",
        shapes: "[C, …] → [C · depth_modulation_size, …]; frame_modulation_size frames for one",

        fields: [
            .integer("frame_modulation_size", 1...maximumModulationSize, 1, "frames that a sample becomes"),
            .integer("depth_modulation_size", 1...maximumModulationSize, 1, "bits that a number becomes in each frame"),
            .valueGenerator,
            .flag("framewise", false, LayerField.framewiseMeaning),
            .number("input_range_lo", 0, "the number of which all bits are 0"),
            .number("input_range_hi", 1, "the number of which all bits are 1"),
            LayerField(
                "thresholds", .thresholds, .thresholds(CardChoice(UniformThresholds.card)),
                "where the thresholds lie that are not drawn"),
            LayerField(
                "threshold_bits", .integer(thresholdBitRange),
                "thresholds are rounded so that so many upper bits of a pixel decide"), .layerName, .binType,
        ],
        commands: [
            .flag("binary", "numbers become bits, or pass through") { (layer: RealToBinary, on: Bool) in
                layer.binaryMode = on
            }
        ],
        states: [LayerState("value_generator", "the position in the stream of random thresholds")],
        file: LayerFile(
            "RealToBinary", versions: 1...1,
            decoders: LayerFile.byBinaryType("RealToBinary") { try read(from: &$0, binaryType: $1) }.decoders.merging(
                LayerFile.byBinaryType("RealToBinary_thresholds") { try readThermometer(from: &$0, binaryType: $1) }
                    .decoders
            ) { first, _ in first })
    ) { fields in
        try RealToBinary(
            frameModulationSize: fields.integer("frame_modulation_size"),
            depthModulationSize: fields.integer("depth_modulation_size"), valueGenerator: fields.valueGenerator,
            framewise: fields.flag("framewise"),
            inputRangeLow: fields.number("input_range_lo"), inputRangeHigh: fields.number("input_range_hi"),
            thresholds: fields.thresholds("thresholds"), thresholdBits: fields.optionalInteger("threshold_bits"),
            name: fields.name, binaryType: fields.binaryType)
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> RealToBinary {
        let name = try reader.beginLayer("RealToBinary")
        let binaryMode = try reader.bool("binary_mode")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        // The original stores what follows from the shapes, too.
        let points = input.count / input[0]
        _ = try reader.int64("points of a channel", in: points...points)
        _ = try reader.int64("channels of the input", in: input[0]...input[0])
        _ = try reader.int64("channels of the output", in: output[0]...output[0])
        let sizes = 1...RealToBinary.maximumModulationSize
        let frames = try reader.int64("frame_modulation_size", in: sizes)
        let depth = try reader.int64("depth_modulation_size", in: sizes)
        let thresholds = try ThresholdSettings(from: &reader)

        return try reader.checking("modulation", at: start) {
            let layer = try RealToBinary(
                frameModulationSize: frames, depthModulationSize: depth, valueGenerator: thresholds.generator,
                framewise: thresholds.framewise, inputRangeLow: thresholds.low, inputRangeHigh: thresholds.high,
                name: name, binaryType: binaryType)
            layer.binaryMode = binaryMode
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    /// A thermometer, in the original's form: version, name, binary_mode, shapes, then what there is to know of the thresholds.
    private static func readThermometer(from reader: inout ObjectReader, binaryType: DType) throws -> RealToBinary {
        let name = try reader.beginLayer("RealToBinary")
        let binaryMode = try reader.bool("binary_mode")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        let depth = try reader.int64("depth_modulation_size", in: 1...RealToBinary.maximumModulationSize)
        let ruleOffset = reader.offset
        let number = try reader.int64("rule of the thresholds", in: 0...ruleByName)
        let bits = try reader.int64("threshold_bits", in: 0...8)
        let (low, high) = (try reader.float("input_range_lo"), try reader.float("input_range_hi"))
        let rule = try thresholdRule(number, depth: depth, from: &reader, at: ruleOffset)
        let counted = reader.offset
        let count = try reader.int64("number of thresholds")
        // Neither is above 2³¹.
        guard count == 0 || (rule.takesData && count == input.count * depth) else {
            throw reader.error("number of thresholds", expected: "0 or one a bit", found: "\(count)", at: counted)
        }
        let own = try reader.thresholds(count)
        return try reader.checking("modulation", at: start) {
            let layer = try RealToBinary(
                depthModulationSize: depth, inputRangeLow: low, inputRangeHigh: high,
                thresholds: rule,
                thresholdBits: bits == 0 ? nil : bits, name: name, binaryType: binaryType)
            layer.binaryMode = binaryMode
            try layer.setInputShape(input, expecting: output)
            if rule.takesData { layer.ownThresholds = own.isEmpty ? nil : own }
            return layer
        }
    }

    /// The number of rules that follow by their names, with their numbers.
    private static var ruleByName: Int { 3 }

    private static func thresholdRule(
        _ number: Int, depth: Int, from reader: inout ObjectReader, at offset: Int
    ) throws -> any ThresholdRule {
        let known = EncoderRegistry.thresholdRules
        var type = known.first { $0.fileNumber == number }
        var count = number == ListedThresholds.fileNumber ? depth : 0
        if number == ruleByName {
            let name = try reader.string("name of the rule of the thresholds")
            type = known.first { $0.card.name == name && $0.fileNumber == nil }
            count = try reader.int64("numbers of the rule")
        }
        let numbers = try reader.thresholds(count)
        guard let type, let rule = type.init(numbers: numbers) else {
            throw reader.error(
                "rule of the thresholds", expected: "one that this program knows", found: "another", at: offset)
        }
        return rule
    }

    private func writeThermometerData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(binaryMode)
        writer.writeFrameShapes(self)
        writer.write(depthModulationSize)
        let number = type(of: thresholdRule).fileNumber
        writer.write(number ?? Self.ruleByName)
        writer.write(thresholdBits ?? 0)
        writer.write(inputRangeLow)
        writer.write(inputRangeHigh)
        if number == nil {
            writer.write(thresholdRule.name)
            writer.write(thresholdRule.numbers.count)
        }
        for limit in thresholdRule.numbers { writer.write(limit) }
        let fitted = thresholdRule.takesData ? ownThresholds ?? [] : []
        writer.write(fitted.count)
        for threshold in fitted { writer.write(threshold) }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard !isThermometer else { return try writeThermometerData(to: &writer) }
        try writer.beginLayer(self)
        writer.write(binaryMode)
        writer.writeFrameShapes(self)
        writer.write(inputShape.count / inputShape[0])
        writer.write(inputShape[0])
        writer.write(outputShape[0])
        writer.write(frameModulationSize)
        writer.write(depthModulationSize)
        ThresholdSettings(self).write(to: &writer)
    }
}

extension ObjectReader {
    /// Thresholds, one behind the other.
    fileprivate mutating func thresholds(_ count: Int) throws -> [Float] {
        guard count <= remaining / 4 else {
            throw error("thresholds", expected: "\(count) numbers", found: "\(remaining) bytes")
        }
        return try (0..<count).map { _ in
            let start = offset
            let threshold = try float("threshold")
            guard !threshold.isNaN else { throw error("threshold", expected: "a number", found: "NaN", at: start) }
            return threshold
        }
    }
}
