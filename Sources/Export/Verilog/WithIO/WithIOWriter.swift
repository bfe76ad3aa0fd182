import Netlist

/// The module around the LUTs: pixels in, class and counts out.
///
/// An image stays at the input for as many cycles as it becomes bit frames; in cycle i each pixel is compared with the
/// thresholds of frame i. What the LUTs answer is counted over these frames.
struct WithIOWriter {
    private let circuit: Circuit
    private let modulation: ImageModulation
    private let answer: AnswerWriter

    init(_ circuit: Circuit) {
        self.circuit = circuit
        modulation = ImageModulation(circuit: circuit)
        answer = AnswerWriter(circuit: circuit, user: "core_user[USER_BITS+1:2]")
    }

    /// Cycles from the last one in which an image is at the input to its answer.
    var latency: Int { DesignCycles.comparison + circuit.pipeline.stageCount + answer.latency }

    /// Registers that hold signals, valid and control bits, apart from those of the core and of `user`.
    var flipFlopCount: Int { modulation.flipFlopCount + answer.flipFlopCount }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(to: &text)
        modulation.write(to: &text)
        writeCore(to: &text)
        answer.write(to: &text)
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }

    private func writeHead(to text: inout TextBuilder) {
        let frames = circuit.framesPerImage
        let classPort = answer.classWidth.map { "\n    output wire [\($0 - 1):0] out_class," } ?? ""
        text.lines(
            """
            // Module \(circuit.name): the net '\(SafeText.comment(circuit.title))' from pixels to \
            \(circuit.isClassifier ? "its class" : "counts"), written by bbwb.
            //
            // An image must stay at the input while in_valid is high, until in_ready is high too: \(frames) \
            cycle\(frames == 1 ? "" : "s").
            // The answer comes \(latency) cycles after the last of them. Stalls by cke. reset clears what is \
            valid.
            `default_nettype none

            module \(circuit.name) #(
                parameter USER_WIDTH = 0,
                parameter USER_BITS  = (USER_WIDTH > 0) ? USER_WIDTH : 1
            ) (
                input  wire                 reset,
                input  wire                 clk,
                input  wire                 cke,

                input  wire [USER_BITS-1:0] in_user,
                input  wire [\(circuit.netlist.encoding.shape.count * 8 - 1):0] in_pixels,
                input  wire                 in_valid,
                output wire                 in_ready,
            \(classPort)
                output wire [USER_BITS-1:0] out_user,
                output wire [\(answer.countsWidth - 1):0] out_counts,
                output wire                 out_valid
            );
            """)
    }

    private func writeCore(to text: inout TextBuilder) {
        let turns =
            circuit.framesPerImage > 1
            ? "    wire core_first = core_user[0];\n    wire core_last  = core_user[1];"
            : "    wire unused_turns = &{1'b0, core_user[1:0]};"
        text.lines(
            """

                // The LUTs.
                wire [USER_BITS+1:0] core_user;
                wire [\(circuit.netlist.outputs.count - 1):0] core_data;
                wire core_valid;
            \(turns)
                \(circuit.coreName) #(
                    .USER_WIDTH(USER_BITS + 2)
                ) core (
                    .reset(reset),
                    .clk(clk),
                    .cke(cke),
                    .in_user({frame_user, frame_last, frame_first}),
                    .in_data(frame_data),
                    .in_valid(frame_valid),
                    .out_user(core_user),
                    .out_data(core_data),
                    .out_valid(core_valid)
                );
            """)
    }
}
