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
    /// What the module is compared with, relative to the bundle; nil for the netlist in `formal`.
    var golden: String?
    /// What writes the sources that are read, as a command of the Makefile; nil if they are there.
    var preparation: String?

    /// Name of the module.
    var name: String { circuit.coreName }

    /// What `make formal` reads for the module.
    var files: [ExportBundle.File] {
        (golden == nil ? [.init("formal/\(name).blif", BLIF(netlist: circuit.netlist, model: "golden").text)] : [])
            + [.init("formal/\(name)_wrapper.v", wrapper), .init("formal/\(name).ys", script)]
    }

    /// What `make formal` reads for all modules.
    static let commonFile = ExportBundle.File("formal/registers.v", registersAsWires)

    /// Proves the bundle in the runner's folder, if yosys is installed.
    func run(_ runner: ToolRunner) throws -> (ProofReport.Outcome, String) {
        for tool in ["yosys", "yosys-abc", "make"] + (preparation == nil ? [] : ["ghdl"])
        where !ToolRunner.isInstalled(tool) {
            return (
                .notChecked,
                "\(tool) is not installed: install it (Debian: apt-get install \(tool.hasPrefix("yosys") ? "yosys" : tool)) and run "
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

    /// The rule of a Makefile that makes the proof of one module, which is compared with a file of its own.
    var ownRule: String {
        let golden = golden ?? "formal/\(name).blif"
        return """
            # Proves that the logic is the net's, for all inputs: yosys reads one form, and ABC compares it by SAT with the other. The
            # last line says PASS.
            formal: | $(BUILD)
            	@for tool in yosys yosys-abc\(preparation == nil ? "" : " ghdl"); do command -v $$tool > /dev/null || { \\
            		echo "not proved: $$tool is not installed (Debian: apt-get install yosys\(preparation == nil ? "" : " ghdl"))" >&2; exit 1; }; done
            \(preparation.map { "\t@\($0)\n" } ?? "")	@rm -f $(BUILD)/\(name).blif; \\
            		yosys -q -s formal/\(name).ys -b blif -o $(BUILD)/\(name).blif \\
            			&& yosys-abc -c "cec \(golden) $(BUILD)/\(name).blif" > $(BUILD)/\(name)-cec.log 2>&1 \\
            			&& grep -q '^Networks are equivalent' $(BUILD)/\(name)-cec.log \\
            			|| { cat $(BUILD)/\(name)-cec.log; echo "FAIL \(name): its logic is not that of \(golden)"; exit 1; }; \\
            		echo "PASS \(name): equal to \(golden) for all inputs, by SAT"
            """
    }
}
