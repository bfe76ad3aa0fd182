import BinaryBrain
import Foundation

/// A training as a process of its own, which goes on whatever becomes of this one and of its terminal.
public enum DetachedTraining {
    /// Starts the program again, headless, from the newest state of a run that has stopped, and looks at the run that it makes.
    /// - Parameter program: the program.
    /// - Throws: `BrainError` if there is no such state, or the program cannot be started.
    public static func start(_ stopped: RunDirectory, program: String = "/proc/self/exe") throws -> WatchedRun {
        let source = try ExperimentSource(resuming: stopped.path)
        let checkpoint = source.checkpointPath ?? stopped.path
        let spec = source.spec
        let runsFolder = FilePath.folder(of: FilePath.folder(of: stopped.path))
        let hasEnded = Locked(false)
        let process = try DetachedProcess.start(
            program, ["run", "--resume", checkpoint, "--out", runsFolder, "--json"]
        ) { hasEnded.withLock { $0 = true } }
        let store = RunStore(path: runsFolder)
        return WatchedRun(of: spec, loadDataset: { try $0.loadUnsplitDataset() }, onRecord: nil) {
            let isOver = hasEnded.withLock { $0 }
            if let run = run(of: process, in: store) { return run }
            guard isOver else { return nil }
            throw BrainError(
                .io, what: "training \(spec.name) in the background", why: "its process ended before it began",
                remedy: "see why with bbwb run --resume \(checkpoint)")
        }
    }

    /// Runs looked at for the one that a process has just begun.
    private static let newestCount = 8

    private static func run(of process: pid_t, in store: RunStore) -> RunDirectory? {
        store.directories.prefix(newestCount).first { directory in
            guard let owner = (try? Journal(contentsOf: directory.journalPath))?.start?.owner else { return false }
            return owner.process == process && owner.sharesKernel
        }
    }
}
