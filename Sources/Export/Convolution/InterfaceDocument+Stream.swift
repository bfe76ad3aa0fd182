import Netlist

extension InterfaceDocument {
    /// The file of a convolutional net as a stream.
    func stream(_ plan: StreamPlan) -> String {
        var text = TextBuilder()
        text.line("# Inputs and outputs of `\(circuit.name)`")
        text.line()
        let depth = circuit.netlist.encoding.depthModulationSize
        text.lines(
            """
            ## Stream protocol

            AXI4-Stream video: a pixel a beat, row after row. A beat is transferred in a cycle with `tvalid` and `tready`; the
            module takes any gaps at its input and any stalls at its output. Frames must be whole: \(plan.input.height) rows of \
            \(plan.input.width) pixels.

            | port | |
            | --- | --- |
            | `clk` | rising edge |
            | `reset` | synchronous, active high; drops the frames that are under way |
            | `s_axi4s_tdata` | a pixel: \(plan.input.channels) bit\(plan.input.channels == 1 ? "" : "s"), bit c is channel c\
            \(depth > 1 ? " (channel of the image · \(depth) + depth of the modulation)" : "") |
            | `s_axi4s_tuser` | bit 0: the first pixel of a frame; pixels before the first such one are dropped |
            | `s_axi4s_tlast` | the last pixel of a row; not needed, as rows are counted |
            | `m_axi4s_tdata` | \(plan.outputBits) bits, \(
                plan.tail == nil
                    ? "bit c is channel c of a pixel of \(plan.map.height) × \(plan.map.width)" : "the outputs of the net, one beat a frame") |
            | `m_axi4s_tuser` `m_axi4s_tlast` | bit 0: start of the frame; end of the row |
            | `param_blank_num` | of no effect; there for designs that were written for the original's module |

            """)
        let frames = circuit.framesPerImage
        if frames > 1 {
            text.line(
                "An image is sent \(frames) times, as bits at the thresholds of frame 0, 1, …; what leaves for these frames "
                    + "is counted together.")
            text.line()
        }
        writeThresholds(&text)
        writeAnswers(&text)
        return text.text
    }
}
