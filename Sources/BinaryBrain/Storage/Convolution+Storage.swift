extension ObjectReader {
    /// Height and width, each from 1 to the largest of a filter.
    mutating func filterSize(_ field: String) throws -> PlaneSize {
        let height = try int64("\(field), height", in: 1...PlaneSize.maximumSide)
        return PlaneSize(height: height, width: try int64("\(field), width", in: 1...PlaneSize.maximumSide))
    }

    /// Channels, height and width of images.
    mutating func imageShape(_ field: String) throws -> Shape {
        let start = offset
        let extents = 1...Int(Int32.max)
        let shape = Shape([
            try int64("channels of the \(field)", in: extents), try int64("height of the \(field)", in: extents),
            try int64("width of the \(field)", in: extents),
        ])
        return try checking(field, at: start) { try shape.validated(for: field) }
    }
}

extension ObjectWriter {
    /// Appends height and width.
    mutating func write(_ size: PlaneSize) {
        write(size.height)
        write(size.width)
    }
}

extension ConvolutionIm2Col: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("ConvolutionIm2Col") { try read(from: &$0, binaryType: $1) }
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> ConvolutionIm2Col {
        let name = try reader.beginLayer("ConvolutionIm2Col")
        let hostOnly = try reader.bool("host_only")
        let frames = (
            input: try reader.int64("frames of the input", in: 0...Int(Int32.max)),
            output: try reader.int64("frames of the output", in: 0...Int(Int32.max))
        )
        let start = reader.offset
        let input = try reader.imageShape("input")
        let filter = try reader.filterSize("filter_size")
        let stride = try reader.filterSize("stride")
        let paddingOffset = reader.offset
        let paddingWord = try reader.string("padding")
        let padding = try reader.checking("padding", at: paddingOffset) { try Padding(parsing: paddingWord) }
        let modeOffset = reader.offset
        let mode = try reader.int32("border_mode")
        guard let border = BorderMode(rawValue: mode) else {
            throw reader.error("border_mode", expected: "0 to 4", found: "\(mode)", at: modeOffset)
        }
        // The border value is of the type of the signals.
        let value: Float =
            binaryType == .bit ? (try reader.bool("border_value") ? 1 : 0) : try reader.float("border_value")

        return try reader.checking("ConvolutionIm2Col", at: start) {
            let layer = try ConvolutionIm2Col(
                filterSize: filter, stride: stride, padding: padding, borderMode: border, borderValue: value,
                name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            layer.hostOnly = hostOnly
            layer.lastFrameCounts = frames
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(lastFrameCounts.input)
        writer.write(lastFrameCounts.output)
        for extent in inputShape.dimensions { writer.write(extent) }
        writer.write(filterSize)
        writer.write(stride)
        writer.write(padding.rawValue)
        writer.write(borderMode.rawValue)
        if binaryType == .bit { writer.write(borderValue > 0) } else { writer.write(borderValue) }
    }
}

extension ConvolutionCol2Im: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("ConvolutionCol2Im") { try read(from: &$0, binaryType: $1) }
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> ConvolutionCol2Im {
        let start = reader.offset
        let name = try reader.beginLayer("ConvolutionCol2Im")
        let size = try reader.filterSize("output_size")
        let input = try reader.frameShape("input shape")

        return try reader.checking("ConvolutionCol2Im", at: start) {
            let layer = try ConvolutionCol2Im(outputSize: size, name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(outputSize)
        writer.write(inputShape)
    }
}

extension Convolution2d: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("Convolution2d") { try read(from: &$0, binaryType: $1) }
    }

    /// The original writes no Model level here, so there is no name.
    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> Convolution2d {
        try reader.version(of: "Convolution2d")
        let suffix = "_\(binaryType.name)_fp32"
        let im2col = try reader.object(named: "ConvolutionIm2Col\(suffix)", "lowering") {
            try ConvolutionIm2Col.read(from: &$0, binaryType: binaryType)
        }
        let start = reader.offset
        let col2im = try reader.object(named: "ConvolutionCol2Im\(suffix)", "raising") {
            try ConvolutionCol2Im.read(from: &$0, binaryType: binaryType)
        }
        guard col2im.outputSize == im2col.outputPlane else {
            throw reader.error(
                "raising", expected: "images of \(im2col.outputPlane?.description ?? "a known size")",
                found: "\(col2im.outputSize)", at: start)
        }
        let layerOffset = reader.offset
        guard try reader.bool("has a layer") else {
            throw reader.error("layer", expected: "a layer to apply", found: "none", at: layerOffset)
        }
        let layer = try reader.model("layer")
        // Classes whose files carry no shape (Sigmoid, Softmax) take that of the signal.
        if layer.inputShape.rank == 0 {
            try reader.checking("layer", at: layerOffset) { _ = try layer.setInputShape(im2col.outputShape) }
        }
        guard layer.inputShape.count == im2col.outputShape.count, layer.outputShape.count == col2im.inputShape.count
        else {
            throw reader.error(
                "layer", expected: "a layer from \(im2col.outputShape) to \(col2im.inputShape)",
                found: "one from \(layer.inputShape) to \(layer.outputShape)", at: layerOffset)
        }
        return Convolution2d(restoring: im2col, layer, col2im)
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Convolution2d")
        try writer.write(model: im2col)
        try writer.write(model: col2im)
        writer.write(true)
        try writer.write(model: subLayer)
    }
}
