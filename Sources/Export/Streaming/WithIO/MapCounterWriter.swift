/// The module behind a net whose output is a map: it counts the ones at each place of it over the bit frames of an image, and
/// passes the counts on, a place a beat, as those of the last bit frame come in.
///
/// Number j · places + p is what channels j, j + numbers, j + 2 · numbers … have at place p.
struct MapCounterWriter {
    let moduleName: String
    /// What comes in: a bit a channel.
    let map: StreamSize
    /// Numbers at each place.
    let numbers: Int
    /// Bit frames of an image.
    let frames: Int
    /// Where registers stand in a count.
    let spacing: RegisterSpacing

    /// Bits of a count.
    var countWidth: Int { (map.channels / numbers * frames).bitsNeeded }
    /// Bits of the counts at a place.
    var wordWidth: Int { numbers * countWidth }
    /// Bits of the memory.
    var memoryBits: Int { frames > 1 ? map.pixelCount * wordWidth : 0 }
    /// Registers of one bit.
    var flipFlopCount: Int {
        wordWidth + 1 + stages.flipFlopCount
            + (frames > 1 ? 2 * wordWidth + position.stepWidth + 2 * position.placeWidth + 3 : 0)
    }
    /// The ones among the channels that make a number.
    private var stages: CountStages {
        CountStages(
            ones: OnesCount(
                data: "s_data", bitCount: map.channels, numbers: numbers, width: countWidth, spacing: spacing),
            valid: "s_valid")
    }
    private var position: BitFramePosition { BitFramePosition(frames: frames, places: map.pixelCount) }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        text.lines(
            """
            // Module \(moduleName): counts the ones at each place of a map, written by bbwb.
            //
            // \(frames) bit frame\(frames == 1 ? "" : "s") of \(map.text) bits come\(frames == 1 ? "s" : "") in, \
            \(numbers) count\(numbers == 1 ? "" : "s") of \(countWidth) bit\(countWidth == 1 ? "" : "s") leave for each place.
            \(StreamModules.streamHead(moduleName, input: map.channels, output: wordWidth, isRegistered: true))
                wire cke = !m_valid || m_ready;
                assign s_ready = cke;
            """)
        if frames == 1 { writeSingleFrame(to: &text) } else { writeFrames(to: &text) }
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    private func writeSingleFrame(to text: inout TextBuilder) {
        let counted = stages.write(to: &text)
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) m_valid <= 1'b0;
                    else if (cke) m_valid <= \(counted.valid);
                end
                always @(posedge clk) begin
                    if (cke) begin
                        m_data <= {
            """)
        text.list(counted.sums.reversed(), perLine: 8, margin: "                ")
        text.lines(
            """
                        };
                    end
                end
            """)
    }

    private func writeFrames(to text: inout TextBuilder) {
        let counted = stages.write(to: &text)
        text.line()
        text.line("    // The bit frame, and the place within it.")
        position.writeDeclarations(to: &text)
        position.writeCounting(when: "cke && \(counted.valid)", to: &text)
        text.lines(
            """

                // What was counted at the place in the bit frames before is read; a cycle later the sum is written.
                reg [\(wordWidth - 1):0] counts [0:\(map.pixelCount - 1)];
                reg [\(wordWidth - 1):0] earlier;
                reg [\(wordWidth - 1):0] bits;
                reg \(CaseTable.range(position.placeWidth))bits_place;
                reg bits_valid, bits_first, bits_last;
                always @(posedge clk) begin
                    if (reset) begin
                        bits_valid <= 1'b0;
                        m_valid    <= 1'b0;
                    end else if (cke) begin
                        bits_valid <= \(counted.valid);
                        m_valid    <= bits_valid && bits_last;
                    end
                end
            """)
        text.line("    wire [\(wordWidth - 1):0] sums = {")
        let sums = (0..<numbers).map { number in
            let range = "[\(number * countWidth + countWidth - 1):\(number * countWidth)]"
            return "(bits_first ? \(countWidth)'d0 : earlier\(range)) + bits\(range)"
        }
        text.list(sums.reversed(), perLine: 1)
        text.lines(
            """
                };
                always @(posedge clk) begin
                    if (cke) begin
                        earlier    <= counts[place];
                        bits       <= {\(counted.sums.reversed().joined(separator: ", "))};
                        bits_place <= place;
                        bits_first <= \(position.isFirstFrame);
                        bits_last  <= \(position.isLastFrame);
                        m_data     <= sums;
                    end
                    if (cke && bits_valid) counts[bits_place] <= sums;
                end
            """)
    }
}
