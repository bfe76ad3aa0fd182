extension StreamModules {
    /// The LUTs behind the last stage, which read its whole map.
    ///
    /// The map is a shift register: one enable for all of it and no decoder, where a register with an enable for each pixel
    /// would take a cluster of logic cells for each. The LUTs hold one frame at a time and stand still without one; what
    /// enables them is a register, since a gate in front of thousands of enables would be the longest path of the design.
    static func tail(_ name: String, luts: Circuit, map: StreamSize) -> String {
        let (pixels, channels) = (map.pixelCount, map.channels)
        let width = (pixels - 1).bitsNeeded
        var text = TextBuilder()
        text.lines(
            """
            // Module \(name): collects a map of \(map.text) bits and runs the LUTs that read all of it, written by bbwb.
            \(streamHead(name, input: channels, output: luts.netlist.outputs.count))
                // The map is full from its last pixel until the LUTs take it.
                reg full;
                reg \(CaseTable.range(width))place;
                wire enter;
                assign s_ready = !full || enter;
                wire take = s_valid && s_ready;
                wire last = take && place == \(width)'d\(pixels - 1);
                always @(posedge clk) begin
                    if (reset) begin
                        full  <= 1'b0;
                        place <= \(width)'d0;
                    end else begin
                        if (take) place <= last ? \(width)'d0 : place + \(width)'d1;
                        full <= last || full && !enter;
                    end
                end
            """)
        text.line()
        text.line("    // Its pixels, of each channel: they move down, so that pixel n comes to lie at n.")
        for channel in 0..<channels { text.line("    reg \(CaseTable.range(pixels))channel_\(channel);") }
        text.line("    always @(posedge clk) begin")
        text.line("        if (take) begin")
        for channel in 0..<channels {
            let bit = channels == 1 ? "s_data" : "s_data[\(channel)]"
            let row = pixels == 1 ? bit : "{\(bit), channel_\(channel)[\(pixels - 1):1]}"
            text.line("            channel_\(channel) <= \(row);")
        }
        text.line("        end")
        text.line("    end")
        text.line("    wire [\(channels * pixels - 1):0] map = {")
        text.list((0..<channels).reversed().map { "channel_\($0)" }, perLine: 8)
        text.line("    };")
        writeTurns(cycles: luts.pipeline.stageCount, &text)
        text.lines(
            """
            \(core(luts.name, enable: "run", data: "map", valid: "full", outValid: "unused_valid"))
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    /// When the LUTs of a tail, which take so many cycles for a frame, move on.
    private static func writeTurns(cycles: Int, _ text: inout TextBuilder) {
        text.line()
        guard cycles > 0 else {
            text.lines(
                """
                    // Nothing is registered: a map is answered in the cycle in which it is full.
                    wire run = 1'b1;
                    assign enter   = m_ready;
                    assign m_valid = full;
                """)
            return
        }
        let range = CaseTable.range(cycles)
        text.lines(
            """
                // The LUTs run for \(cycles) cycle\(cycles == 1 ? "" : "s"), one bit of step each, and keep the answer until it is taken.
                reg run;
                reg \(range)step;
                reg answered;
                wire start = (last || full) && !run && (!answered || m_ready);
                assign enter   = \(cycles == 1 ? "step" : "step[0]");
                assign m_valid = answered;
                wire finish = \(cycles == 1 ? "step" : "step[\(cycles - 1)]");
                always @(posedge clk) begin
                    if (reset) begin
                        run      <= 1'b0;
                        step     <= \(cycles)'d0;
                        answered <= 1'b0;
                    end else begin
                        run      <= start || run && !finish;
                        step     <= \(cycles == 1 ? "start" : "{step[\(cycles - 2):0], start}");
                        answered <= finish || answered && !m_ready;
                    end
                end
            """)
    }

    /// Registers of one bit of a tail, beside those of its LUTs, whose valid bits its steps take the place of.
    static func tailFlipFlops(_ map: StreamSize, latency: Int) -> Int {
        map.channels * map.pixelCount + (map.pixelCount - 1).bitsNeeded + 1 + (latency > 0 ? 2 : 0)
    }
}
