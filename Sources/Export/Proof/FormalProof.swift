import BinaryBrain
import Foundation
import Netlist

/// That the logic of a Verilog module is the netlist for all inputs: yosys reads the module, and ABC, which comes with yosys,
/// proves by SAT that it equals the netlist.
///
/// The netlist is written for ABC in another format (BLIF) by another writer. In the Verilog the registers are made wires,
/// which leaves the function of the logic; that they delay all ways alike is for the simulation to show. All of it belongs to
/// the bundle, whose `make formal` makes the proof again.
struct FormalProof {
    let circuit: Circuit
    /// The core's source, and the models of primitives, relative to the bundle.
    let sources: [String]

    /// Name of the module.
    var name: String { circuit.coreName }

    /// What `make formal` reads for the module.
    var files: [ExportBundle.File] {
        [
            .init("formal/\(name).blif", goldenNetlist), .init("formal/\(name)_wrapper.v", wrapper),
            .init("formal/\(name).ys", script),
        ]
    }

    /// What `make formal` reads for all modules.
    static let commonFile = ExportBundle.File("formal/registers.v", registersAsWires)

    /// Proves the bundle in the runner's folder, if yosys is installed.
    func run(_ runner: ToolRunner) throws -> (ProofReport.Outcome, String) {
        for tool in ["yosys", "yosys-abc", "make"] where !ToolRunner.isInstalled(tool) {
            return (
                .notChecked,
                "\(tool) is not installed: install it (Debian: apt-get install \(tool == "make" ? tool : "yosys")) and run "
                    + "`make formal` in the bundle, or export again"
            )
        }
        let version = try runner.version("yosys", ["-V"])
        let proving = try runner.run("make", ["-s", "formal", "PROVED=\(name)"])
        let passed = "PASS \(name): "
        guard proving.status == 0, proving.output.split(separator: "\n").contains(where: { $0.hasPrefix(passed) })
        else { return (.failed, "\(version)\n\(Self.end(of: proving.output))") }
        let netlist = circuit.netlist
        return (
            .passed,
            "\(version)\n\(netlist.outputs.count) of \(netlist.outputs.count) outputs are equal for all values of "
                + "\(netlist.inputCount) inputs, by SAT (ABC cec); `make formal` in the bundle does it again"
        )
    }

    private static func end(of output: String) -> String {
        output.split(separator: "\n").suffix(10).map { String($0.prefix(200)) }.joined(separator: "\n")
    }

    private var script: String {
        """
        read_verilog \(sources.joined(separator: " ")) formal/\(name)_wrapper.v
        hierarchy -check -top module_always_enabled
        proc
        flatten
        opt_expr
        opt_muxtree
        opt_expr
        techmap -map formal/registers.v
        techmap
        opt_clean
        """
    }

    /// The module, always enabled, with inputs and outputs of data only.
    private var wrapper: String {
        """
        // The LUTs of \(circuit.coreName), always enabled, with inputs and outputs of data only: for `make formal`.
        `default_nettype none

        module module_always_enabled (
            input  wire [\(circuit.netlist.inputCount - 1):0] in_data,
            output wire [\(circuit.netlist.outputs.count - 1):0] out_data
        );
            wire unused_user, unused_valid;
            \(circuit.coreName) core (
                .reset(1'b0), .clk(1'b0), .cke(1'b1), .in_user(1'b0), .in_valid(1'b1), .in_data(in_data),
                .out_user(unused_user), .out_valid(unused_valid), .out_data(out_data));
        endmodule

        `default_nettype wire

        """
    }

    private static let registersAsWires = """
        // Takes each register for a wire: what is left is the function of the logic.
        `default_nettype none

        (* techmap_celltype = "$dff" *)
        module register_as_wire #(parameter WIDTH = 1, parameter CLK_POLARITY = 1) (
            input  wire CLK,
            input  wire [WIDTH-1:0] D,
            output wire [WIDTH-1:0] Q
        );
            assign Q = D;
        endmodule

        `default_nettype wire

        """

    /// What yosys calls a bit of a port in BLIF.
    private static func bit(_ index: Int, of port: String, width: Int) -> String {
        width == 1 ? port : "\(port)[\(index)]"
    }

    /// The netlist in BLIF.
    private var goldenNetlist: String {
        let netlist = circuit.netlist
        func name(_ signal: Int) -> String {
            signal < netlist.inputCount
                ? Self.bit(signal, of: "in_data", width: netlist.inputCount) : "lut\(signal - netlist.inputCount)"
        }
        let outputs = netlist.outputs.indices.map { Self.bit($0, of: "out_data", width: netlist.outputs.count) }
        var text = TextBuilder()
        text.line(".model golden")
        text.line(".inputs " + (0..<netlist.inputCount).map(name).joined(separator: " "))
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
