import Netlist

/// What don't-cares from training data made of a net.
public struct CareFigures: Sendable, Hashable, Codable {
    /// Which patterns counted.
    public let choice: CareChoice
    /// Training samples that were looked at.
    public let sampleCount: Int
    /// Frames of bits that they became.
    public let frameCount: Int
    /// Frames of them on which an output bit is not that of the trained net.
    public let differingFrames: Int
    /// The net for all inputs.
    public let before: LutCounts
    /// The reduced net.
    public let after: LutCounts
    /// Most inputs of a LUT that is written: 4 or 6.
    public let lutInputs: Int

    /// The section of `report.txt`.
    var section: String {
        var text = TextBuilder()
        text.line()
        text.line("Reduced by what \(samples) show (--care \(choice))")
        text.line(
            choice.threshold == 1
                ? "  Patterns of a LUT that no frame shows where an output depends on it may have any value."
                : "  Patterns of a LUT that fewer than \(choice.threshold.grouped) frames show where an output depends on it "
                    + "may have any value.")
        text.line("                               for all inputs     reduced")
        row("LUTs of up to 6 inputs", before.six, after.six, &text, isWritten: lutInputs == 6)
        row("  in pairs (LUT6_2)", before.paired, after.paired, &text)
        row("LUTs of up to 4 inputs", before.four, after.four, &text, isWritten: lutInputs == 4)
        row("input bits read", before.inputs, after.inputs, &text)
        row("pixels, or numbers, read", before.numbers, after.numbers, &text)
        text.line("  LUTs are those of two inputs or more, by this program's own count.")
        return text.text
    }

    private func row(_ name: String, _ before: Int, _ after: Int, _ text: inout TextBuilder, isWritten: Bool = false) {
        func column(_ number: Int, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - number.grouped.count)) + number.grouped
        }
        let change = before == 0 ? "" : "  \((100 * Double(after - before) / Double(before)).fixed(1)) %"
        text.line(
            "  \(name)\(String(repeating: " ", count: 27 - name.count))" + column(before, 16) + column(after, 12)
                + change
                + (isWritten ? ", written" : ""))
    }

    /// `60,000 training samples in 420,000 frames`.
    var samples: String { "\(sampleCount.grouped) training samples in \(frameCount.grouped) frames" }

    /// A line for whoever exports.
    public var line: String {
        "reduced by --care \(choice), \(samples): LUT6 \(before.six.grouped) to \(after.six.grouped), LUT4 "
            + "\(before.four.grouped) to \(after.four.grouped), input bits \(before.inputs.grouped) to "
            + "\(after.inputs.grouped)"
    }

    /// What a proof says of the net that it is about.
    var limit: String {
        choice.threshold == 1
            ? "whether the reduced net answers like the trained one beyond \(samples)"
            : "whether the reduced net answers like the trained one: it may differ wherever fewer than "
                + "\(choice.threshold.grouped) training frames show a pattern, and on any input that is no training sample"
    }
}
