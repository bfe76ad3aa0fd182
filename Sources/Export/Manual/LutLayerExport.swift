import BinaryBrain
import Datasets
import Netlist

/// The manual's functions that turn LUT layers into sources (§5.4.1, §6.2.13), for programs that write their own files.
///
/// They differ from the original where that is wrong: a layer that is not made of LUTs is an error and not left out, and the
/// module is simplified and lint-clean. Ports and stream protocol are the original's.
public enum LutLayerExport {
    /// Verilog of a net of LUT layers (manual `make_verilog_lut_layers`).
    /// - Parameters:
    ///   - moduleName: an identifier.
    ///   - device: as in the manual: empty or `RTL` for any synthesiser; `XILINX`, `SPARTAN6`, `VIRTEX6`, `7SERIES`,
    ///     `ULTRASCALE` or `ULTRASCALE_PLUS` for LUT primitives; or a `TargetDevice`'s name.
    /// - Throws: `BrainError` for a layer that cannot become LUTs, an unknown device, or a name that is no identifier.
    public static func makeVerilogLutLayers(
        moduleName: String, net: any Model, device: String = ""
    ) throws -> String {
        let options = ExportOptions(moduleName: moduleName, device: try targetDevice(device))
        var writer = CoreWriter(try Circuit(net, title: net.displayName, classNames: [], options: options))
        return writer.write()
    }

    /// The same into a stream (manual `dump_verilog_lut_layers`).
    /// - Throws: `BrainError` for a layer that cannot become LUTs, an unknown device, or a name that is no identifier.
    public static func dumpVerilogLutLayers(
        to stream: inout some TextOutputStream, moduleName: String, net: any Model, device: String = ""
    ) throws {
        stream.write(try makeVerilogLutLayers(moduleName: moduleName, net: net, device: device))
    }

    /// Layers in series as Verilog into a stream (manual `ExportVerilog_LutLayers`).
    /// - Throws: `BrainError` for a layer that cannot become LUTs, an unknown device, or a name that is no identifier.
    public static func exportVerilogLutLayers(
        to stream: inout some TextOutputStream, moduleName: String, layers: [any Model], device: String = ""
    ) throws {
        try dumpVerilogLutLayers(to: &stream, moduleName: moduleName, net: Sequential(layers), device: device)
    }

    /// One LUT layer as a C++ function for high-level synthesis, `ap_uint<outputs> name(ap_uint<inputs>)` (manual
    /// `make_hls_lut_layer`); the file that it goes into includes `ap_int.h`.
    /// - Throws: `BrainError` for a layer that cannot become LUTs, or a name that is no identifier.
    public static func makeHLSLutLayer(name: String, lut: any Model) throws -> String {
        let options = ExportOptions(moduleName: name)
        return HLSWriter(try Circuit(lut, title: lut.displayName, classNames: [], options: options)).core
    }

    /// The same into a stream (manual `dump_hls_lut_layer`).
    /// - Throws: `BrainError` for a layer that cannot become LUTs, or a name that is no identifier.
    public static func dumpHLSLutLayer(to stream: inout some TextOutputStream, name: String, lut: any Model) throws {
        stream.write(try makeHLSLutLayer(name: name, lut: lut))
    }

    /// Images for `$readmemb`, one a line: `CLASS_PIXELS`, the class in `classDigits` binary digits, a pixel 1 if it is above
    /// 0.5, pixel 0 rightmost (manual `dump_verilog_readmemb_image_classification`).
    /// - Throws: `BrainError` if the samples have no labels, or a label needs more digits.
    public static func dumpVerilogReadmembImageClassification(
        to stream: inout some TextOutputStream, samples: SampleSet, classDigits: Int = 8
    ) throws {
        for sample in 0..<samples.count {
            guard let label = samples.label(of: sample), String(label, radix: 2).count <= classDigits else {
                throw BrainError(
                    .parameter, what: "images for $readmemb",
                    why: samples.label(of: sample) == nil
                        ? "the samples have no labels" : "a label does not fit \(classDigits) binary digits",
                    remedy: "use a data set with labels, and enough digits")
            }
            let digits = String(label, radix: 2)
            let pixels = samples.values(of: sample).reversed().map { $0 > 0.5 ? "1" : "0" }.joined()
            stream.write("\(String(repeating: "0", count: classDigits - digits.count))\(digits)_\(pixels)\n")
        }
    }

    /// The device that a name of the manual means.
    static func targetDevice(_ name: String) throws -> TargetDevice {
        switch name.uppercased() {
        case "", "RTL": .generic
        case "XILINX", "SPARTAN6", "VIRTEX6", "7SERIES", "ULTRASCALE", "ULTRASCALE_PLUS": .xilinx
        default: try TargetDevice(parsing: name.lowercased())
        }
    }
}
