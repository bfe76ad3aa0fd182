extension BinaryToReal {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .counter(self) }
    public func frameCount(after frames: Int) -> Int { max(1, frames / frameIntegrationSize) }
    public var handsOnNumbersOnly: Bool { true }
    public var remark: String? { averagesReals ? "average_reals" : nil }

    public func caution(given x: FrameBuffer) -> String? {
        if requestedShape.rank > 0, requestedShape != outputShape {
            return
                "output_shape \(requestedShape) gives way to depth_integration_size \(depthIntegrationSize), so that it puts "
                + "out \(outputShape): write depth_integration_size: 0"
        }
        guard isBinary == true, !averagesReals, x.dtype != .bit, !SignalSummary(of: x).isBits else { return nil }
        return "it counts positive numbers as ones, and gets numbers that are not bits: write average_reals: true"
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "BinaryToReal", "turns bits into numbers: the share of ones",
        formula: "y[o] = share of ones among the nodes n with n mod outputs = o of frame_integration_size frames",
        shapes: "any whose nodes the outputs divide → output_shape; one frame for frame_integration_size",

        fields: [
            .integer("frame_integration_size", 1...RealToBinary.maximumModulationSize, 1, "frames that become one"),
            .integer(
                "depth_integration_size", 0...RealToBinary.maximumModulationSize, 1,
                "nodes that become one; 0: as output_shape says"),
            LayerField("output_shape", .shape, "shape of the output; its nodes divide those of the input"),
            .flag("average_reals", false, "numbers are averaged, not counted as bits"), .layerName, .binType,
        ],
        commands: [
            .flag("binary", "bits become numbers, or pass through") { (layer: BinaryToReal, on: Bool) in
                layer.binaryMode = on
            },
            .hostOnly,
            .flag("average_reals", "numbers are averaged, not counted") { (layer: BinaryToReal, on: Bool) in
                layer.averagesReals = on
            },
        ],
        states: [LayerState("averages_reals", "average_reals (numbers are averaged over frames)", in: .layersInstead)],
        file: .byBinaryType("BinaryToReal") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try BinaryToReal(
            frameIntegrationSize: fields.integer("frame_integration_size"),
            depthIntegrationSize: fields.integer("depth_integration_size"),
            outputShape: fields.shape("output_shape"), averagesReals: fields.flag("average_reals"),
            name: fields.name, binaryType: fields.binaryType)
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryToReal {
        let name = try reader.beginLayer("BinaryToReal")
        let hostOnly = try reader.bool("host_only")
        let binaryMode = try reader.bool("binary_mode")
        let frames = try reader.int64("frame_integration_size", in: 1...RealToBinary.maximumModulationSize)
        let depth = try reader.int64("depth_integration_size", in: 0...Int(Int32.max))
        let start = reader.offset
        let (input, output) = try reader.frameShapes()

        return try reader.checking("integration", at: start) {
            let layer = try BinaryToReal(
                frameIntegrationSize: frames, depthIntegrationSize: depth, outputShape: output == input ? [] : output,
                name: name, binaryType: binaryType)
            layer.binaryMode = binaryMode
            layer.hostOnly = hostOnly
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(binaryMode)
        writer.write(frameIntegrationSize)
        writer.write(depthIntegrationSize)
        writer.writeFrameShapes(self)
    }
}
