import Foundation

/// Past runs as a table in the form CSV: figures first, then each field of the experiments that is not the same in all of them.
public enum RunSheet {
    /// The table with its heading, a line a run.
    public static func text(_ runs: [RunSummary]) -> String {
        let paths = Set(runs.flatMap(\.fields.values.keys)).sorted().filter { path in
            Set(runs.map { $0.fields.values[path] }).count > 1 && path != "seed"
        }
        let heading =
            [
                "run", "experiment", "data", "seed", "began", "state", "epoch", "epochs", "step", "best", "best_epoch",
                "last", "test", "steered", "note",
            ] + paths
        let rows = runs.map { run in
            let figures = [
                run.name, run.experiment, run.data, "\(run.seed)", ISO8601DateFormatter().string(from: run.began),
                run.state.rawValue, "\(run.epoch)", "\(run.epochs)", "\(run.step)",
                run.best.map { "\($0.heldOut.metric)" } ?? "", run.best.map { "\($0.epoch)" } ?? "",
                run.last.map { "\($0.heldOut.metric)" } ?? "", run.test.map { "\($0.test.metric)" } ?? "",
                "\(run.steeringCount)", run.note ?? "",
            ]
            return figures + paths.map { run.fields.values[$0] ?? "" }
        }
        return ([heading] + rows).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// In quotes where a comma, a quote or a line break would be taken for part of the table.
    private static func cell(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
