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
    @OptionGroup var device: DeviceOption

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

    /// Whether standard input and output are a terminal that can be drawn on; a dumb one gets the lines that a file would.
    static var hasScreen: Bool {
        let isDumb = ProcessInfo.processInfo.environment["TERM"].map { $0 == "dumb" || $0.isEmpty } ?? true
        return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !isDumb
    }

    mutating func run() throws {
        try device.choose()
        guard Self.hasScreen else {
            let source = try openSource(experiment ?? ExperimentLibrary.defaultName)
            try HeadlessRun(source, runsFolder: options.out, output: .lines).run()
            return
        }
        // What is wrong in the configuration is said before anything begins.
        let look = try Self.look(ascii: ascii, theme: themeName)
        let folder = options.out
        let stopEarly: @Sendable () -> Void
        let session: Session?
        if let experiment {
            let opened = Session(source: try openSource(experiment), runsFolder: folder)
            session = opened
            // It trains already while the screen opens.
            stopEarly = { opened.end(saving: true) }
        } else {
            session = nil
            stopEarly = { Interruption.leave() }
            // Wrong overrides are told before the screen opens, too.
            _ = try openSource(ExperimentLibrary.defaultName)
        }
        let command = self
        let start = ApplicationStart(session: session, menu: { ExperimentMenu.menu(runsFolder: folder) }) { name in
            // What was said on the command line was said of the experiment that it names.
            let source = try command.experiment == nil ? command.openSource(name) : ExperimentSource(name)
            return Session(source: source, runsFolder: folder)
        }
        try Self.show(start, look, stopEarly: stopEarly)
    }

    /// How the person wants the workbench to look, and its keys.
    static func look(ascii: Bool, theme: ThemeName?) throws -> ApplicationOptions {
        let configuration = try WorkbenchConfiguration(environment: ProcessInfo.processInfo.environment)
        return ApplicationOptions(
            asciiOnly: ascii, theme: theme, usualTheme: try ThemeName(configuration),
            notice: try NoticeKind(configuration), keys: try KeyMap(configuration))
    }

    /// Opens the workbench, and ends with it.
    /// - Parameter stopEarly: called for a request to stop that comes before the screen is open.
    static func show(
        _ start: ApplicationStart, _ options: ApplicationOptions, stopEarly: @escaping @Sendable () -> Void
    ) throws {
        let ending: (outcome: ApplicationOutcome, run: String?)
        do {
            Interruption.handle(by: stopEarly)
            defer { Interruption.endHandling() }
            ending = try MainActor.assumeIsolated { try runApplication(start, options: options) }
        } catch let error as TerminalError {
            throw SessionFailure(reason: error.description)
        }
        if let run = ending.run { Console.line("run: \(run)") }
        switch ending.outcome {
        case .quit: break
        case .interrupted: throw ExitCode(StopRequests.exitStatus)
        case .abandoned: Interruption.leave()
        case .failed(let reason): throw SessionFailure(reason: reason)
        }
    }

    private func openSource(_ name: String) throws -> ExperimentSource {
        try options.checkingUsage { try ExperimentSource(name, overrides: options.specificationOverrides()) }
    }
}

extension Session {
    /// A session that is watched on the screen.
    convenience init(source: ExperimentSource, runsFolder: String) {
        self.init(
            spec: source.spec,
            options: SessionOptions(runsFolder: runsFolder, checkpointPath: source.checkpointPath))
    }
}
