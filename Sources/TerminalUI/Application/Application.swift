import CSystem
import Foundation
import Glibc
import Workbench

/// The main loop: sleeps until a key, a newer snapshot, a signal or captured output, and draws at most thirty times a second.
@MainActor
final class Application {
    var sessions: OpenSessions
    var session: any WorkbenchSession { sessions.current }
    /// What makes a session of a choice.
    let open: @MainActor (String) throws -> any WorkbenchSession
    let browser = RunBrowser()
    let queue = QueueBrowser()
    private var queueFocus = QueueBrowser.Focus.nothing
    /// What can be opened by now.
    let makeMenu: @MainActor () -> StartMenu
    let terminal: TerminalDriver
    let signals: SignalPipe
    private let capture: OutputCapture
    var interaction: Interaction
    private var outcome: ApplicationOutcome?
    /// What asked for the end; from the first request on the loop only waits for the session.
    var requests = StopRequests()
    /// Why the session could not go on, before it was told to stop.
    private var failure: String?
    /// Whether what the session would still save is given up.
    private var isAbandoned = false
    /// Whether the terminal has gone: nothing more is read from it or drawn on it.
    var isHungUp = false
    /// Whether keys may be waiting that the loop has not taken for the sake of a signal or of the time.
    var hasInputLeft = false
    var isDirty = true
    var lastDrawn: TimeInterval = -1
    /// What is on the screen, and so what a pointer points at.
    private(set) var picture = Canvas(size: Size(width: 0, height: 0))
    /// What the session was told last that somebody looks at.
    var focus = Focus.overview
    var endNotice = EndNotice()
    let notice: NoticeKind

    /// When the file that is being changed was looked at last, and what it was then.
    var lastDraftLook: TimeInterval = 0
    var draftStamp: FileStamp?

    /// When a key was pressed or the pointer used last.
    var lastInput = Application.now

    private static let capturedLimit = 1000

    init(
        _ start: ApplicationStart, options: ApplicationOptions, terminal: TerminalDriver, signals: SignalPipe,
        capture: OutputCapture
    ) {
        self.terminal = terminal
        self.signals = signals
        self.capture = capture
        notice = options.notice
        open = start.open
        makeMenu = start.menu
        sessions = OpenSessions(start.session)
        interaction = Interaction(sessions.current.snapshot)
        interaction.state.size = terminal.size
        interaction.state.keys = options.keys
        interaction.state.theme = terminal.theme.name
        interaction.state.tour = start.tour
        for effect in interaction.begin(with: start.menu(), isOpen: start.session != nil) { perform(effect) }
    }

    func run() -> ApplicationOutcome {
        draw()
        while true {
            if let ended = endedOutcome() { return ended }
            wait()
            lookAtDraft()
            if isDirty, untilPicture <= 0 { draw() }
        }
    }

    /// The outcome, once the session has stopped or is given up. A session that has stopped saves nothing any more and reads
    /// nothing, so the program can end.
    private func endedOutcome() -> ApplicationOutcome? {
        // A session that was stopped before the screen had opened and heard of the signal.
        guard let outcome else {
            return sessions.hasStopped ? .interrupted(signal: SIGTERM) : nil
        }
        if isAbandoned { return .abandoned }
        // What was closed before is saved to the end, too.
        guard sessions.areClosed else { return nil }
        switch session.snapshot.state {
        case .failed(let reason):
            failure = reason
            return nil
        case .stopped:
            if let failure { return .failed(failure) }
            let missing = session.snapshot.missing
            return missing.isEmpty ? outcome : .failed(missing.joined(separator: "; "))
        case .starting, .training, .evaluating, .pausing, .paused, .finished:
            // A checkpoint was loaded, or training began again.
            failure = nil
            return nil
        }
    }

    // MARK: Waiting

    private func wait() {
        let untilFrame = untilPicture
        // While a picture is due, newer snapshots need not wake anyone: the picture will show the newest.
        let watchesSession = !(isDirty && untilFrame > 0)
        var sources = [
            pollfd(fd: isHungUp ? -1 : terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.readDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: capture.readDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watchesSession ? session.changeDescriptor : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: browser.changeDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: queue.changeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        sources += sessions.closingDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&sources, nfds_t(sources.count), timeout(untilFrame: untilFrame))
        let ready = sources.map { $0.revents != 0 }
        // A terminal that went away is as good as SIGHUP. Asked before anything else may let the terminal go, which drops input.
        let hasGone =
            ready[0]
            && (sources[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 || terminal.isAtEnd)
        if signals.areWaiting { handleSignals() }
        if ready[2] { takeCapturedLines() }
        if ready[3] { takeSnapshot() }
        if ready[3] || sessions.isHandingOver { continueHandOver() }
        if ready[4] { takeRuns() }
        if ready[5] { takeQueue() }
        for source in sources.dropFirst(6) where source.revents != 0 { OpenSessions.drain(source.fd) }
        for missing in sessions.takeLeave() {
            interaction.say(missing, .bad)
            isDirty = true
        }
        if hasGone {
            if !isHungUp { hangUp() }
        } else if ready[0] || hasInputLeft {
            handleKeys()
        }
    }

    private func hangUp() {
        isHungUp = true
        hasInputLeft = false
        terminal.letGo()
        interrupt(SIGHUP)
    }

    /// Milliseconds to sleep: until the next picture is due, or for good.
    private func timeout(untilFrame: TimeInterval) -> Int32 {
        if hasInputLeft || signals.areWaiting { return 0 }
        var seconds = TimeInterval.infinity
        if isDirty { seconds = max(0, untilFrame) }
        if interaction.state.draft?.path != nil { seconds = min(seconds, Self.draftInterval) }
        return seconds.isFinite ? Int32((seconds * 1000).rounded(.up)) : -1
    }

    /// A request to quit is over; signals that came meanwhile stand.
    func endIsOff() {
        guard case .quit = outcome else { return }
        outcome = nil
        requests = StopRequests()
    }

    private func takeSnapshot() {
        OpenSessions.drain(session.changeDescriptor)
        if sessions.haveStayed() { stay() }
        tellOfTheEnd()
        // Output that a library left in a buffer of the C library comes with the snapshots.
        takeCapturedLines()
        isDirty = true
    }

    private func takeRuns() {
        OpenSessions.drain(browser.changeDescriptor)
        interaction.observe(browser.contents)
        for effect in interaction.draftWasChecked() { perform(effect) }
        isDirty = true
    }

    private func takeQueue() {
        OpenSessions.drain(queue.changeDescriptor)
        interaction.observe(queue.contents)
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

    // MARK: The end

    func interrupt(_ signal: Int32) {
        switch requests.receive(signal) {
        case .stop:
            interaction.observe(session.snapshot)
            keepDraft()
            stop(.interrupted(signal: signal), saving: interaction.isWorthSaving)
        case .goOn where signal == SIGINT:
            interaction.say("still saving: ctrl-c again discards what is not saved", .warning)
            isDirty = true
        // Whoever quits stays where nothing can be saved; a signal does not.
        case .goOn where outcome == .quit: stop(.interrupted(signal: signal), saving: interaction.isWorthSaving)
        case .goOn: break
        case .abandon: isAbandoned = true
        }
    }

    /// Tells the session to end.
    func stop(_ wanted: ApplicationOutcome, saving: Bool) {
        outcome = wanted
        if case .failed(let reason) = session.snapshot.state { failure = reason }
        if case .quit = wanted, saving { sessions.quit() } else { session.end(saving: saving) }
        interaction.say(saving ? "saving and stopping" : "stopping")
        isDirty = true
    }

    // MARK: Drawing

    func draw() {
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
        if interaction.queueFocus != queueFocus {
            queueFocus = interaction.queueFocus
            queue.look(at: queueFocus)
        }
        isDirty = false
        lastDrawn = Self.now
    }
}
