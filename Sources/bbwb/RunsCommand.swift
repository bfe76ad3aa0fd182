import ArgumentParser
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb runs`: the past runs.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Lists past runs, the newest first.",
        discussion:
            """
            All words of the filter must occur in a run's name, data set, state, seed or note, as in: bbwb runs tiny finished. Words \
            such as batch_size>=64, learning_rate<0.01 or best>90% compare a field of the experiment, or epoch, step, seed, best, last, \
            name, experiment, data, state or note; quote them for the shell.
            """)

    @Argument(help: "Words to search for.")
    var filter: [String] = []

    @OptionGroup var store: RunStoreOptions

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    @Flag(help: "Print a table in the form CSV, with the fields in which the runs differ.")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv cannot be used together") }
    }

    func run() throws {
        let text = filter.joined(separator: " ")
        let filter = RunFilter(text)
        if let problem = filter.problem {
            throw UsageError(
                cause: BrainError(
                    .usage, what: "the filter", why: problem, remedy: "write NAME, a sign and a value: 'best>0.9'"))
        }
        let runs = store.store.runs(matching: text)
        if runs.isEmpty, let name = filter.unknownNames(in: store.store.runs()).first {
            Console.errors.line("warning: no run has a field '\(name)'")
        }
        if json {
            for run in runs { try Console.json(run) }
            return
        }
        if csv { return Console.output.lines(RunSheet.text(runs)) }
        guard !runs.isEmpty else {
            Console.errors.line("no run in \(store.out)\(filter.isEmpty ? "" : " matches")")
            return
        }
        for line in TextTable(Self.headings, rows: runs.map(Self.cells)).lines { Console.line(line) }
    }

    private static let headings = [
        "run", "data", "began", "state", "epochs", "steps", "steered", "last", "best", "best on test",
    ]

    private static func cells(_ run: RunSummary) -> [String] {
        [
            run.name, run.data, date(run.began), run.state.rawValue, "\(run.epoch)/\(run.epochs)", "\(run.step)",
            "\(run.steeringCount)", run.last.map { Self.figure($0.heldOut, $0.part) } ?? "-",
            run.best.map { Self.figure($0.heldOut, $0.part) + " @ \($0.epoch)" } ?? "-",
            run.test.map { Self.figure($0.test, .test) + " @ \($0.netEpoch)" } ?? "-",
        ]
    }

    /// `validation accuracy 0.9120`.
    private static func figure(_ figures: JournalRecord.Measurement, _ part: DataPart) -> String {
        "\(part.rawValue) \(ProgressLine.figure(figures.metric, figures.kind))"
    }

    /// In local time. (The calendar's way takes ten times as long, which shows with thousands of runs.)
    private static func date(_ date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%d %H:%M", &parts)
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}
