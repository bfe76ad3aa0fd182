import Netlist

/// The LUTs of a net as a Verilog module with the ports and the stream protocol of the original's.
///
/// Signals are scalars, and the registers of a stage are one clocked block: the form that synthesisers and simulators handle
/// fastest (Documentation/Export.md gives the figures).
struct CoreWriter {
    private let circuit: Circuit
    private let names: SignalNames
    private var text = TextBuilder()
    private var search = LutExpressionSearch()
    private var netlist: Netlist { circuit.netlist }
    private var pipeline: Pipeline { circuit.pipeline }

    init(_ circuit: Circuit) {
        self.circuit = circuit
        names = SignalNames(circuit.netlist)
    }

    /// The source file.
    mutating func write() -> String {
        writeHead()
        writeInputs()
        // Ascending stages; stage 0 has LUTs only if nothing is registered.
        let byStage = Dictionary(grouping: netlist.luts.indices) { pipeline.stages[netlist.inputCount + $0] }
        for stage in 0...pipeline.stageCount { writeStage(stage, byStage[stage] ?? []) }
        writeControl()
        writeOutputs()
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }

    private mutating func writeHead() {
        let latency = pipeline.stageCount
        let levels = netlist.statistics.levelCount
        text.lines(
            """
            // Module \(circuit.coreName): the LUTs of the net '\(SafeText.comment(circuit.title))', written by bbwb.
            //
            // \(netlist.inputCount) bits in, \(netlist.outputs.count) bits out, \(netlist.luts.count) LUTs in \
            \(levels) level\(levels == 1 ? "" : "s"). A frame of bits a clock; the answer comes
            // \(latency == 0 ? "in the same cycle: nothing is registered" : "\(latency) cycle\(latency == 1 ? "" : "s") later").
            // Stalls by cke. reset clears what is valid; data registers need none.
            `default_nettype none

            module \(circuit.coreName) #(
                parameter USER_WIDTH = 0,
                parameter USER_BITS  = (USER_WIDTH > 0) ? USER_WIDTH : 1,
                // Accepted for designs that were written for the original's core; they change nothing here.
                parameter USE_REG    = 1,
                parameter INIT_REG   = 1'b0,
                parameter DEVICE     = "RTL"
            ) (
                input  wire                 reset,
                input  wire                 clk,
                input  wire                 cke,

                input  wire [USER_BITS-1:0] in_user,
                input  wire [\(netlist.inputCount - 1):0] in_data,
                input  wire                 in_valid,

                output wire [USER_BITS-1:0] out_user,
                output wire [\(netlist.outputs.count - 1):0] out_data,
                output wire                 out_valid
            );
            """)
    }

    private mutating func writeInputs() {
        let used = netlist.isInputRead
        text.line()
        text.line("    // Inputs.")
        for signal in 0..<netlist.inputCount where used[signal] {
            text.line("    wire x\(signal) = in_data[\(signal)];")
        }
        // What the net does not look at, said so that no tool wonders.
        var unused = used.indices.filter { !used[$0] }.map { "in_data[\($0)]" }
        unused += ["USE_REG != 0", "INIT_REG", "DEVICE"]
        if pipeline.stageCount == 0 { unused += ["reset", "clk", "cke"] }
        text.line("    wire unused = &{1'b0,")
        text.list(unused, perLine: 8)
        text.line("    };")
    }

    private mutating func writeStage(_ stage: Int, _ luts: [Int]) {
        guard stage > 0 || !luts.isEmpty else { return }
        var declarations: [String] = []
        var assignments: [String] = []
        for index in luts where !netlist.luts[index].inputs.isEmpty {
            let signal = netlist.inputCount + index
            let needsWire = circuit.usesPrimitives || pipeline.isReadAhead[signal]
            if needsWire { declarations += wire(index, stage) }
            if pipeline.copies(of: signal).contains(stage) {
                let value = needsWire ? names.direct(signal) : expression(index, stage)
                assignments.append("\(names.copy(signal, at: stage)) <= \(value);")
            }
        }
        // What only waits: signals of earlier stages that later ones read.
        for signal in pipeline.stages.indices where pipeline.stages[signal] < stage {
            guard pipeline.copies(of: signal).contains(stage) else { continue }
            let source = stage == 1 ? names.direct(signal) : names.copy(signal, at: stage - 1)
            assignments.append("\(names.copy(signal, at: stage)) <= \(source);")
        }
        text.line()
        text.line("    // \(describe(stage, luts))")
        for declaration in declarations { text.line("    \(declaration)") }
        guard !assignments.isEmpty else { return }
        let registers = assignments.map { $0.prefix { $0 != " " } }
        for row in stride(from: 0, to: registers.count, by: 12) {
            text.line("    reg \(registers[row..<min(row + 12, registers.count)].joined(separator: ", "));")
        }
        text.line("    always @(posedge clk) begin")
        text.line("        if (cke) begin")
        for assignment in assignments { text.line("            \(assignment)") }
        text.line("        end")
        text.line("    end")
    }

    /// The LUTs of a stage by the layers that they come from.
    private func describe(_ stage: Int, _ luts: [Int]) -> String {
        let counts = Dictionary(grouping: luts) { netlist.luts[$0].layer }.sorted { $0.key < $1.key }
            .map { "\($1.count) LUTs of layer \($0) '\(SafeText.comment(netlist.layerNames[$0]))'" }
        let place = pipeline.stageCount == 0 ? "All levels" : "Stage \(stage)"
        return counts.isEmpty ? "\(place)." : "\(place): \(counts.joined(separator: ", "))."
    }

    /// The wire that a LUT drives, and what drives it.
    private mutating func wire(_ index: Int, _ stage: Int) -> [String] {
        let lut = netlist.luts[index]
        guard circuit.usesPrimitives else { return ["wire w\(index) = \(expression(index, stage));"] }
        let size = lut.inputs.count
        let pins = lut.inputs.enumerated().map { slot, input in
            ".I\(slot)(\(names.read(input, from: stage, in: pipeline)))"
        }
        let bits = 1 << size
        return [
            "wire w\(index);",
            "LUT\(size) #(.INIT(\(bits)'h\(lut.table.hex(max(1, bits / 4))))) lut\(index) (.O(w\(index)), "
                + "\(pins.joined(separator: ", ")));",
        ]
    }

    private mutating func expression(_ index: Int, _ stage: Int) -> String {
        let lut = netlist.luts[index]
        return search.expression(lut.table, inputCount: lut.inputs.count)
            .text(lut.inputs.map { names.read($0, from: stage, in: pipeline) })
    }

    /// What goes along with the data: valid, which reset clears, and user.
    private mutating func writeControl() {
        let last = pipeline.stageCount
        guard last > 0 else { return }
        text.lines(
            """

                // What goes along with the data.
                reg [\(last - 1):0] valid;
                always @(posedge clk) begin
                    if (reset) begin
                        valid <= \(last)'d0;
                    end else if (cke) begin
                        valid <= \(last == 1 ? "in_valid" : "{valid[\(last - 2):0], in_valid}");
                    end
                end
            """)
        for stage in 1...last { text.line("    reg [USER_BITS-1:0] user_\(stage);") }
        text.line("    always @(posedge clk) begin")
        text.line("        if (cke) begin")
        for stage in 1...last {
            text.line("            user_\(stage) <= \(stage == 1 ? "in_user" : "user_\(stage - 1)");")
        }
        text.line("        end")
        text.line("    end")
    }

    private mutating func writeOutputs() {
        let last = pipeline.stageCount
        let signals = netlist.outputs.reversed().map {
            names.read($0, from: last == 0 ? 0 : last + 1, in: pipeline)
        }
        text.line()
        text.line("    assign out_data = {")
        for row in stride(from: 0, to: signals.count, by: 10) {
            let end = min(row + 10, signals.count)
            text.line(
                "        \(signals[row..<end].joined(separator: ", "))\(end < signals.count ? "," : "")")
        }
        text.line("    };")
        text.line("    assign out_user  = \(last == 0 ? "in_user" : "user_\(last)");")
        text.line("    assign out_valid = \(last == 0 ? "in_valid" : "valid[\(last - 1)]");")
        text.line()
    }
}

extension Netlist {
    /// Which inputs a LUT or an output reads.
    var isInputRead: [Bool] {
        var isRead = [Bool](repeating: false, count: inputCount)
        for lut in luts { for input in lut.inputs where Int(input) < inputCount { isRead[Int(input)] = true } }
        for output in outputs where Int(output) < inputCount { isRead[Int(output)] = true }
        return isRead
    }
}
