import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb sweep`: the manual's modulation figure.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Trains an experiment at several oversamplings and draws the modulation figure.",
        discussion: """
            Each training is a separate run in the folder of runs. Ctrl-C saves and exits with status 130; the same command \
            continues from there without repeating what has finished. sweep-NAME.csv holds the table; .svg, .png and .ppm the curves.
            """)

    @Argument(help: "An experiment's name or file.")
    var experiment: String

    @Option(help: ArgumentHelp("Frames per image, in training and in the test.", valueName: "n,n,…"))
    var oversampling = Command.modulationLadder.map(String.init).joined(separator: ",")

    @Option(help: "Number of trainings at each oversampling, with consecutive seeds.")
    var seeds = 1

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
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
        var reported: Set<Int> = []
        var hasTrained = true
        // A point that someone else is at is passed over; who knows whether it will be finished: it is looked at again as long
        // as there was something to do.
        while hasTrained {
            hasTrained = false
            for (index, point) in sweep.points.enumerated() where !reported.contains(index) {
                let name = "x\(point.oversampling) seed \(point.seed)  "
                let output: HeadlessRun.Output = !json && isatty(STDOUT_FILENO) == 1 ? .status(name) : .silent
                guard let isNew = try PlannedTraining(spec: point.spec, store: store).finish(output) else { continue }
                let progress = sweep.progress(in: store)
                if isNew { try writeFigure(SweepFigure(sweep, progress), of: sweep) }
                try report(point, progress[index], isNew: isNew)
                reported.insert(index)
                hasTrained = hasTrained || isNew
            }
        }
        let figure = SweepFigure(sweep, sweep.progress(in: store))
        let files = try writeFigure(figure, of: sweep)
        for (index, point) in sweep.points.enumerated() where !reported.contains(index) {
            try reportTaken(point, sweep.progress(in: store)[index])
        }
        if json {
            for row in figure.rows { try Console.json(RowLine(row, figure.metric, figure.part)) }
            return
        }
        for line in TextTable(Self.headings(figure.metric, figure.part), rows: figure.rows.map(Self.cells)).lines {
            Console.line(line)
        }
        Console.line("wrote \(files.joined(separator: ", "))")
    }
}
