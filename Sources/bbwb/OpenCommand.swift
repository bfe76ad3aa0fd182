import ArgumentParser
import Foundation
import TerminalUI
import Workbench

/// `bbwb [EXPERIMENT]`: the workbench itself, or a headless training where there is no terminal.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Opens the workbench on an experiment, a checkpoint or a run (the default).",
        discussion: """
            The workbench trains on until you stop it, unless --epochs says when. Without a terminal it trains headless for \
            the experiment's epochs and prints a line for each; so it does on a terminal of type dumb.
            """)

    /// Epochs of a workbench that was not told how many: more than anybody watches.
    private static let openEndedEpochs = 1000

    @Argument(help: "An experiment's name or file, a checkpoint, or a run's folder.")
    var experiment = ExperimentLibrary.defaultName

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    mutating func run() throws {
        // A dumb terminal cannot be drawn on: it gets the lines that a file would.
        let isDumb = ProcessInfo.processInfo.environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        let isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !isDumb
        if isInteractive && options.epochs == nil { options.epochs = Self.openEndedEpochs }
        let source = try options.checkingUsage {
            try ExperimentSource(experiment, overrides: options.specificationOverrides())
        }
        guard isInteractive else {
            try HeadlessRun(source, runsFolder: options.out, output: .lines).run()
            return
        }
        let session = Session(
            spec: source.spec,
            options: SessionOptions(runsFolder: options.out, checkpointPath: source.checkpointPath))
        let outcome: ApplicationOutcome
        do {
            outcome = try MainActor.assumeIsolated {
                try runApplication(session: session, options: ApplicationOptions(asciiOnly: ascii))
            }
        } catch let error as TerminalError {
            throw SessionFailure(reason: error.description)
        }
        if case .failed(let reason) = session.snapshot.state { throw SessionFailure(reason: reason) }
        if case .interrupted = outcome { throw ExitCode(130) }
    }
}
