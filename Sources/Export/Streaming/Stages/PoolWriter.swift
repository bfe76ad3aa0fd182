/// The module that ORs the windows that tile a stream of images: a pixel out for each window, when its last one is in.
struct PoolWriter {
    let moduleName: String
    let stage: PoolingStage

    /// Bits of memory for the windows of a row that are not complete yet.
    var memoryBits: Int { stage.filter.height > 1 ? stage.output.width * stage.input.channels : 0 }

    /// Registers of one bit: two pixels and counters.
    var flipFlopCount: Int {
        2 * stage.input.channels + 1 + (stage.output.width - 1).bitsNeeded + (stage.filter.width - 1).bitsNeeded
            + (stage.output.height - 1).bitsNeeded + (stage.filter.height - 1).bitsNeeded
    }

    /// The source file.
    func write() -> String {
        let (channels, filter) = (stage.input.channels, stage.filter)
        let (rows, columns) = (stage.output.height, stage.output.width)
        let columnWidth = (columns - 1).bitsNeeded
        var text = TextBuilder()
        text.lines(
            """
            // Module \(moduleName): the OR of windows of \(filter.height) x \(filter.width) pixels, written by bbwb.
            //
            // Images of \(stage.input.text) bits come in, a pixel at a time, and leave as \(stage.output.text).
            \(StreamModules.streamHead(moduleName, input: channels, output: channels, isRegistered: true))
                wire cke = !m_valid || m_ready;
                assign s_ready = cke;
                wire take = s_valid && cke;

                // Windows across and down, and the pixel within the window.
            """)
        writeCounter("column", places: columns, filter: filter.width, size: stage.input.width, step: "take", &text)
        writeCounter(
            "row", places: rows, filter: filter.height, size: stage.input.height,
            step: "take && column_last && column == \(columnWidth)'d\(columns - 1)", &text)
        text.lines(
            """

                // The OR of what is in of the window's row, and of the rows above it.
                reg  [\(channels - 1):0] across;
                wire [\(channels - 1):0] here = column_first ? s_data : across | s_data;
            """)
        if filter.height > 1 {
            text.lines(
                """
                    reg  [\(channels - 1):0] above [0:\(columns - 1)];
                    wire [\(channels - 1):0] whole = row_first ? here : above[column] | here;
                    always @(posedge clk) if (take && column_last) above[column] <= whole;
                """)
        } else {
            text.line("    wire [\(channels - 1):0] whole = here;")
            text.line("    wire unused = row_first;")
        }
        text.lines(
            """
                always @(posedge clk) begin
                    if (take) across <= here;
                    if (cke) m_data <= whole;
                end
                always @(posedge clk) begin
                    if (reset) m_valid <= 1'b0;
                    else if (cke) m_valid <= take && column_last && row_last;
                end
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    /// The number of a window on one axis, and whether the pixel is its first or its last one: the last window may be cut off.
    private func writeCounter(
        _ name: String, places: Int, filter: Int, size: Int, step: String, _ text: inout TextBuilder
    ) {
        let placeWidth = (places - 1).bitsNeeded
        let width = (filter - 1).bitsNeeded
        let rest = size - (places - 1) * filter
        let isLastPlace = "\(name) == \(placeWidth)'d\(places - 1)"
        let last = "\(width)'d\(filter - 1)"
        text.lines(
            """
                reg \(CaseTable.range(placeWidth))\(name);
                reg \(CaseTable.range(width))\(name)_tap;
                wire \(name)_first = \(name)_tap == \(width)'d0;
                wire \(name)_last = \(name)_tap == \(rest == filter ? last : "(\(isLastPlace) ? \(width)'d\(rest - 1) : \(last))");
                always @(posedge clk) begin
                    if (reset) begin
                        \(name)     <= \(placeWidth)'d0;
                        \(name)_tap <= \(width)'d0;
                    end else if (\(step)) begin
                        \(name)_tap <= \(name)_last ? \(width)'d0 : \(name)_tap + \(width)'d1;
                        if (\(name)_last) \(name) <= \(isLastPlace) ? \(placeWidth)'d0 : \(name) + \(placeWidth)'d1;
                    end
                end
            """)
    }
}
