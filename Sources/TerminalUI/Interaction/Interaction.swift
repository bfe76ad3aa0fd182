import Foundation
import Workbench

/// What pressing a key asks of the world outside.
enum Effect: Hashable, Sendable {
    case send(Command)
    case quit(saving: Bool)
    case suspend
    case redraw
    /// A text into the clipboard of the terminal.
    case copy(String)
    /// What is seen, as a picture, into a folder.
    case writeScreen(to: String, name: String)
    /// A text into a file.
    case write(String, to: String)
    /// A note of the run in a folder.
    case note(String, run: String)
    /// Other colours.
    case theme(ThemeName)
    /// A session of the experiment, checkpoint or run of this name, in place of the one that is open.
    case open(String, saving: Bool)
    /// A run of another process, to look at; what is open ends.
    case watch(String, saving: Bool)
    /// The training that is open goes on as a process of its own, and is only looked at from now on.
    case detach
    /// A process is asked to save and stop, and its run goes on here.
    case takeOver(process: Int32, run: String)
    /// The runs in a folder, anew.
    case listRuns(String)
    /// The curves of the run in a folder.
    case openRun(String)
    /// The run in a folder once more, in the background.
    case replayRun(String)
    /// The checkpoints in a run's folder and beside it.
    case listCheckpoints(near: String)
    /// The checkpoints of all runs in a folder.
    case listAllCheckpoints(in: String)
    /// The newest state of the run in a folder, and how the run is called.
    case findNewestCheckpoint(of: String, name: String)
    /// An experiment's file, to be changed: the file that it was opened from if that is a person's own, else a copy of its run's.
    case readDraft(file: String?, run: String?)
    /// What the file of a draft holds by now.
    case lookAtDraft(String)
    /// A draft in the person's editor.
    case edit(String)
    /// What comes of a draft.
    case checkDraft(ExperimentDraft)
    /// A draft into a file, in place of what that is known to hold; nil where there must be no such file.
    case saveDraft(String, to: String, replacing: String?, then: DraftState.AfterSaving)
    /// Pictures of what is shown, into a folder.
    case writePictures(to: String)
    /// Something in the queue of a folder of runs is changed.
    case changeQueue(QueueChange, runs: String)
    /// Processes of their own train what is in the queue of a folder of runs.
    case startQueue(jobs: Int, runs: String)
    /// The queue and the sweeps that are shown, anew.
    case lookAtQueue
}

/// The workbench without a terminal and without a clock: keys and snapshots in, effects and a state to draw out.
struct Interaction: Sendable {
    var state = UIState()
    /// The newest snapshot.
    private(set) var snapshot: Snapshot
    /// Commands on their way, so that a key pressed again before the engine answers counts from where it will be.
    var pending = PendingSteering()
    /// The way back from each steering.
    var history = SteeringHistory()
    /// Seconds of any steady clock.
    var now: TimeInterval = 0
    private var effects: [Effect] = []
    private var newestEvent: SessionEvent?

    init(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        newestEvent = snapshot.events.last
    }

    /// The snapshot as it will be once the commands on their way have been applied.
    var expected: Snapshot { pending.project(snapshot) }

    /// Takes a newer snapshot.
    mutating func observe(_ newer: Snapshot) {
        snapshot = newer
        state.selectedLayer = min(state.selectedLayer, max(0, newer.layers.count - 1))
        pending.settle(newer, now: now)
        tell(newer.events[((newer.events.lastIndex { $0 == newestEvent } ?? -1) + 1)...])
        newestEvent = newer.events.last
    }

    /// Says what has happened: how a save or an export went, or what the engine refused. The plots show steering, and the key
    /// that asked for it has answered.
    private mutating func tell(_ events: ArraySlice<SessionEvent>) {
        let problem = events.last { $0.level == .error || $0.level == .warning }
        // The engine refused something: what was expected of it no longer holds.
        if problem != nil { pending.removeAll() }
        // Of a run that is only looked at nobody here has asked for anything: its news is in the log, and the hints stay.
        let answer = snapshot.watched == nil ? events.last { $0.level == .info } : nil
        guard let event = problem ?? answer else { return }
        state.status = Status(text: event.text, role: Role(event.level))
    }

    /// Takes over another session.
    mutating func enter(_ first: Snapshot) {
        snapshot = first
        newestEvent = first.events.last
        pending.removeAll()
        history.removeAll()
        state.selectedLayer = 0
        state.selectedLut = 0
        state.selectedSample = 0
        state.plots.setCursor(nil, newest: first.step)
        state.logScroll = 0
        state.overlay = .none
        state.screen = .train
        // What was begun before the session came is not lost by it.
        if state.draft?.isUnsaved != true { state.draft = nil }
        state.status = nil
    }

    /// Handles a key and returns what it asks for.
    mutating func press(_ key: Key) -> [Effect] {
        effects = []
        pending.settle(snapshot, now: now)
        if case .question(let question) = state.overlay, let choice = question.choices.first(where: { $0.key == key }) {
            state.overlay = .none
            if let answer = choice.answer { give(answer) }
        } else if case .prompt = state.overlay, case .character(let character) = key {
            state.status = nil
            type(character)
        } else if case .help(_, let search) = state.overlay, case .character(let character) = key,
            state.keys.meaning(of: key) != .character("?") || !search.isEmpty
        {
            searchHelp { $0.append(character) }
        } else if takeForTour(key) {
            return effects
        } else if let meaning = state.keys.meaning(of: key),
            let binding = BindingTable.binding(for: meaning, in: state.context)
        {
            let isTaught = isTourListening && state.tour?.step.map { binding.keys.contains($0.key) } ?? false
            perform(binding)
            if isTaught { continueTour() }
        } else if case .none = state.overlay {
            sayWhereItActs(key)
        }
        return effects
    }

    /// Handles a pasted text, which is never a key.
    mutating func take(pasted text: String) -> [Effect] {
        effects = []
        paste(text)
        return effects
    }

    /// Handles a pointer event on a picture and returns what it asks for.
    mutating func point(_ event: PointerEvent, on picture: Canvas) -> [Effect] {
        effects = []
        pending.settle(snapshot, now: now)
        if event.kind == .press { state.status = nil }
        point(event, at: picture.target(x: event.x, y: event.y))
        return effects
    }

    /// Does what an answer from outside leads to, and returns what that asks for.
    mutating func answering(_ body: (inout Interaction) -> Void) -> [Effect] {
        effects = []
        body(&self)
        return effects
    }

    /// Does what a binding says.
    mutating func perform(_ binding: KeyBinding) {
        state.status = nil
        binding.perform(&self)
    }

    /// A key without a meaning on this screen may have one on another.
    private mutating func sayWhereItActs(_ key: Key) {
        let meaning = state.keys.meaning(of: key)
        let bindings = BindingTable.bindings.filter { binding in meaning.map(binding.keys.contains) ?? false }
        let screens = ScreenID.allCases.filter { screen in bindings.contains { $0.contexts.contains(screen.context) } }
        let places = Set(screens.map(\.context))
        guard let binding = bindings.first(where: { !$0.contexts.isDisjoint(with: places) }) else {
            return say("\(key.label) does nothing here: \(label("?")) lists the keys", .warning)
        }
        let names = screens.map { "\($0.rawValue) \($0.title)" }.joined(separator: ", ")
        say("\(key.label) (\(binding.summary)) works on \(names)", .warning)
    }

    /// Whether the run has something that a checkpoint would keep, and a place for it.
    var isWorthSaving: Bool { snapshot.step > 0 && snapshot.runDirectory != nil }

    // MARK: For the key handlers

    /// Asks something of the world outside.
    mutating func ask(_ effect: Effect) { effects.append(effect) }

    /// Where a key of the table is now, for whoever is told to press it.
    func label(_ key: Key) -> String { state.keys.place(of: key).word }

    /// The same of a key that writes a character.
    func label(_ key: Character) -> String { label(.character(key)) }

    /// Answers in the status line.
    mutating func say(_ text: String, _ role: Role = .text) { state.status = Status(text: text, role: role) }

    /// Whether commands can be applied; says why if not.
    /// - Parameter mends: whether the command is one that a session goes on with after a failure: it gives it another net.
    mutating func canCommand(mends: Bool = false) -> Bool {
        if snapshot.watched != nil {
            say("you only look at this run: \(label("d")) continues it here", .warning)
            return false
        }
        switch snapshot.state {
        case .failed where mends && snapshot.step > 0: return true
        case .starting: say("still starting: wait until the net is built", .warning)
        case .stopped where snapshot.isOfNothing:
            say("no experiment is open: \(label(ScreenID.start.key)) lists what there is", .warning)
        case .stopped: say("the session has ended: \(label("q")) quits", .warning)
        case .failed(let reason): say("the session has failed: \(reason)", .bad)
        case .training, .evaluating, .pausing, .paused, .finished: return true
        }
        return false
    }

    mutating func give(_ answer: Answer) {
        switch answer {
        case .restart:
            history.removeAll()
            pending.removeAll()
            ask(.send(.restart))
            say("restarting from step 0")
        case .quit(let saving): ask(.quit(saving: saving))
        case .load(let path, let label, let saving):
            if saving { ask(.send(.save(nil))) }
            load(path, label: label)
        case .open(let name, let saving): open(name, saving: saving)
        case .watch(let path, let saving): ask(.watch(path, saving: saving))
        case .detach: ask(.detach)
        case .changeQueue(let change): changeQueue(change)
        case .closeDraft(let saving): if saving { askToSaveDraft(then: .close) } else { state.draft = nil }
        case .takeOver(let process, let run):
            say("process \(process) is asked to save and stop")
            ask(.takeOver(process: process, run: run))
        }
    }
}
