/// The modules that join windows and LUTs into a stream: wrappers, the tail, and the top.
enum StreamModules {
    /// A stage of windows and the LUTs that read them.
    static func convolution(_ name: String, window: String, luts: String, _ stage: ConvolutionStage) -> String {
        let taps = stage.input.channels * stage.rows.filter * stage.columns.filter
        return """
            // Module \(name): the convolution '\(SafeText.comment(stage.name))', written by bbwb.
            //
            // \(stage.input.text) bits in, \(stage.output.text) bits out: at each place of the window the same LUTs.
            \(streamHead(name, input: stage.input.channels, output: stage.output.channels))
                wire cke = !m_valid || m_ready;
                wire [\(taps - 1):0] window;
                wire window_valid;
                \(window) windows (
                    .reset(reset),
                    .clk(clk),
                    .s_data(s_data),
                    .s_valid(s_valid),
                    .s_ready(s_ready),
                    .cke(cke),
                    .window(window),
                    .window_valid(window_valid)
                );
            \(core(luts, data: "window", valid: "window_valid"))
            endmodule

            `default_nettype wire

            """
    }

    /// The ports of a module with a stream in and a stream out, which leaves from registers or not.
    static func streamHead(_ name: String, input: Int, output: Int, isRegistered: Bool = false) -> String {
        let kind = isRegistered ? "reg " : "wire"
        return """
            `default_nettype none

            module \(name) (
                input  wire reset,
                input  wire clk,

                input  wire [\(input - 1):0] s_data,
                input  wire s_valid,
                output wire s_ready,

                output \(kind) [\(output - 1):0] m_data,
                output \(kind) m_valid,
                input  wire m_ready
            );
            """
    }

    /// An instance of a module of LUTs that drives the stream out.
    static func core(
        _ luts: String, enable: String = "cke", data: String, valid: String, outValid: String = "m_valid"
    ) -> String {
        """

            wire unused_user;\(outValid == "m_valid" ? "" : "\n    wire \(outValid);")
            \(luts) luts (
                .reset(reset),
                .clk(clk),
                .cke(\(enable)),
                .in_user(1'b0),
                .in_data(\(data)),
                .in_valid(\(valid)),
                .out_user(unused_user),
                .out_data(m_data),
                .out_valid(\(outValid))
            );
        """
    }

    /// The stages of a net in a row.
    static func chain(_ name: String, title: String, plan: StreamPlan, modules: [String]) -> String {
        var text = TextBuilder()
        text.lines(
            """
            // Module \(name): the net '\(SafeText.comment(title))', written by bbwb.
            //
            // Frames of \(plan.input.text) bits come in, a pixel at a time; they must be whole.
            \(streamHead(name, input: plan.input.channels, output: plan.outputBits))
                wire [\(plan.input.channels - 1):0] data_0 = s_data;
                wire valid_0 = s_valid;
                wire ready_0;
                assign s_ready = ready_0;
            """)
        for (index, module) in modules.enumerated() {
            let bits = index < plan.stages.count ? plan.stages[index].output.channels : plan.outputBits
            text.lines(
                """

                    wire [\(bits - 1):0] data_\(index + 1);
                    wire valid_\(index + 1);
                    wire ready_\(index + 1);
                    \(module) stage_\(index) (
                        .reset(reset),
                        .clk(clk),
                        .s_data(data_\(index)),
                        .s_valid(valid_\(index)),
                        .s_ready(ready_\(index)),
                        .m_data(data_\(index + 1)),
                        .m_valid(valid_\(index + 1)),
                        .m_ready(ready_\(index + 1))
                    );
                """)
        }
        let last = modules.count
        text.lines(
            """

                assign m_data  = data_\(last);
                assign m_valid = valid_\(last);
                assign ready_\(last) = m_ready;
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    /// Start of frame and end of line of the stream out; nil for frames of one pixel.
    static func writeFraming(_ frame: StreamSize?, _ text: inout TextBuilder) {
        text.line("    wire first;")
        text.line("    generate")
        text.lines(
            """
                    if (TUSER_WIDTH > 1) begin : wide_user
                        assign m_axi4s_tuser = {{(TUSER_WIDTH-1){1'b0}}, first};
                    end else begin : narrow_user
                        assign m_axi4s_tuser = first;
                    end
                endgenerate
            """)
        guard let frame else {
            text.line("    assign first = 1'b1;")
            text.line("    assign m_axi4s_tlast = 1'b1;")
            return
        }
        let (xWidth, yWidth) = ((frame.width - 1).bitsNeeded, (frame.height - 1).bitsNeeded)
        text.lines(
            """
                reg \(CaseTable.range(xWidth))x;
                reg \(CaseTable.range(yWidth))y;
                assign first = x == \(xWidth)'d0 && y == \(yWidth)'d0;
                assign m_axi4s_tlast = x == \(xWidth)'d\(frame.width - 1);
                always @(posedge clk) begin
                    if (reset) begin
                        x <= \(xWidth)'d0;
                        y <= \(yWidth)'d0;
                    end else if (m_axi4s_tvalid && m_axi4s_tready) begin
                        x <= m_axi4s_tlast ? \(xWidth)'d0 : x + \(xWidth)'d1;
                        if (m_axi4s_tlast) y <= y == \(yWidth)'d\(frame.height - 1) ? \(yWidth)'d0 : y + \(yWidth)'d1;
                    end
                end
            """)
    }
}
