import Netlist

/// `report.txt` of a streaming net: what it costs and how fast it is.
struct StreamReport {
    let design: StreamDesign
    /// What a simulation has measured without stalls: its line of the testbench.
    var measurement: String?

    private var circuit: Circuit { design.circuit }

    /// The file.
    var text: String {
        var text = TextBuilder()
        text.line(
            "\(circuit.name), the net '\(SafeText.comment(circuit.title))' as a stream"
                + (design.shell == nil ? "" : " from pixels to \(circuit.isClassifier ? "its class" : "counts")"))
        text.line()
        writeLuts(&text)
        text.line()
        writeTiming(&text)
        return text.text
    }

    private func writeLuts(_ text: inout TextBuilder) {
        text.line("LUTs                                  raw  simplified  levels  flip-flops  memory bits")
        for (index, module) in design.modules.enumerated() {
            let luts = module.luts
            text.line(
                "  " + padded("\(index) \(SafeText.comment(module.role))", 34) + column(luts?.raw.luts.count ?? 0, 5)
                    + column(luts?.netlist.luts.count ?? 0, 12) + column(luts?.netlist.statistics.levelCount ?? 0, 8)
                    + column(module.flipFlopCount, 12) + column(module.memoryBits, 13))
        }
        text.line(
            "  " + padded("total", 34) + column(design.rawLutCount, 5) + column(design.lutCount, 12)
                + column(design.circuits.map(\.netlist.statistics.levelCount).reduce(0, +), 8)
                + column(design.modules.map(\.flipFlopCount).reduce(0, +), 12)
                + column(design.modules.map(\.memoryBits).reduce(0, +), 13))
        if design.plan.stages.isEmpty {
            text.line("LUTs are the net's own; the counter of pixels takes some more.")
        } else {
            text.line(
                "  unrolled, for comparison          " + column(circuit.raw.luts.count, 5)
                    + column(circuit.netlist.luts.count, 12))
            text.line(
                "LUTs are the net's own; counters, the choice of rows, the border and the OR gates of poolings take some"
            )
            text.line("more. Flip-flops are all but the few that frame the streams.")
        }
        text.line(
            "Input bits                     \(circuit.netlist.inputCount.grouped), "
                + "\(circuit.netlist.isInputRead.count { $0 }.grouped) of them used")
        if let use = circuit.inputUse { text.line("  constant                     \(use.text(circuit.netlist))") }
        guard design.shell != nil else { return }
        text.line(
            "Comparators and adders turn pixels into bit frames and bits into counts; they are not LUTs of the net.")
    }

    private func writeTiming(_ text: inout TextBuilder) {
        let estimate = design.clockEstimate
        let (cycles, frames) = (design.cyclesPerFrame, circuit.framesPerImage)
        text.line("Timing")
        text.line("  pixels                       one per clock through each stage, with back-pressure")
        if design.shell != nil && frames > 1 {
            text.line(
                "                               an image comes in during its first bit frame; the input then waits")
        }
        text.line(
            "  initiation interval          \(cycles.grouped) cycles a bit frame at least, \((cycles * frames).grouped) "
                + "an image of \(frames) bit frame\(frames == 1 ? "" : "s")")
        writeLatency(&text)
        text.line("  registers behind             \(circuit.registers.net.text)")
        if design.shell != nil { text.line("  registers of counts behind   \(circuit.registers.head.text)") }
        text.line(estimate.lines)
        text.line("                               Only place and route gives the true clock.")
    }

    private func writeLatency(_ text: inout TextBuilder) {
        if let latency = design.latency {
            text.line(
                "  latency                      \(latency.grouped) cycles from the first pixel of \(subject) to its answer, "
                    + "without stalls")
        } else if let measurement {
            text.line("  latency, interval            \(measurement)")
        } else {
            text.line(
                "  latency                      depends on where windows must wait for rows: `make iverilog` measures it"
            )
            text.line("                               and the interval, and --verify writes them here")
        }
    }

    private var subject: String { design.shell == nil ? "a bit frame" : "an image" }

    private func padded(_ text: String, _ width: Int) -> String {
        String(text.prefix(width)) + String(repeating: " ", count: max(0, width - text.count))
    }

    private func column(_ number: Int, _ width: Int) -> String {
        let digits = number.grouped
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }
}
