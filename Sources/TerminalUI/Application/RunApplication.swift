import Foundation
import Workbench

/// What the workbench begins with.
public struct ApplicationStart: Sendable {
    /// A session that runs already; nil to begin with the list of what can be opened.
    let session: (any WorkbenchSession)?
    /// Tells what can be opened, now and whenever somebody comes back to the list.
    let menu: @MainActor () -> StartMenu
    /// The tour that is told beside it; nil for none.
    let tour: Tour?
    /// Makes a session of an experiment, a checkpoint or a run; what it throws is said in the status line.
    let open: @MainActor (String) throws -> any WorkbenchSession

    /// A beginning.
    public init(
        session: (any WorkbenchSession)? = nil, menu: @escaping @MainActor () -> StartMenu, tour: Tour? = nil,
        open: @escaping @MainActor (String) throws -> any WorkbenchSession
    ) {
        self.session = session
        self.menu = menu
        self.tour = tour
        self.open = open
    }
}

/// Opens the workbench on the terminal of standard input and output, and returns when the person quits or a signal ends it.
/// The session has then been asked to save (unless declined) and to stop, and has had a moment to do so.
///
/// - Returns: how it ended, and the folder of the run that was open last.
/// - Throws: `TerminalError` if there is no terminal that can show it.
@MainActor
public func runApplication(
    _ start: ApplicationStart, options: ApplicationOptions = ApplicationOptions()
) throws -> (outcome: ApplicationOutcome, run: String?) {
    let terminal = try TerminalDriver(options: options, environment: ProcessInfo.processInfo.environment)
    defer { terminal.end() }
    let signals = try SignalPipe()
    defer { signals.end() }
    let capture = try OutputCapture()
    defer { capture.end() }
    terminal.arm(capture)
    defer { TerminalRescue.disarm() }
    let application = Application(start, options: options, terminal: terminal, signals: signals, capture: capture)
    let outcome = application.run()
    return (outcome, application.session.snapshot.runDirectory)
}
