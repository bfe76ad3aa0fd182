import BinaryBrain
import Foundation
import Workbench

// Keys of the screen of the queue.
extension Interaction {
    /// The folder of runs that has the queue. A session that has no run yet will have it where the others are.
    private var queueFolder: String? {
        runsFolder ?? (state.start.menu.items.isEmpty ? nil : state.start.menu.runsFolder)
    }

    /// What the screens of the queue and of sweeps need to be read.
    var queueFocus: QueueBrowser.Focus {
        guard let folder = queueFolder else { return .nothing }
        return switch state.screen {
        case .queue: .queue(runs: folder)
        case .sweeps: .sweeps(runs: folder, name: state.sweeps.name)
        case .start, .train, .layers, .samples, .luts, .modulation, .runs, .log: .nothing
        }
    }

    /// Takes what is known of the queue and of sweeps.
    mutating func observe(_ contents: QueueBrowser.Contents) { state.queue.take(contents) }

    /// Does something with the folder of runs; says why not if there is none.
    private mutating func withRuns(_ body: (inout Interaction, String) -> Void) {
        guard let folder = queueFolder else { return say("this session keeps no runs, and so no queue", .warning) }
        body(&self, folder)
    }

    mutating func changeQueue(_ change: QueueChange) {
        withRuns { $0.ask(.changeQueue(change, runs: $1)) }
    }

    mutating func selectQueueEntry(by lines: Int) {
        guard selectedQueueEntry() != nil else { return }
        state.queue.select(state.queue.selection + lines)
    }

    /// The selected entry; says that there is none if so.
    private mutating func selectedQueueEntry() -> QueueStatus.Row? {
        guard let row = state.queue.selectedRow else {
            say(
                state.queue.contents.queue == nil
                    ? "still reading the queue"
                    : "nothing is in the queue: \(label("F")), then \(label("Q")), puts an experiment there", .warning)
            return nil
        }
        if state.queue.selected == nil { state.queue.select(state.queue.selection) }
        return row
    }

    mutating func moveQueueEntry(_ place: TrainingQueue.Place) {
        guard let row = selectedQueueEntry() else { return }
        let (index, last) = (state.queue.selection, state.queue.rows.count - 1)
        guard place == .up ? index > 0 : index < last else {
            return say("it is the \(place == .up ? "first" : "last") already", .warning)
        }
        changeQueue(.move(row.entry.number, place))
    }

    mutating func pauseQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        if row.entry.isPaused { return changeQueue(.resume(row.entry.number)) }
        guard row.state != .finished else { return say("it is finished: there is nothing to pause", .warning) }
        changeQueue(.pause(row.entry.number))
    }

    mutating func retryQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        guard !row.entry.failures.isEmpty else { return say("nothing of it has failed", .warning) }
        changeQueue(.retry(row.entry.number))
    }

    mutating func removeQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        let remove = Answer.changeQueue(.remove(row.entry.number))
        guard row.state == .running || row.state == .pausing else { return give(remove) }
        state.overlay = .question(
            Question(
                text: "\(row.owners.first.map(\.description) ?? "A process") trains it.",
                choices: [
                    .init(key: .character("y"), label: "have it save, and remove the entry", answer: remove),
                    .init(key: .character("n"), label: "leave it", answer: nil),
                ]))
    }

    /// Asks how many trainings go on at once.
    mutating func askToStartQueue() {
        withRuns { interaction, _ in
            guard interaction.state.queue.contents.queue?.count(.waiting) != 0 else {
                return interaction.say("nothing waits in the queue", .warning)
            }
            interaction.state.overlay = .prompt(Prompt(.queueJobs, text: "1"))
        }
    }

    /// Starts processes that work on the queue; false, with the reason said, if the text is no number of them.
    mutating func startQueue(_ text: String) -> Bool {
        guard let jobs = Int(text), (1...QueueWorker.mostAtOnce).contains(jobs) else {
            say("'\(text)' is not a number from 1 to \(QueueWorker.mostAtOnce)", .warning)
            return false
        }
        withRuns { $0.ask(.startQueue(jobs: jobs, runs: $1)) }
        return true
    }

    mutating func stopQueue() { changeQueue(.stop) }

    /// Looks at what is being trained, opens what is finished, shows a sweep.
    mutating func openQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        if case .sweep(let name, _) = row.entry.work { return showSweep(name) }
        guard let run = row.run else {
            return say(row.reason ?? "nobody has begun it yet: \(label("S")) starts the work", .warning)
        }
        if row.state == .finished { askToOpen(run.directory.path, called: run.name) } else { watch(run) }
    }

    private mutating func showSweep(_ name: String) {
        state.sweeps.name = name
        state.sweeps.selected = nil
        show(.sweeps)
    }

    /// The run of the selected entry, to be looked at.
    mutating func watchQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        guard let run = row.run else { return say("it has no run to look at", .warning) }
        watch(run)
    }

    /// What the selected entry trains, as a copy to be changed.
    mutating func openDraftOfQueueEntry() {
        guard let row = selectedQueueEntry() else { return }
        switch row.entry.work {
        case .training(let text): startDraft(text, source: "number \(row.entry.number) of the queue")
        case .sweep(let name, _):
            withRuns {
                $0.ask(.readDraft(file: nil, run: SweepFolder(store: RunStore(path: $1), name: name).experimentPath))
            }
        case .unreadable(let reason): say(reason, .bad)
        }
    }
}
