// The three classes write the same things in the same order, where they have them: depthwise ones a switch without effect
// and the sizes of a channel, those with roundings how they round. DepthwiseDenseAffine has the switch `cublas` from version 2 on.

extension GroupedDense {
    static let depthFields: [LayerField] = [
        .integer("input_point_size", 0...Int(Int32.max), 0, "inputs of a channel; 0: all but the first axis"),
        .integer("depth_size", 0...Int(Int32.max), 0, "channels; 0: the first axis of output_shape"),
    ]
    static let roundingFields: [LayerField] = [
        .flag("quantize", true, "numbers are rounded"),
        .integer("weight_bits", 0...31, 8, "bits of a weight; 0: not rounded"),
        .integer("output_bits", 0...31, 16, "bits of an output; 0: not rounded"),
        .integer("input_bits", 0...31, 0, "bits of an input; 0: not rounded"),
        .number("weight_scale", 0.00390625, "the value of a weight’s last bit"),
        .number("output_scale", 0.00390625, "the value of an output’s last bit"),
        .number("input_scale", 0.00390625, "the value of an input’s last bit"),
    ]

    /// The seed is not in the file; it would matter only for another input shape.
    static func read(
        _ className: String, from reader: inout ObjectReader, isDepthwise: Bool, rounds: Bool
    ) throws -> GroupedDense {
        let start = reader.offset
        let version = try reader.version(of: className)
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let binaryMode = isDepthwise ? try reader.bool("binary_mode") : false
        let deviation = try reader.float("initialize_std")
        let word = try reader.string("initializer")
        // The original takes the default for words that it does not know.
        let initializer = (try? DenseInitializer(parsing: word)) == nil ? "" : word
        let (input, output) = try reader.frameShapes()
        let depth = isDepthwise ? try reader.depth(input: input, output: output) : 1
        let usesCublas = rounds || version >= 2 ? try reader.bool("cublas") : false
        let roundings = rounds ? try StoredRoundings(from: &reader) : nil
        let row = [output.count / depth, input.count / depth]
        let weights = try reader.tensor("W", shape: Shape(isDepthwise ? [depth] + row : row))
        let bias = try reader.tensor("b", shape: Shape(isDepthwise ? [depth, row[0]] : [row[0]]))

        return try reader.checking(className, at: start) {
            let layer: GroupedDense
            switch (roundings, isDepthwise) {
            case (nil, _):
                layer = try DepthwiseDenseAffine(
                    outputShape: output, depthSize: depth, initializeStd: deviation, initializer: initializer,
                    name: name)
            case (let stored?, true):
                layer = try DepthwiseDenseAffineQuantize(
                    outputShape: output, depthSize: depth, quantize: stored.quantize, weightBits: stored.bits[0],
                    outputBits: stored.bits[1], inputBits: stored.bits[2], weightScale: stored.scales[0],
                    outputScale: stored.scales[1], inputScale: stored.scales[2], initializeStd: deviation,
                    initializer: initializer, name: name)
            case (let stored?, false):
                layer = try DenseAffineQuantize(
                    outputShape: output, quantize: stored.quantize, weightBits: stored.bits[0],
                    outputBits: stored.bits[1], inputBits: stored.bits[2], weightScale: stored.scales[0],
                    outputScale: stored.scales[1], inputScale: stored.scales[2], initializeStd: deviation,
                    initializer: initializer, name: name)
            }
            layer.install(inputShape: input, groupCount: depth, weights: weights, bias: bias)
            layer.hostOnly = hostOnly
            layer.binaryMode = binaryMode
            layer.usesCublas = usesCublas
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let weights, let bias else { throw withoutShapeError }
        let version = try writer.beginLayer(self)
        writer.write(hostOnly)
        if isDepthwise { writer.write(binaryMode) }
        writer.write(initializeStd)
        writer.write(initializer)
        writer.writeFrameShapes(self)
        if isDepthwise {
            writer.write(inputShape.count / groupCount)
            writer.write(groupCount)
        }
        if quantizations != nil || version >= 2 { writer.write(usesCublas) }
        if let quantizations {
            writer.write(quantizes)
            let roundings = [quantizations.weights, quantizations.output, quantizations.input]
            for rounding in roundings { writer.write(Int32(rounding.bits)) }
            for rounding in roundings { writer.write(rounding.scale) }
        }
        writer.write(tensor: weights)
        writer.write(tensor: bias)
    }
}

/// How a layer rounds: weights, output, input.
private struct StoredRoundings {
    let quantize: Bool
    let bits: [Int]
    let scales: [Float]

    init(from reader: inout ObjectReader) throws {
        quantize = try reader.bool("quantize")
        bits = try ["weight_bits", "output_bits", "input_bits"].map { Int(try reader.int32($0)) }
        scales = try ["weight_scale", "output_scale", "input_scale"].map { try reader.float($0) }
    }
}

extension ObjectReader {
    /// Inputs and number of the channels of a depthwise layer; the number.
    fileprivate mutating func depth(input: Shape, output: Shape) throws -> Int {
        let start = offset
        let points = try int64("input_point_size")
        let depth = try int64("depth_size", in: 1...Int(Int32.max))
        guard input.count % depth == 0, output.count % depth == 0, points == input.count / depth else {
            throw error(
                "depth_size", expected: "channels that divide \(input) and \(output)",
                found: "\(depth) of \(points) inputs", at: start)
        }
        return depth
    }
}
