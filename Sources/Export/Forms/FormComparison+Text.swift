import BinaryBrain
import Foundation

extension FormComparison {
    /// A line a form: loss, metric, and on how many images it answers otherwise than the net as stored.
    public var lines: [String] { figures.map(line) }

    private func line(_ figures: Figures) -> String {
        var text = figures.form.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
        if let loss = figures.loss, let value = figures.metric, let metric {
            text += "loss \(loss.fixed(4))  \(metric.name) \(value.fixed(4))  "
        }
        text += "\(imageCount.grouped) \(noun)"
        if figures.form != .stored { text += ", \(Self.difference(figures))" }
        if figures.form == .netlist, let defects = netlistDefects, defects > 0 {
            text += "; NOT THE NET IN BINARY MODE on \(defects): report this as a defect"
        }
        return text
    }

    private static func difference(_ figures: Figures) -> String {
        guard figures.differing > 0 else { return "all answers equal stored" }
        let classes = figures.differingClasses.map { ", \($0.grouped) of them in class" } ?? ""
        return "\(figures.differing.grouped) answers differ from stored\(classes)"
    }

    /// What an export of this net begins with, if the net that it writes and proves is not the one that is stored; else nil.
    public var notice: String? {
        guard storedIsAnother, let binary = self[.binary] else { return nil }
        let output = layersOfNumbers.count == 1 ? "outputs" : "output"
        return
            "exported in binary mode, which is not the net as stored: \(namesOfNumbers) \(output) real numbers there; of "
            + "\(imageCount.grouped) \(noun) \(Self.difference(binary))"
    }

    /// The layers by name, equal ones together, at most three names: `HardTanh (3), scaled and 2 more`.
    private var namesOfNumbers: String {
        var counts: [(name: String, count: Int)] = []
        for name in layersOfNumbers {
            if let known = counts.firstIndex(where: { $0.name == name }) {
                counts[known].count += 1
            } else {
                counts.append((name, 1))
            }
        }
        let shown = counts.prefix(3).map { SafeText.comment($0.name) + ($0.count > 1 ? " (\($0.count))" : "") }
        let others = counts.dropFirst(3).reduce(0) { $0 + $1.count }
        return shown.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
    }

    /// The lines under a heading, for the bundle's documents.
    var section: String {
        var text = TextBuilder()
        text.line()
        text.line("Answers")
        for line in lines { text.line("  \(line)") }
        return text.text
    }
}
