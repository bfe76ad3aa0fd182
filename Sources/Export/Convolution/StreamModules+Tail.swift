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
            // \(name): collects a map of \(map.text) bits and runs the LUTs that read all of it, written by bbwb.
            \(streamHead(name, input: channels, output: luts.netlist.outputs.count))
                // The pixels of the map, the last one lowest; it is full until the LUTs enter it.
                reg full;
                reg \(CaseTable.range(width))place;
                reg [\(channels * pixels - 1):0] pixels;
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
                always @(posedge clk) begin
                    if (take) pixels <= \(
                        pixels == 1 ? "s_data" : "{pixels[\(channels * (pixels - 1) - 1):0], s_data}");
                end
                wire [\(channels * pixels - 1):0] map = {
            """)
        let bits = (0..<channels).flatMap { channel in
            (0..<pixels).map { "pixels[\(channels * (pixels - 1 - $0) + channel)]" }
        }
        text.list(bits.reversed(), perLine: 8)
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
