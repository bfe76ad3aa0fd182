/// The module that makes windows of a stream of pixels: line buffers, the border, and the window's registers.
///
/// Rows are written into banks in turn while the window moves over the rows before: a column of the window is read from the
/// banks in each cycle, and shifted in. What stands outside the image are pixels of the image, or a constant, as the border
/// mode says; neither takes place in memory.
struct WindowWriter {
    let moduleName: String
    let stage: ConvolutionStage

    var channels: Int { stage.input.channels }
    private var columnWidth: Int { (stage.input.width - 1).bitsNeeded }
    private var placeWidth: Int { (stage.columns.scanLength - 1).bitsNeeded }
    private var rowWidth: Int { (stage.rows.places - 1).bitsNeeded }
    private let schedule: RowSchedule
    var banks: Int { schedule.bankCount }
    var bankWidth: Int { (banks - 1).bitsNeeded }
    private var filledWidth: Int { banks.bitsNeeded }
    /// Whether there is a border of a constant.
    var hasConstant: Bool { stage.rows.readsBorder || stage.columns.readsBorder }
    var taps: Range<Int> { 0..<stage.rows.filter }

    init(moduleName: String, stage: ConvolutionStage) {
        self.moduleName = moduleName
        self.stage = stage
        schedule = RowSchedule(stage.rows)
    }

    /// Bits of memory in the line buffers.
    var memoryBits: Int { banks * stage.input.width * channels }
    /// Registers of one bit: the window, what the banks have been read for, and counters.
    var flipFlopCount: Int {
        let window = channels * stage.rows.filter * stage.columns.filter + channels * banks
        let counters = columnWidth + 2 * bankWidth + filledWidth + rowWidth + placeWidth + missingWidth
        return window + counters + stage.rows.filter * (bankWidth + (hasConstant ? 1 : 0)) + 3
    }
    /// Bits of the counter of columns until the window is complete; 0 if it always is.
    private var missingWidth: Int {
        let (filter, stride) = (stage.columns.filter, stage.columns.stride)
        return filter > 1 || stride > 1 ? max(filter - 1, stride - 1).bitsNeeded : 0
    }
    /// Cycles in which the window passes over an image.
    var scanCycles: Int { stage.rows.places * stage.columns.scanLength }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        writeHead(&text)
        writeRowsIn(&text)
        writeScan(&text)
        writeBanks(&text)
        writeTaps(&text)
        writeWindow(&text)
        text.line("endmodule")
        text.line()
        text.line("`default_nettype wire")
        return text.text
    }

    private func writeHead(_ text: inout TextBuilder) {
        let (rows, columns) = (stage.rows, stage.columns)
        text.lines(
            """
            // Module \(moduleName): windows of \(rows.filter) x \(columns.filter) pixels, written by bbwb.
            //
            // Images of \(stage.input.text) bits come in, a pixel at a time; \(rows.places) x \(columns.places) windows go \
            out, in steps of
            // \(rows.stride) down and \(columns.stride) across. \(border)
            `default_nettype none

            module \(moduleName) (
                input  wire reset,
                input  wire clk,

                // Pixels in. A row is taken as soon as a bank is free.
                input  wire [\(channels - 1):0] s_data,
                input  wire s_valid,
                output wire s_ready,

                // Windows out: bit (channel * \(rows.filter) + row) * \(columns.filter) + column. cke holds them.
                input  wire cke,
                output wire [\(channels * rows.filter * columns.filter - 1):0] window,
                output reg  window_valid
            );
            """)
    }

    /// What stands around the image, for people.
    private var border: String {
        let (rows, columns) = (stage.rows, stage.columns)
        return rows.reachesBeyond || columns.reachesBeyond
            ? "Border: \(rows.border.word); the first window begins \(rows.offset) above and \(columns.offset) left of the image."
            : "No window reaches beyond the image."
    }

    private func writeRowsIn(_ text: inout TextBuilder) {
        let last = "\(columnWidth)'d\(stage.input.width - 1)"
        text.lines(
            """
                // Rows come in, into the banks in turn.
                reg \(CaseTable.range(columnWidth))write_column;
                reg \(CaseTable.range(bankWidth))write_bank;
                reg \(CaseTable.range(filledWidth))filled;
                assign s_ready = filled != \(filledWidth)'d\(banks);
                wire write = s_valid && s_ready;
                wire row_written = write && write_column == \(last);
                always @(posedge clk) begin
                    if (reset) begin
                        write_column <= \(columnWidth)'d0;
                        write_bank   <= \(bankWidth)'d0;
                    end else if (write) begin
                        write_column <= row_written ? \(columnWidth)'d0 : write_column + \(columnWidth)'d1;
                        if (row_written) write_bank <= \(next("write_bank", width: bankWidth, count: banks));
                    end
                end
            """)
    }

    /// A counter's next value.
    private func next(_ name: String, width: Int, count: Int) -> String {
        "\(name) == \(width)'d\(count - 1) ? \(width)'d0 : \(name) + \(width)'d1"
    }

    private func writeScan(_ text: inout TextBuilder) {
        text.lines(
            """

                // The window moves over the rows that are there; a row that nothing reads any more is given back.
                reg \(CaseTable.range(rowWidth))row;
                reg \(CaseTable.range(placeWidth))place;
                reg \(CaseTable.range(bankWidth))base;
            """)
        CaseTable(
            selector: "row", selectorWidth: rowWidth,
            columns: [.init(name: "needed", width: filledWidth), .init(name: "released", width: filledWidth)]
                + taps.map { .init(name: "offset_\($0)", width: bankWidth) }
                + (hasConstant ? taps.map { .init(name: "outside_\($0)", width: 1) } : [])
        ).write(
            schedule.steps.map { step in
                ["\(filledWidth)'d\(step.needed)", "\(filledWidth)'d\(step.released)"]
                    + step.taps.map { "\(bankWidth)'d\($0 ?? 0)" }
                    + (hasConstant ? step.taps.map { $0 == nil ? "1'b1" : "1'b0" } : [])
            }, to: &text)
        text.lines(
            """
                wire scan = filled >= needed;
                wire row_scanned = cke && scan && place == \(placeWidth)'d\(stage.columns.scanLength - 1);
                wire [\(bankWidth):0] next_base = {1'b0, base} + {1'b0, \(released)};
                wire [\(bankWidth):0] wrapped_base = next_base - \(bankWidth + 1)'d\(banks);
                always @(posedge clk) begin
                    if (reset) begin
                        row    <= \(rowWidth)'d0;
                        place  <= \(placeWidth)'d0;
                        base   <= \(bankWidth)'d0;
                        filled <= \(filledWidth)'d0;
                    end else begin
                        filled <= filled + (row_written ? \(filledWidth)'d1 : \(filledWidth)'d0)
                            - (row_scanned ? released : \(filledWidth)'d0);
                        if (cke && scan) place <= row_scanned ? \(placeWidth)'d0 : place + \(placeWidth)'d1;
                        if (row_scanned) begin
                            row  <= \(next("row", width: rowWidth, count: stage.rows.places));
                            base <= next_base >= \(bankWidth + 1)'d\(banks) ? wrapped_base[\(bankWidth - 1):0]
                                : next_base[\(bankWidth - 1):0];
                        end
                    end
                end
            """)
        writeCompletion(&text)
    }

    /// `released` with as many bits as a bank has; the most that are released is less than the number of banks.
    private var released: String {
        filledWidth > bankWidth ? "released[\(bankWidth - 1):0]" : "released"
    }

    /// Which positions complete a window.
    private func writeCompletion(_ text: inout TextBuilder) {
        let (filter, stride) = (stage.columns.filter, stage.columns.stride)
        let width = missingWidth
        guard width > 0 else {
            text.line("    wire complete = 1'b1;")
            return
        }
        text.lines(
            """
                reg \(CaseTable.range(width))missing;
                wire complete = missing == \(width)'d0;
                always @(posedge clk) begin
                    if (reset || row_scanned) missing <= \(width)'d\(filter - 1);
                    else if (cke && scan) missing <= complete ? \(width)'d\(stride - 1) : missing - \(width)'d1;
                end
            """)
    }

    private func writeBanks(_ text: inout TextBuilder) {
        text.line()
        text.line("    // The column that is read.")
        let offset = stage.columns.offset
        text.line(
            "    wire \(CaseTable.range(placeWidth))inner = place\(offset > 0 ? " - \(placeWidth)'d\(offset)" : "");")
        let usual: String
        if placeWidth > columnWidth {
            usual = "inner[\(columnWidth - 1):0]"
        } else if placeWidth == columnWidth {
            usual = "inner"
        } else {
            usual = "{\(columnWidth - placeWidth)'d0, inner}"
        }
        CaseTable(
            selector: "place", selectorWidth: placeWidth,
            columns: [.init(name: "column", width: columnWidth)]
                + (hasConstant ? [.init(name: "beside", width: 1)] : [])
        ).write(
            (0..<stage.columns.scanLength).map { place in
                let source = stage.columns.border.source(place - offset, count: stage.columns.count)
                let column = source.map { $0 == place - offset ? usual : "\(columnWidth)'d\($0)" }
                return [column ?? usual] + (hasConstant ? [source == nil ? "1'b1" : "1'b0"] : [])
            }, to: &text)
        for bank in 0..<banks {
            text.lines(
                """
                    reg [\(channels - 1):0] bank_\(bank) [0:\(stage.input.width - 1)];
                    reg [\(channels - 1):0] read_\(bank);
                    always @(posedge clk) begin
                        if (write && write_bank == \(bankWidth)'d\(bank)) bank_\(bank)[write_column] <= s_data;
                        if (cke) read_\(bank) <= bank_\(bank)[column];
                    end
                """)
        }
        var unused = ["next_base[\(bankWidth)]", "wrapped_base[\(bankWidth)]"]
        if placeWidth > columnWidth { unused.append("inner[\(placeWidth - 1):\(columnWidth)]") }
        text.line("    wire unused = &{1'b0, \(unused.joined(separator: ", "))};")
    }
}
