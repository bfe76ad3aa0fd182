import Foundation

/// Past runs as a table in the form CSV: figures first, then each field of the experiments that is not the same in all of them.
public enum RunSheet {
    private static let headings = [
        "run", "experiment", "data", "seed", "began", "state", "epoch", "epochs", "step", "best", "best_epoch", "last",
        "test",
        "steered", "note",
    ]

    /// The table with its heading, a line a run.
    public static func text(_ runs: [RunSummary]) -> String {
        let paths = Set(runs.flatMap { Array($0.fields.values.keys) }).sorted().filter { path in
            // What a column of the list's own says already.
            !headings.contains(path) && path != "name" && Set(runs.map { $0.fields.values[path] }).count > 1
        }
        var lines = [line(headings + paths)]
        for run in runs { lines.append(line(cells(run) + paths.map { run.fields.values[$0] ?? "" })) }
        return lines.joined()
    }

    private static func cells(_ run: RunSummary) -> [String] {
        var cells: [String] = [run.name, run.experiment, run.data, String(run.seed)]
        cells.append(ISO8601DateFormatter().string(from: run.began))
        cells.append(run.state.rawValue)
        cells += [run.epoch, run.epochs, run.step].map(String.init)
        cells.append(number(run.best?.heldOut.metric))
        cells.append(run.best.map { String($0.epoch) } ?? "")
        cells.append(number(run.last?.heldOut.metric))
        cells.append(number(run.test?.test.metric))
        cells.append(String(run.steeringCount))
        cells.append(run.note ?? "")
        return cells
    }

    private static func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }

    private static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\n" }

    /// In quotes where a comma, a quote or a line break would be taken for part of the table.
    private static func cell(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
