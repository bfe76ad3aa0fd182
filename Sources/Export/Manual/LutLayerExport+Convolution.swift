import BinaryBrain
import Netlist

extension LutLayerExport {
    /// Verilog of a convolutional net between two AXI4-Streams of video (manual `make_verilog_lut_cnv_layers`): the module
    /// `moduleName` and all modules that it is made of; nothing else is needed.
    ///
    /// Strides, paddings and borders are those of the layers, and poolings may stand anywhere. What the original drops without a
    /// word is an error here, or part of the module: layers behind the last pooling run once for each frame.
    /// - Parameters:
    ///   - moduleName: an identifier.
    ///   - net: a convolutional net, or layers of one; bits that come in are those that its modulator would make.
    ///   - device: as for `makeVerilogLutLayers`.
    /// - Throws: `BrainError` for a layer that cannot stream, an unknown device, or a name that is no identifier.
    public static func makeVerilogLutCnvLayers(
        moduleName: String, net: any Model, device: String = ""
    ) throws -> String {
        var layers = net.series
        let levels: BitLevels = layers.first?.hardware.modulator != nil ? .minusOnePlusOne : .zeroOne
        if layers.first?.hardware.modulator != nil { layers.removeFirst() }
        layers.removeAll { $0.hardware.counter != nil }
        guard let input = layers.first?.inputShape,
            let plan = try StreamPlan(layers, input: input, levels: levels, framesPerImage: 1)
        else {
            throw BrainError(
                .usage, what: "Verilog of \(net.displayName) as a stream", why: "it has no convolution of images",
                remedy: "export it as LUT layers, or set its input shape to channels, height and width")
        }
        let circuit = try Circuit(
            Netlist(extracting: layers, fedWith: levels), title: net.displayName, classNames: [],
            options: ExportOptions(moduleName: moduleName, device: try targetDevice(device)))
        return try StreamDesign(circuit, plan: plan).sources
            .map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n")
    }

    /// The same into a stream (manual `dump_verilog_lut_cnv_layers`).
    /// - Throws: what `makeVerilogLutCnvLayers` throws.
    public static func dumpVerilogLutCnvLayers(
        to stream: inout some TextOutputStream, moduleName: String, net: any Model, device: String = ""
    ) throws {
        stream.write(try makeVerilogLutCnvLayers(moduleName: moduleName, net: net, device: device))
    }

    /// Layers in series as Verilog into a stream (manual `ExportVerilog_LutCnnLayersAxi4s`).
    /// - Throws: what `makeVerilogLutCnvLayers` throws.
    public static func exportVerilogLutCnnLayersAxi4s(
        to stream: inout some TextOutputStream, moduleName: String, layers: [any Model], device: String = ""
    ) throws {
        try dumpVerilogLutCnvLayers(to: &stream, moduleName: moduleName, net: Sequential(layers), device: device)
    }
}
