import CSystem
import Foundation
import Glibc
import Workbench

/// What the workbench begins with.
public enum ApplicationStart {
    /// A session that runs already.
    case session(any WorkbenchSession)
    /// A list to choose from, and what makes a session of the choice; what it throws is said in the status line.
    case menu(StartMenu, open: @MainActor (String) throws -> any WorkbenchSession)
}

/// Opens the workbench on the terminal of standard input and output, and returns when the person quits or a signal ends it.
/// The session has then been asked to save (unless declined) and to stop, and has had a moment to do so.
///
/// - Throws: `TerminalError` if there is no terminal that can show it.
@MainActor
public func runApplication(
    _ start: ApplicationStart, options: ApplicationOptions = ApplicationOptions()
) throws -> ApplicationOutcome {
    let terminal = try TerminalDriver(options: options, environment: ProcessInfo.processInfo.environment)
    defer { terminal.end() }
    let signals = try SignalPipe()
    defer { signals.end() }
    let capture = try OutputCapture()
    defer { capture.end() }
    terminal.arm(capture)
    defer { TerminalRescue.disarm() }
    let application = Application(start, keys: options.keys, terminal: terminal, signals: signals, capture: capture)
    return application.run()
}

/// The main loop: sleeps until a key, a newer snapshot, a signal or captured output, and draws at most thirty times a second.
@MainActor
private final class Application {
    private var session: any WorkbenchSession
    /// What makes a session of a choice; nil once there is one.
    private var open: (@MainActor (String) throws -> any WorkbenchSession)?
    private let browser = RunBrowser()
    private let terminal: TerminalDriver
    private let signals: SignalPipe
    private let capture: OutputCapture
    private var interaction: Interaction
    private var outcome: ApplicationOutcome?
    /// What asked for the end; from the first request on the loop only waits for the session.
    private var requests = StopRequests()
    /// Why the session could not go on, before it was told to stop.
    private var failure: String?
    /// Whether what the session would still save is given up.
    private var isAbandoned = false
    /// Whether the terminal has gone: nothing more is read from it or drawn on it.
    private var isHungUp = false
    private var isDirty = true
    private var lastDrawn: TimeInterval = -1
    /// What is on the screen, and so what a pointer points at.
    private var picture = Canvas(size: Size(width: 0, height: 0))
    /// What the session was told last that somebody looks at.
    private var focus = Focus.overview

    /// When a key was pressed or the pointer used last.
    private var lastInput = Application.now

    /// Thirty pictures a second for whoever is at the keys, ten for whoever only looks on: each costs the training a little,
    /// on this machine and on the way to the terminal.
    private var frameTime: TimeInterval { Self.now - lastInput < 3 ? 1.0 / 30 : 1.0 / 10 }
    private static let capturedLimit = 1000

    init(
        _ start: ApplicationStart, keys: KeyMap, terminal: TerminalDriver, signals: SignalPipe, capture: OutputCapture
    ) {
        self.terminal = terminal
        self.signals = signals
        self.capture = capture
        switch start {
        case .session(let session):
            self.session = session
            interaction = Interaction(session.snapshot)
        case .menu(let menu, let open):
            session = NoSession()
            self.open = open
            interaction = Interaction(session.snapshot)
            interaction.state.overlay = .start(menu)
        }
        interaction.state.size = terminal.size
        interaction.state.keys = keys
        interaction.state.theme = terminal.theme.name
    }

    private static var now: TimeInterval {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9
    }

    func run() -> ApplicationOutcome {
        draw()
        while true {
            if let ended = endedOutcome() { return ended }
            wait()
            if isDirty && Self.now - lastDrawn >= frameTime { draw() }
        }
    }

    /// The outcome, once the session has stopped or is given up. A session that has stopped saves nothing any more and reads
    /// nothing, so the program can end.
    private func endedOutcome() -> ApplicationOutcome? {
        // A session that was stopped before the screen had opened and heard of the signal.
        guard let outcome else {
            return open == nil && session.snapshot.state == .stopped ? .interrupted(signal: SIGTERM) : nil
        }
        if isAbandoned { return .abandoned }
        switch session.snapshot.state {
        case .failed(let reason):
            failure = reason
            return nil
        case .stopped:
            if let failure { return .failed(failure) }
            let missing = session.snapshot.missing
            return missing.isEmpty ? outcome : .failed(missing.joined(separator: "; "))
        default:
            // A checkpoint was loaded, or training began again.
            failure = nil
            return nil
        }
    }

    // MARK: Waiting

    private func wait() {
        let untilFrame = frameTime - (Self.now - lastDrawn)
        // While a picture is due, newer snapshots need not wake anyone: the picture will show the newest.
        let watchesSession = !(isDirty && untilFrame > 0)
        var sources = [
            pollfd(fd: isHungUp ? -1 : terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.readDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: capture.readDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watchesSession ? session.changeDescriptor : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: browser.changeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&sources, nfds_t(sources.count), timeout(untilFrame: untilFrame))
        let ready = sources.map { $0.revents != 0 }
        if ready[1] { handleSignals() }
        if ready[2] { takeCapturedLines() }
        if ready[3] { takeSnapshot() }
        if ready[4] { takeRuns() }
        guard ready[0] else { return }
        // A terminal that went away is as good as SIGHUP.
        let hasGone = sources[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 || terminal.isAtEnd
        if !hasGone { handleKeys() } else if !isHungUp { hangUp() }
    }

    private func hangUp() {
        isHungUp = true
        terminal.letGo()
        interrupt(SIGHUP)
    }

    /// Milliseconds to sleep: until the next picture is due, or for good.
    private func timeout(untilFrame: TimeInterval) -> Int32 {
        var seconds = TimeInterval.infinity
        if isDirty { seconds = max(0, untilFrame) }
        return seconds.isFinite ? Int32((seconds * 1000).rounded(.up)) : -1
    }

    private func takeSnapshot() {
        var count: UInt64 = 0
        _ = read(session.changeDescriptor, &count, 8)
        // Output that a library left in a buffer of the C library comes with the snapshots.
        takeCapturedLines()
        isDirty = true
    }

    private func takeRuns() {
        var count: UInt64 = 0
        _ = read(browser.changeDescriptor, &count, 8)
        interaction.observe(browser.contents)
        isDirty = true
    }

    private func takeCapturedLines() {
        let lines = capture.drain()
        guard !lines.isEmpty else { return }
        let time = Date()
        interaction.state.captured += lines.map { CapturedLine(time: time, text: $0) }
        interaction.state.captured = interaction.state.captured.suffix(Self.capturedLimit)
        isDirty = true
    }

    // MARK: Keys and signals

    private func handleKeys() {
        while let input = terminal.nextInput() {
            lastInput = Self.now
            if requests.isMade {
                // Whoever waits for the save can only give it up.
                if case .key(.control("c")) = input { interrupt(SIGINT) }
                continue
            }
            interaction.now = lastInput
            interaction.observe(session.snapshot)
            let effects =
                switch input {
                case .key(let key): interaction.press(key)
                case .pointer(let event): interaction.point(event, on: picture)
                case .paste(let text): interaction.take(pasted: text)
                }
            for effect in effects { perform(effect) }
            draw()
        }
    }

    private func handleSignals() {
        for signal in signals.drain() {
            switch signal {
            case SIGWINCH, SIGCONT:
                if !isHungUp { terminal.resize() }
                draw()
            case SIGTSTP: suspend()
            default: interrupt(signal)
            }
        }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .send(let command): session.send(command)
        case .quit(let saving):
            requests.make()
            stop(.quit, saving: saving)
        case .suspend: suspend()
        case .redraw: terminal.invalidate()
        case .theme(let name): terminal.choose(name)
        case .open(let name): openSession(name)
        case .listRuns(let folder): browser.list(RunStore(path: folder))
        case .openRun(let path): browser.open(path)
        case .replayRun(let path): browser.replay(path)
        case .listCheckpoints, .findNewestCheckpoint, .writePictures:
            for effect in DiskAnswers.give(effect, to: &interaction) { perform(effect) }
        }
    }

    private func openSession(_ name: String) {
        guard let open else { return }
        do {
            session = try open(name)
            self.open = nil
            interaction.leaveStart()
            interaction.state.status = nil
        } catch {
            interaction.say(error.localizedDescription, .bad)
        }
    }

    private func suspend() {
        guard !isHungUp else { return }
        terminal.suspend { signals.stopHere() }
        draw()
    }

    private func interrupt(_ signal: Int32) {
        switch requests.receive(signal) {
        case .stop:
            interaction.observe(session.snapshot)
            stop(.interrupted(signal: signal), saving: interaction.isWorthSaving)
        case .goOn where signal == SIGINT:
            interaction.say("still saving: ctrl-c again gives up what is not saved", .warning)
            isDirty = true
        case .goOn: break
        case .abandon: isAbandoned = true
        }
    }

    /// Tells the session to end.
    private func stop(_ wanted: ApplicationOutcome, saving: Bool) {
        outcome = wanted
        if case .failed(let reason) = session.snapshot.state { failure = reason }
        session.end(saving: saving)
        interaction.say(saving ? "saving and stopping" : "stopping")
        isDirty = true
    }

    // MARK: Drawing

    private func draw() {
        guard !isHungUp else {
            isDirty = false
            return
        }
        interaction.now = Self.now
        interaction.observe(session.snapshot)
        interaction.state.size = terminal.size
        picture = Frame.draw(interaction.snapshot, interaction.state, size: terminal.size, theme: terminal.theme)
        terminal.present(picture)
        if interaction.state.focus != focus {
            focus = interaction.state.focus
            session.look(at: focus)
        }
        isDirty = false
        lastDrawn = Self.now
    }
}
