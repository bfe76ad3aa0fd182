// The second half of the module: what has been read from the banks becomes the window.

extension WindowWriter {
    /// The pixels of a column: each tap's bank, or the border.
    func writeTaps(_ text: inout TextBuilder) {
        text.lines(
            """

                // Which bank each row of the window is in, a cycle later, when the column is there.
                reg step, step_complete;
                always @(posedge clk) begin
                    if (reset) begin
                        step         <= 1'b0;
                        window_valid <= 1'b0;
                    end else if (cke) begin
                        step         <= scan;
                        window_valid <= step && step_complete;
                    end
                end
                always @(posedge clk) if (cke) step_complete <= complete;
            """)
        for tap in taps {
            text.lines(
                """
                    wire [\(bankWidth):0] sum_\(tap) = {1'b0, base} + {1'b0, offset_\(tap)};
                    wire [\(bankWidth):0] wrapped_\(tap) = sum_\(tap) - \(bankWidth + 1)'d\(banks);
                    reg \(CaseTable.range(bankWidth))bank_of_\(tap);
                    always @(posedge clk) begin
                        if (cke) bank_of_\(tap) <= sum_\(tap) >= \(bankWidth + 1)'d\(banks)
                            ? wrapped_\(tap)[\(bankWidth - 1):0] : sum_\(tap)[\(bankWidth - 1):0];
                    end
                    wire unused_\(tap) = &{1'b0, sum_\(tap)[\(bankWidth)], wrapped_\(tap)[\(bankWidth)]};
                    reg [\(channels - 1):0] inside_\(tap);
                    always @* begin
                        case (bank_of_\(tap))
                """)
            for bank in 0..<banks - 1 {
                text.line("            \(bankWidth)'d\(bank): inside_\(tap) = read_\(bank);")
            }
            text.line("            default: inside_\(tap) = read_\(banks - 1);")
            text.line("        endcase")
            text.line("    end")
            if hasConstant {
                text.lines(
                    """
                        reg border_\(tap);
                        always @(posedge clk) if (cke) border_\(tap) <= outside_\(tap) || beside;
                        wire [\(channels - 1):0] pixel_\(tap) = border_\(tap) ? \
                    {\(channels){1'b\(stage.borderBit ? 1 : 0)}} : inside_\(tap);
                    """)
            } else {
                text.line("    wire [\(channels - 1):0] pixel_\(tap) = inside_\(tap);")
            }
        }
    }

    /// The registers that columns are shifted through.
    func writeWindow(_ text: inout TextBuilder) {
        let width = stage.columns.filter
        text.line()
        text.line("    // The window: columns move to the left.")
        for tap in taps {
            let names = (0..<width).map { "w_\(tap)_\($0)" }
            text.line("    reg [\(channels - 1):0] \(names.joined(separator: ", "));")
        }
        text.line("    always @(posedge clk) begin")
        text.line("        if (cke && step) begin")
        for tap in taps {
            for column in 0..<width {
                let source = column + 1 < width ? "w_\(tap)_\(column + 1)" : "pixel_\(tap)"
                text.line("            w_\(tap)_\(column) <= \(source);")
            }
        }
        text.line("        end")
        text.line("    end")
        let bits = (0..<channels).flatMap { channel in
            taps.flatMap { tap in (0..<width).map { "w_\(tap)_\($0)[\(channel)]" } }
        }
        text.line("    assign window = {")
        text.list(bits.reversed(), perLine: 8)
        text.line("    };")
    }
}
