import Netlist

extension InterfaceDocument {
    /// The file of a net as a stream.
    func stream(_ design: StreamDesign) -> String {
        var text = TextBuilder()
        text.line("# Inputs and outputs of `\(circuit.name)`")
        text.line()
        if let axi = design.axi { AXIDocument(axi: axi).write(to: &text) }
        if design.shell == nil { writeBitStream(design.plan, &text) } else { writePixelStream(design, &text) }
        writeRecovery(design, &text)
        writeThresholds(&text)
        writeAnswers(&text, hasCountsPort: design.interface.answer != nil)
        return text.text
    }

    private func writeProtocol(_ input: StreamSize, _ text: inout TextBuilder) {
        text.lines(
            """
            ## Stream protocol

            AXI4-Stream video: a pixel a beat, row after row. A beat is transferred in a cycle with `tvalid` and `tready`; the
            module takes any gaps at its input and any stalls at its output. A frame is \(input.height) rows of \
            \(input.width) pixels.

            | port | |
            | --- | --- |
            | `clk` | rising edge |
            | `reset` | synchronous, active high; drops the frames that are under way |
            | `s_axi4s_tuser` | bit 0: the first pixel of a frame, whenever it comes; pixels before the first such one are dropped |
            | `s_axi4s_tlast` | the last pixel of a row; it is checked unless the parameter `CHECK_TLAST` is 0 |
            | `in_user` `out_user` | `USER_WIDTH` bits that come with the first pixel of a frame, and leave with its answer |
            | `error` `error_kind` | high for a cycle for each frame that is cut short (bit 0), whose rows have another length (bit 1), or \
            behind which further pixels come (bit 2) |
            | `error_count` | their number since reset |
            """)
    }

    /// What happens to frames that are not whole.
    private func writeRecovery(_ design: StreamDesign, _ text: inout TextBuilder) {
        text.lines(
            """
            ## Broken frames

            A frame that is cut short by the next `tuser`, or whose rows end elsewhere than `tlast` says, is filled up with zeros
            inside, which takes no longer than the frame would have; meanwhile `s_axi4s_tready` may be low. What is left of it at
            the input is dropped. \
            \(design.interface.passesBroken
                ? "Its map leaves with `out_broken` high in its last beat." : "It gets no answer.")
            The next frame is answered as if nothing had been.

            """)
    }

    private func writeBitStream(_ plan: StreamPlan, _ text: inout TextBuilder) {
        let depth = circuit.netlist.encoding.depthModulationSize
        writeProtocol(plan.input, &text)
        text.lines(
            """
            | `s_axi4s_tdata` | a pixel: \(plan.input.channels) bit\(plan.input.channels == 1 ? "" : "s"), bit c is channel c\
            \(depth > 1 ? " (channel of the image · \(depth) + depth of the modulation)" : "") |
            | `m_axi4s_tdata` | \(plan.outputBits) bits, \(
                plan.tail == nil
                    ? "bit c is channel c of a pixel of \(plan.map.height) × \(plan.map.width)" : "the outputs of the net, one beat a frame") |
            | `m_axi4s_tuser` `m_axi4s_tlast` | bit 0: start of the frame; end of the row |
            | `param_blank_num` | of no effect; there for designs that were written for the original's module |

            """)
        let frames = circuit.framesPerImage
        if frames > 1 {
            text.line(
                "An image is sent \(frames) times, as bits at the thresholds of frame 0, 1, …; the outputs for these frames "
                    + "are counted together.")
            text.line()
        }
    }

    private func writePixelStream(_ design: StreamDesign, _ text: inout TextBuilder) {
        let interface = design.interface
        let channels = interface.inputBits / 8
        writeProtocol(interface.input, &text)
        text.line(
            "| `s_axi4s_tdata` | a pixel, 0 … 255"
                + (channels == 1 ? "" : " in each of \(channels) channels: channel c at `[8c+7:8c]`") + " |")
        switch design.shell?.counting {
        case .map(let writer):
            let (width, places) = (writer.countWidth, writer.map.pixelCount)
            text.lines(
                """
                | `m_axi4s_tdata` | the counts at a place of \(writer.map.height) × \(writer.map.width), one place a beat: \
                count j at `[\(width)j+\(width - 1):\(width)j]` is that of number j · \(places) + place |
                | `m_axi4s_tuser` `m_axi4s_tlast` | bit 0: start of the map; end of the row |
                """)
        default:
            let ports = circuit.isClassifier ? "`out_class` `out_counts`" : "`out_counts`"
            text.lines(
                """
                | \(ports) | the answer to an image |
                | `out_valid` `out_ready` | the answer is taken in a cycle with both; until then it stays |
                """)
        }
        text.line()
        let frames = circuit.framesPerImage
        if frames > 1 {
            text.line(
                "An image is sent once. It becomes \(frames) bit frames in the module: the first as its pixels come in, the others "
                    + "from a memory; until all have gone through, `s_axi4s_tready` is low.")
            text.line()
        }
        let depth = circuit.netlist.encoding.depthModulationSize
        if depth > 1 {
            text.line(
                "Channel c of a bit frame is bit c mod \(depth) of channel c ÷ \(depth) of the image, rounded down.")
            text.line()
        }
    }
}
