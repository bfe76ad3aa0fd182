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

    /// What is known of the class.
    public static let card = LayerCard(
        "RealToBinary", "numbers become bits, several for each",
        fields: [
            .integer("frame_modulation_size", 1...maximumModulationSize, 1),
            .integer("depth_modulation_size", 1...maximumModulationSize, 1), .flag("framewise", false),
            .number("input_range_lo", 0), .number("input_range_hi", 1), .layerName, .binType,
        ],
        commands: [.flag("binary", "numbers become bits, or pass through")],
        file: .byBinaryType("RealToBinary") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try RealToBinary(
            frameModulationSize: fields.integer("frame_modulation_size"),
            depthModulationSize: fields.integer("depth_modulation_size"), framewise: fields.flag("framewise"),
            inputRangeLow: fields.number("input_range_lo"), inputRangeHigh: fields.number("input_range_hi"),
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

    public func writeObjectData(to writer: inout ObjectWriter) throws {
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
