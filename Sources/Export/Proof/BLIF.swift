import Netlist

/// A netlist in BLIF (Berkeley Logic Interchange Format), which ABC, yosys, VPR and SIS read.
struct BLIF {
    let netlist: Netlist
    /// Name of the model.
    let model: String

    /// What yosys calls a bit of a port.
    static func bit(_ index: Int, of port: String, width: Int) -> String { width == 1 ? port : "\(port)[\(index)]" }

    /// Names of the input bits.
    static func inputs(_ netlist: Netlist) -> [String] {
        (0..<netlist.inputCount).map { bit($0, of: "in_data", width: netlist.inputCount) }
    }

    /// Names of the output bits.
    static func outputs(_ netlist: Netlist) -> [String] {
        netlist.outputs.indices.map { bit($0, of: "out_data", width: netlist.outputs.count) }
    }

    /// The file.
    var text: String {
        let (inputs, outputs) = (Self.inputs(netlist), Self.outputs(netlist))
        func name(_ signal: Int) -> String {
            signal < netlist.inputCount ? inputs[signal] : "lut\(signal - netlist.inputCount)"
        }
        var text = TextBuilder()
        text.line(".model \(model)")
        text.line(".inputs " + inputs.joined(separator: " "))
        text.line(".outputs " + outputs.joined(separator: " "))
        for (index, lut) in netlist.luts.enumerated() {
            let signals = lut.inputs.map { name(Int($0)) } + [name(netlist.inputCount + index)]
            text.line(".names \(signals.joined(separator: " "))")
            for pattern in 0..<1 << lut.inputs.count where lut.table >> UInt64(pattern) & 1 == 1 {
                let bits = lut.inputs.indices.map { pattern >> $0 & 1 == 1 ? "1" : "0" }.joined()
                text.line(bits.isEmpty ? "1" : "\(bits) 1")
            }
        }
        for (position, output) in netlist.outputs.enumerated() {
            text.line(".names \(name(Int(output))) \(outputs[position])")
            text.line("1 1")
        }
        text.line(".end")
        return text.text
    }
}
