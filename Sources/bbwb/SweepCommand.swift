import ArgumentParser
import BinaryBrain
import Foundation
import TerminalUI
import Workbench

/// `bbwb sweep`: the manual's modulation figure.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Trains an experiment at several oversamplings, and draws the modulation figure.",
        discussion: """
            Every training is a run of its own in the folder of runs. Ctrl-C saves and exits with status 130; the same command \
            goes on from there, and does not repeat what has finished. Table and curves are in sweep-NAME.csv, .svg and .ppm.
            """)

    @Argument(help: "An experiment's name or file.")
    var experiment: String

    @Option(help: ArgumentHelp("Frames an image becomes, in training and in the test.", valueName: "n,n,…"))
    var oversampling = Command.modulationLadder.map(String.init).joined(separator: ",")

    @Option(help: "Trainings of each oversampling, with seeds one apart.")
    var seeds = 1

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "One JSON object a line on standard output, and nothing else.")
    var json = false

    func validate() throws {
        guard seeds >= 1 else { throw ValidationError("--seeds takes a number from 1") }
        guard !sizes.isEmpty else { throw ValidationError("--oversampling takes sizes such as 1,3,7,15,31") }
    }

    /// The sizes asked for; empty if they cannot be read.
    private var sizes: [Int] {
        let words = oversampling.split(separator: ",", omittingEmptySubsequences: false)
        let sizes = words.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
        return sizes.count == words.count ? sizes : []
    }

    func run() throws {
        let sweep = try options.checkingUsage {
            try OversamplingSweep(
                experiment, oversamplings: sizes, seeds: seeds, overrides: options.specificationOverrides())
        }
        let store = RunStore(path: options.out)
        // One for all trainings: a signal between two of them ends the sweep as it does in one.
        let interruption = Interruption()
        defer { interruption.end() }
        for (index, point) in sweep.points.enumerated() {
            let progress = sweep.progress(in: store)
            guard case .finished = progress[index] else {
                try train(point, progress[index], until: interruption)
                try writeFigure(SweepFigure(sweep, sweep.progress(in: store)), of: sweep)
                try report(point, sweep.progress(in: store)[index], isNew: true)
                continue
            }
            try report(point, progress[index], isNew: false)
        }
        let figure = SweepFigure(sweep, sweep.progress(in: store))
        let files = try writeFigure(figure, of: sweep)
        if json {
            for row in figure.rows { print(try JSONLine.text(RowLine(row, figure.metric))) }
            return
        }
        for line in TextTable(Self.headings(figure.metric), rows: figure.rows.map(Self.cells)).lines { print(line) }
        print("wrote \(files.joined(separator: ", "))")
    }

    private func train(
        _ point: OversamplingSweep.Point, _ progress: OversamplingSweep.Progress, until interruption: Interruption
    ) throws {
        var checkpoint: String?
        if case .begun(let path) = progress { checkpoint = path }
        let name = "x\(point.oversampling) seed \(point.seed)  "
        let output: HeadlessRun.Output = !json && isatty(STDOUT_FILENO) == 1 ? .status(name) : .silent
        try HeadlessRun(
            ExperimentSource(spec: point.spec, checkpointPath: checkpoint), runsFolder: options.out, output: output
        ).run(until: interruption)
    }

    // MARK: Output

    private struct PointLine: Encodable {
        var event = "point"
        var oversampling: Int
        var seed: UInt64
        var epochs: Int
        var test: JournalRecord.Measurement
        var run: String
        var trained: Bool
    }

    private struct RowLine: Encodable {
        var event = "row"
        var oversampling: Int
        var seeds: Int
        var metric: String
        var test: SweepFigure.Spread?
        var loss: SweepFigure.Spread?

        init(_ row: SweepFigure.Row, _ kind: MetricKind) {
            oversampling = row.oversampling
            seeds = row.seeds.count
            metric = kind.rawValue
            test = row.metric
            loss = row.loss
        }
    }

    private func report(_ point: OversamplingSweep.Point, _ progress: OversamplingSweep.Progress, isNew: Bool) throws {
        guard case .finished(let directory, let epochs) = progress, let last = epochs.last else { return }
        // Whoever follows through a pipe sees each training when it is done.
        defer { fflush(nil) }
        if json {
            print(
                try JSONLine.text(
                    PointLine(
                        oversampling: point.oversampling, seed: point.seed, epochs: last.epoch, test: last.test,
                        run: directory.path, trained: isNew)))
        } else {
            print(
                "x\(point.oversampling) seed \(point.seed)  \(last.epoch) epochs  test "
                    + "\(ProgressLine.figure(last.test.metric, last.test.kind))  \(directory.path)"
                    + (isNew ? "" : "  (was done)"))
        }
    }

    private static func headings(_ metric: MetricKind) -> [String] {
        [
            "oversampling", "cycles/image", "seeds", "test \(metric.rawValue)", "±", "lowest", "highest", "test loss",
            "±",
        ]
    }

    private static func cells(_ row: SweepFigure.Row) -> [String] {
        let number = { (value: Double?) in value.map(ProgressLine.number) ?? "-" }
        return [
            "x\(row.oversampling)", "\(row.oversampling)", "\(row.seeds.count)", number(row.metric?.mean),
            number(row.metric?.deviation), number(row.metric?.lowest), number(row.metric?.highest),
            number(row.loss?.mean), number(row.loss?.deviation),
        ]
    }

    /// Writes table and curves of what is done so far, and returns the files' paths.
    @discardableResult
    private func writeFigure(_ figure: SweepFigure, of sweep: OversamplingSweep) throws -> [String] {
        let base = "\(options.out)/sweep-\(sweep.experiment)"
        try AtomicFile.write(Array(figure.csv.utf8), to: "\(base).csv")
        let plot = PlotFile(
            title: "test \(sweep.metric.rawValue) of \(sweep.experiment) by oversampling", metric: sweep.metric,
            curves: figure.rows.map { (name: "x\($0.oversampling)", history: $0.metricCurve) })
        for kind in PlotFile.Kind.allCases {
            try AtomicFile.write(plot.encoded(as: kind), to: "\(base).\(kind.rawValue)")
        }
        return ["\(base).csv"] + PlotFile.Kind.allCases.map { "\(base).\($0.rawValue)" }
    }
}
