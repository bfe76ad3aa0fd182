import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb replay`: a past run once more, and whether it comes out the same.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Runs a past run again and compares every bit that it recorded.",
        discussion: """
            The experiment, its seed and each command with its step come from the run's folder. Exit status 0 means that every \
            figure, every checkpoint and the final state have the same bits; 1 means that something differs.
            """)

    @Argument(
        help: ArgumentHelp(
            "A run: its folder, NAME/TIME, or an experiment's name for its newest run.", valueName: "run"))
    var subject: String

    @OptionGroup var store: RunStoreOptions
    @OptionGroup var device: DeviceOption

    @Option(help: "Number of threads; the result is the same for any number.")
    var threads: Int?

    @Flag(help: "Print one JSON object on standard output, and nothing else.")
    var json = false

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1") }
    }

    /// The result as an object.
    private struct Line: Encodable {
        var event = "replay"
        var run: String
        var threads: Int
        var kernels: String
        var identical: Bool
        var outcome: Replay.Outcome
    }

    func run() throws {
        // The team of threads is made when it is first needed, from this variable.
        if let threads { setenv("BBWB_THREADS", String(threads), 1) }
        let replay = try Replay(store.find(subject))
        try device.choose()
        let display = Progress(last: replay.lastStep, isShown: !json)
        let outcome = try replay.run(onProgress: display.show)
        Console.output.clearStatus()
        let threads = Parallel.shared.threadCount
        if json {
            try Console.json(
                Line(
                    run: replay.directory.path, threads: threads, kernels: Kernels.selectedName,
                    identical: outcome.isIdentical, outcome: outcome))
        } else {
            if let traffic = BrainSystem.deviceTraffic {
                let trained = max(1, outcome.trainedMiniBatches)
                Console.line(
                    "device \(BrainSystem.device ?? 0): \(traffic.toDevice / trained) bytes went there for each mini-batch, "
                        + "and \(traffic.toHost / trained) came back, measurements included")
            }
            if let loss = BrainSystem.lostDevice { Console.line("\(loss): the processor did the rest") }
            Console.line(
                "replayed \(replay.directory.path): \(outcome.trainedMiniBatches) mini-batches, "
                    + "\(outcome.commands) commands, \(threads) thread\(threads == 1 ? "" : "s")")
        }
        guard outcome.isIdentical else { throw difference(replay, outcome) }
        guard !json else { return }
        let count = { (subject: Replay.Subject) in outcome.comparisons.count { $0.subject == subject } }
        Console.line(
            "identical: \(count(.epoch)) epochs, \(count(.checkpoint)) checkpoints"
                + (count(.end) > 0 ? " and the end" : "") + ", bit for bit")
        Console.line("net      \(outcome.digest.net)")
        Console.line("training \(outcome.digest.training)")
    }

    private func difference(_ replay: Replay, _ outcome: Replay.Outcome) -> BrainError {
        let what = "replay of \(replay.directory.path)"
        guard let first = outcome.firstDifference else {
            return BrainError(
                .format, what: what, why: "the run recorded no state to compare with",
                remedy: "replay a run that reached the end of an epoch")
        }
        let remedy =
            replay.kernels == Kernels.selectedName
            ? "check whether its spec.yaml or journal was edited, or the data set has changed"
            : "it ran with the kernels \(replay.kernels), and this machine uses \(Kernels.selectedName): use a similar processor"
        return BrainError(
            .format, what: what, why: "the \(first.subject.rawValue) at step \(first.step) came out differently",
            remedy: remedy)
    }

    /// A line that is rewritten as the replay proceeds.
    private struct Progress {
        let last: Int
        let isShown: Bool

        func show(_ step: Int) {
            guard isShown, step % 16 == 0 || step == last else { return }
            Console.output.status("step \(step) of \(last)")
        }
    }
}
