import ArgumentParser
import BinaryBrain
import Foundation
import TerminalUI
import Workbench

/// `bbwb [EXPERIMENT]`: the workbench itself, or a headless training where there is no terminal.
struct OpenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Opens the workbench on an experiment, a checkpoint or a run (the default).",
        discussion: """
            Without a name it shows a list of experiments. The workbench trains for the experiment's epochs, or \
            for --epochs; its key E trains more. Without a terminal, or on one of type dumb, it trains headless and prints a line \
            for each epoch. Theme and keys can be set permanently in ~/.config/bbwb/config.yaml.
            """)

    @Argument(help: "An experiment's name or file, a checkpoint, or a run's folder.")
    var experiment: String?

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Option(
        help: ArgumentHelp("Colours: \(ThemeName.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name")
    )
    var theme: String?

    private var themeName: ThemeName? { theme.flatMap(ThemeName.init(rawValue:)) }

    func validate() throws {
        if let theme, themeName == nil {
            throw ValidationError(
                "--theme: \(NearestName.remedy(for: theme, among: ThemeName.allCases.map(\.rawValue)))")
        }
    }

    mutating func run() throws {
        // A dumb terminal cannot be drawn on: it gets the lines that a file would.
        let isDumb = ProcessInfo.processInfo.environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        guard isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !isDumb else {
            let source = try openSource(experiment ?? ExperimentLibrary.defaultName)
            try HeadlessRun(source, runsFolder: options.out, output: .lines).run()
            return
        }
        // What is wrong in the configuration is said before the screen opens.
        let configuration = try WorkbenchConfiguration(environment: ProcessInfo.processInfo.environment)
        let applicationOptions = ApplicationOptions(
            asciiOnly: ascii, theme: themeName, usualTheme: try ThemeName(configuration),
            keys: try KeyMap(configuration))
        let folder = options.out
        let start: ApplicationStart
        let stopEarly: @Sendable () -> Void
        if let experiment {
            let session = Self.session(try openSource(experiment), runsFolder: folder)
            start = .session(session)
            // It trains already while the screen opens.
            stopEarly = { session.end(saving: true) }
        } else {
            stopEarly = { Interruption.leave() }
            // Wrong overrides are told before the screen opens, too.
            _ = try openSource(ExperimentLibrary.defaultName)
            let command = self
            start = .menu(ExperimentMenu.menu) { name in
                Self.session(try command.openSource(name), runsFolder: folder)
            }
        }
        let outcome: ApplicationOutcome
        do {
            Interruption.handle(by: stopEarly)
            defer { Interruption.endHandling() }
            outcome = try MainActor.assumeIsolated { try runApplication(start, options: applicationOptions) }
        } catch let error as TerminalError {
            throw SessionFailure(reason: error.description)
        }
        switch outcome {
        case .quit: break
        case .interrupted: throw ExitCode(StopRequests.exitStatus)
        case .abandoned: Interruption.leave()
        case .failed(let reason): throw SessionFailure(reason: reason)
        }
    }

    private static func session(_ source: ExperimentSource, runsFolder: String) -> Session {
        Session(
            spec: source.spec,
            options: SessionOptions(runsFolder: runsFolder, checkpointPath: source.checkpointPath))
    }

    private func openSource(_ name: String) throws -> ExperimentSource {
        try options.checkingUsage { try ExperimentSource(name, overrides: options.specificationOverrides()) }
    }
}
