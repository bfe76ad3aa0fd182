import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// Processes of this program that share the tasks of a sweep (`--next`), or what is in the queue, on one machine.
struct SweepWorkers {
    /// How many.
    let count: Int
    /// What each is told beside the words that this process was called with.
    var words = ["--next"]

    private static let variable = "BBWB_SWEEP_WORKER"

    /// Whether this process is one of them.
    static var isWorker: Bool { ProcessInfo.processInfo.environment[variable] != nil }

    private final class Team: @unchecked Sendable {
        private let lock = NSLock()
        private var workers: [Process] = []
        private var isStopped = false

        /// Starts one more, unless the end was asked for.
        func start(_ worker: Process) throws {
            try lock.withLock {
                guard !isStopped else { return }
                try worker.run()
                workers.append(worker)
            }
        }

        func stop() {
            lock.withLock {
                isStopped = true
                for worker in workers where worker.isRunning { worker.terminate() }
            }
        }

        /// The exit statuses, once all have ended.
        func wait() -> [Int32] {
            let all = lock.withLock { workers }
            for worker in all { worker.waitUntilExit() }
            return all.map(\.terminationStatus)
        }
    }

    /// Runs them until nothing is open.
    /// - Throws: the exit status 130 if they were interrupted, `BrainError` if one failed; it has said why.
    func run() throws {
        let team = Team()
        let statuses = try Interruption.handled(by: { team.stop() }) {
            do {
                for _ in 0..<count { try team.start(worker()) }
            } catch {
                team.stop()
                _ = team.wait()
                throw BrainError(
                    .io, what: "starting a worker", why: SystemFailure.reason(error), remedy: "give a smaller --jobs")
            }
            return team.wait()
        }
        if Interruption.hasHappened || statuses.contains(StopRequests.exitStatus) {
            throw ExitCode(StopRequests.exitStatus)
        }
        let failed = statuses.count { $0 != 0 }
        guard failed == 0 else {
            throw BrainError(
                .io, what: "training with \(count) workers", why: "\(failed) of them failed, see above",
                remedy: "repeat the command once that is mended")
        }
    }

    private func worker() throws -> Process {
        let worker = Process()
        worker.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let arguments = ProgramArguments.without(flags: [], options: ["--jobs"])
        worker.arguments = arguments + words
        let threads = max(1, BrainSystem.threadCount / count)
        worker.environment = ProcessInfo.processInfo.environment.merging([
            "BBWB_THREADS": String(threads), Self.variable: String(getpid()),
        ]) { $1 }
        worker.standardInput = FileHandle.nullDevice
        return worker
    }
}
