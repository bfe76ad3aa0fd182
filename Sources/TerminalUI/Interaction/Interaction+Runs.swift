import BinaryBrain
import Foundation
import Workbench

// Keys of the Runs screen.
extension Interaction {
    /// The folder of all runs; nil if this session keeps none.
    var runsFolder: String? {
        if let directory = snapshot.runDirectory { return FilePath.folder(of: FilePath.folder(of: directory)) }
        return snapshot.isOfNothing ? state.start.menu.runsFolder : nil
    }

    /// Takes what was read of the past runs.
    mutating func observe(_ contents: RunBrowser.Contents) {
        state.runs.contents = contents
        state.runs.clampSelection()
    }

    /// Reads the runs anew.
    mutating func listRuns() {
        guard let folder = runsFolder else { return say("this session keeps no runs", .warning) }
        ask(.listRuns(folder))
    }

    mutating func selectRun(by lines: Int) {
        guard !state.runs.listed.isEmpty else { return sayNoRuns() }
        state.runs.selection += lines
        state.runs.clampSelection()
    }

    private mutating func sayNoRuns() {
        say(
            state.runs.contents.runs == nil
                ? "still reading the runs" : state.runs.filter.isEmpty ? "there is no run yet" : "no run matches",
            .warning)
    }

    /// Lays the selected run over the plots, or takes it away.
    mutating func compareRun() {
        guard let run = state.runs.selected else { return sayNoRuns() }
        let path = run.directory.path
        if let index = state.runs.compared.firstIndex(of: path) {
            state.runs.compared.remove(at: index)
            return say("\(run.name) removed from the plots")
        }
        guard state.runs.compared.count < RunsState.comparisonLimit else {
            return say("no more than \(RunsState.comparisonLimit) runs can be told apart", .warning)
        }
        state.runs.compared.append(path)
        ask(.openRun(path))
        say("\(run.name) added to the plots here and on \(ScreenID.train.title)")
    }

    /// Shows the plots of the selected run alone, or goes back to the compared ones.
    mutating func openRun() {
        guard let run = state.runs.selected else { return sayNoRuns() }
        let path = run.directory.path
        if run.state == .running { return watch(run) }
        if state.runs.shown == path {
            state.runs.shown = nil
        } else {
            state.runs.shown = path
            ask(.openRun(path))
        }
    }

    mutating func replayRun() {
        guard let run = state.runs.selected else { return sayNoRuns() }
        let path = run.directory.path
        if case .running = state.runs.contents.replays[path] { return say("it is already being replayed", .warning) }
        guard run.state != .running else { return say("the run is still in progress", .warning) }
        ask(.replayRun(path))
        say("replaying \(run.name) while training continues")
    }

    /// Goes on from the selected run's newest state.
    mutating func loadRun() {
        guard let run = state.runs.selected else { return sayNoRuns() }
        guard run.experiment == snapshot.experiment else {
            return askToOpen(run.directory.path, called: run.name)
        }
        ask(.findNewestCheckpoint(of: run.directory.path, name: run.name))
    }

    /// Goes on from the newest state that was found in a run's folder; nil if there is none.
    /// - Returns: what that asks for.
    mutating func load(newest checkpoint: String?, of name: String) -> [Effect] {
        answering { interaction in
            guard let checkpoint else {
                return interaction.say("\(name) has saved nothing to continue from", .warning)
            }
            interaction.askToLoad(checkpoint, label: name)
        }
    }
}
