import Netlist

/// The module that turns a stream of images, a pixel a beat, into streams of bit frames.
///
/// The first bit frame of an image leaves as its pixels come in; they are written to a memory at the same time. The other
/// bit frames are read from there, while the input waits. What leaves the memory is held once more before it is compared with a
/// threshold: block RAM is slow.
struct ModulatorWriter {
    let moduleName: String
    let encoding: InputEncoding
    /// Bit frames: channels of the image times depth of the modulation.
    let frame: StreamSize

    private var frames: Int { encoding.frameModulationSize }
    private var depth: Int { encoding.depthModulationSize }
    private var comparison: PixelComparison { PixelComparison(encoding: encoding) }
    private var position: BitFramePosition { BitFramePosition(frames: frames, places: frame.pixelCount) }

    /// Cycles from a pixel to its bits.
    var latency: Int { DesignCycles.modulation(frames: frames) }
    /// Bits of a pixel, all channels of it.
    var pixelBits: Int { frame.channels / depth * 8 }
    /// Bits of the memory.
    var memoryBits: Int { frames > 1 ? frame.pixelCount * pixelBits : 0 }
    /// Registers of one bit.
    var flipFlopCount: Int {
        frame.channels + 1
            + (frames > 1 ? 3 * pixelBits + 3 + 2 * position.stepWidth + position.placeWidth + 9 * depth : 0)
    }

    /// The source file.
    func write() -> String {
        var text = TextBuilder()
        text.lines(
            """
            // Module \(moduleName): from pixels to bits, written by bbwb.
            //
            // An image of \(frame.height) x \(frame.width) pixels of \(pixelBits) bits comes in and leaves as \(frames) \
            bit frame\(frames == 1 ? "" : "s") of \(frame.text).
            \(StreamModules.streamHead(moduleName, input: pixelBits, output: frame.channels, isRegistered: true))
                wire cke = !m_valid || m_ready;
            """)
        if frames == 1 { writeSingleFrame(to: &text) } else { writeFrames(to: &text) }
        text.lines(
            """
            endmodule

            `default_nettype wire
            """)
        return text.text
    }

    /// Bit c · depth + d is bit d of channel c.
    private func writeBits(of pixel: String, to text: inout TextBuilder) {
        text.line("            m_data <= {")
        let bits = (0..<frame.channels).map { bit in
            let channel = bit / depth
            return comparison.bit(
                of: "\(pixel)[\(channel * 8 + 7):\(channel * 8)]", node: 0, depth: bit % depth, threshold: "level")
        }
        text.list(bits.reversed(), perLine: 2, margin: "                ")
        text.line("            };")
    }

    private func writeSingleFrame(to text: inout TextBuilder) {
        text.line("    assign s_ready = cke;")
        if !comparison.readsPixels { text.line("    wire unused = &{1'b0, s_data};") }
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) m_valid <= 1'b0;
                    else if (cke) m_valid <= s_valid;
                end
                always @(posedge clk) begin
                    if (cke) begin
            """)
        writeBits(of: "s_data", to: &text)
        text.line("        end")
        text.line("    end")
    }

    private func writeFrames(to text: inout TextBuilder) {
        text.line()
        text.line("    // The bit frame, and the pixel within it. The pixels of bit frame 0 arrive.")
        position.writeDeclarations(to: &text)
        text.lines(
            """
                wire arriving = \(position.isFirstFrame);
                wire move = cke && (s_valid || !arriving);
                assign s_ready = cke && arriving;
            """)
        position.writeCounting(when: "move", to: &text)
        text.lines(
            """

                // The image. A pixel that arrives is kept; others are read.
                reg [\(pixelBits - 1):0] image [0:\(frame.pixelCount - 1)];
                reg [\(pixelBits - 1):0] stored, arrived;
                always @(posedge clk) begin
                    if (move) begin
                        if (arriving) image[place] <= s_data;
                        stored  <= image[place];
                        arrived <= s_data;
                    end
                end

                // A cycle later it waits beside the threshold of its bit frame, and another later it is compared.
                reg read_valid, pixel_valid, read_arriving;
                reg \(CaseTable.range(position.stepWidth))read_step;
                reg [\(pixelBits - 1):0] pixel;
            """)
        comparison.writeThresholds(step: "read_step", to: &text)
        text.line("    reg [8:0] \((0..<depth).map { "level_\($0)" }.joined(separator: ", "));")
        text.lines(
            """
                always @(posedge clk) begin
                    if (reset) begin
                        read_valid  <= 1'b0;
                        pixel_valid <= 1'b0;
                        m_valid     <= 1'b0;
                    end else if (cke) begin
                        read_valid  <= move;
                        pixel_valid <= read_valid;
                        m_valid     <= pixel_valid;
                    end
                end
                always @(posedge clk) begin
                    if (cke) begin
                        read_step     <= step;
                        read_arriving <= arriving;
                        pixel <= read_arriving ? arrived : stored;
            """)
        for depth in 0..<depth { text.line("            level_\(depth) <= threshold_\(depth);") }
        writeBits(of: "pixel", to: &text)
        text.line("        end")
        text.line("    end")
    }
}
