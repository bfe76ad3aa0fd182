import BinaryBrain
import CSystem
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
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: program)) ?? program
        let process = try spawn([path, "run", "--resume", checkpoint, "--out", runsFolder, "--json"])
        let store = RunStore(path: runsFolder)
        let hasEnded = Locked(false)
        // Whoever has ended is waited for, so that it does not look alive.
        let thread = Thread {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            hasEnded.withLock { $0 = true }
        }
        thread.name = "bbwb-detached"
        thread.start()
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

    /// A process in a session of its own, so that no terminal takes it along, with nothing to read and nowhere to print: what it has
    /// to say is in its journal.
    private static func spawn(_ arguments: [String]) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, BB_POSIX_SPAWN_SETSID | Int16(POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        }
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for text in texts { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, &texts, environ)
        guard code == 0 else { throw SystemFailure.error("starting \(arguments[0])", code: code) }
        return process
    }
}
