import Foundation
import Netlist

/// `report.txt`: what the design costs and how fast it is.
struct ReportWriter {
    let circuit: Circuit

    /// The file of a design in hardware.
    var hardware: String {
        var text = TextBuilder()
        writeLuts(&text)
        let frames = circuit.framesPerImage
        let estimate = circuit.clockEstimate
        text.line()
        text.line("Timing")
        text.line("  levels of LUTs               \(circuit.netlist.statistics.levelCount)")
        text.line("  registers behind             \(circuit.registers.net.text)")
        if circuit.options.includesIO {
            text.line("  registers of counts behind   \(circuit.registers.head.text)")
        }
        text.line(
            "  flip-flops                   \(circuit.flipFlopCount.grouped), and \(circuit.latency) a bit of user")
        text.line("  latency                      \(circuit.latency) cycles")
        text.line(
            "  initiation interval          1 cycle a bit frame, \(frames) cycle\(frames == 1 ? "" : "s") an image")
        text.line(estimate.lines)
        text.line("                               Only place and route gives the true clock.")
        if circuit.options.includesIO {
            text.line(
                "  beside the LUTs              a comparator for each pixel bit, counters, the choice of the class;")
            text.line(
                "                               they are in the flip-flops and the latency, not in the LUT counts")
        }
        return text.text
    }

    /// The file of a program.
    var software: String {
        var text = TextBuilder()
        writeLuts(&text)
        text.line()
        text.line("Levels of LUTs                 \(circuit.netlist.statistics.levelCount)")
        text.line("Bit frames per image           \(circuit.framesPerImage)")
        return text.text
    }

    private func writeLuts(_ text: inout TextBuilder) {
        let netlist = circuit.netlist
        let report = circuit.simplification
        let live = netlist.statistics
        text.line("\(circuit.name), the net '\(SafeText.comment(circuit.title))'")
        text.line()
        let isReduced = circuit.care != nil
        text.line("LUTs                               raw  simplified" + (isReduced ? "     reduced" : ""))
        let raw = circuit.raw.statistics.layers
        let exact = circuit.exact.statistics.layers
        // A convolution that reads a border has a constant of its own as trained, and none if its stages are put together.
        let hasLayers = live.layers.count == raw.count
        for (index, layer) in raw.enumerated() {
            let name = "\(index) \(SafeText.comment(layer.name))".prefix(28)
            text.line(
                "  \(name)\(String(repeating: " ", count: 28 - name.count))"
                    + column(layer.lutCount, 8) + column(exact[index].lutCount, 12)
                    + (isReduced && hasLayers ? column(live.layers[index].lutCount, 12) : ""))
        }
        text.line(
            "  total                     " + "  " + column(report.raw, 8) + column(report.live, 12)
                + (isReduced ? column(live.lutCount, 12) : ""))
        text.line("  by inputs 0 … 6              " + live.lutsByInputCount.map(\.grouped).joined(separator: " "))
        text.line(
            "  removed                      \(report.constants) constant, \(report.passThroughs) wires or inverters, "
                + "\(report.duplicates) equal to others, \(report.dead) unused")
        text.line("  added                        \(report.addedForOutputs) for constant or inverted outputs")
        text.line(
            "Input bits                     \(netlist.inputCount.grouped), \(live.usedInputCount.grouped) of them used")
        if let use = circuit.inputUse { text.line("  constant                     \(use.text(netlist))") }
        if let normalized = circuit.normalized { text.line("Numbers                        \(normalized.notice)") }
        text.line(HardwareCount(netlist).line)
        text.line("Output bits                    \(netlist.outputs.count.grouped)")
    }

    private func column(_ number: Int, _ width: Int) -> String {
        let digits = number.grouped
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }
}
