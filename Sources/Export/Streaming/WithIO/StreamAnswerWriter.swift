/// The module behind a net whose outputs leave in one beat for each bit frame: it counts them over the bit frames of an image
/// and chooses the class.
struct StreamAnswerWriter {
    let moduleName: String
    let answer: AnswerWriter

    init(moduleName: String, circuit: Circuit) {
        self.moduleName = moduleName
        answer = AnswerWriter(circuit: circuit, user: nil)
    }

    private var frames: Int { answer.circuit.framesPerImage }
    private var stepWidth: Int { (frames - 1).bitsNeeded }

    /// Registers of one bit.
    var flipFlopCount: Int { answer.flipFlopCount + (frames > 1 ? stepWidth : 0) }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        text.lines(
            """
            // Module \(moduleName): from output bits to \(answer.classWidth == nil ? "counts" : "the class"), written by bbwb.
            //
            // The ones of \(frames) bit frame\(frames == 1 ? "" : "s") are counted; the answer comes \
            \(answer.latency) cycle\(answer.latency == 1 ? "" : "s") after the last of them.
            `default_nettype none

            module \(moduleName) (
                input  wire reset,
                input  wire clk,

                input  wire [\(answer.circuit.netlist.outputs.count - 1):0] core_data,
                input  wire core_valid,
                output wire core_ready,

            \(answer.streamPorts)
            );
                wire cke = !out_valid || out_ready;
                assign core_ready = cke;
            """)
        if frames > 1 {
            text.lines(
                """

                    // The bit frame of the image.
                    reg \(CaseTable.range(stepWidth))step;
                    wire core_first = step == \(stepWidth)'d0;
                    wire core_last  = step == \(stepWidth)'d\(frames - 1);
                    always @(posedge clk) begin
                        if (reset) step <= \(stepWidth)'d0;
                        else if (cke && core_valid) step <= core_last ? \(stepWidth)'d0 : step + \(stepWidth)'d1;
                    end
                """)
        }
        answer.write(to: &text)
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }
}

extension AnswerWriter {
    /// The ports of an answer that waits until it is taken.
    var streamPorts: String {
        (classWidth.map { "    output wire [\($0 - 1):0] out_class,\n" } ?? "")
            + "    output wire [\(countsWidth - 1):0] out_counts,\n"
            + "    output wire out_valid,\n    input  wire out_ready"
    }
}
