import ArgumentParser
import Dispatch
import Foundation
import Workbench

/// Trains to the end without a screen: prints what happens, and saves when it is interrupted.
final class HeadlessRun {
    /// What standard output gets.
    enum Output {
        /// The journal, a JSON object a line.
        case json
        /// A line an epoch.
        case lines
        /// A line an epoch, and one that is rewritten as training proceeds.
        case progress
        /// Only the line that is rewritten, behind this text.
        case status(String)
        /// Nothing.
        case silent

        /// Whether each epoch, and what is saved, has a line.
        var printsEpochs: Bool {
            switch self {
            case .lines, .progress: true
            case .json, .status, .silent: false
            }
        }

        /// What stands before the line that is rewritten; nil if there is none.
        var statusPrefix: String? {
            switch self {
            case .progress: ""
            case .status(let text): text
            case .json, .lines, .silent: nil
            }
        }
    }

    private static let progressInterval = 100
    private let session: Session
    private let output: Output
    private let isUnwanted: (@Sendable () -> Bool)?
    /// The run's folder; nil before it has ended, or if it keeps none.
    private(set) var runDirectory: String?

    /// - Parameters:
    ///   - isHopeless: is asked after each epoch whether training is to be saved and left at that.
    ///   - isUnwanted: is asked the same several times a second.
    init(
        _ source: ExperimentSource, runsFolder: String, output: Output,
        isHopeless: (@Sendable (JournalRecord.Epoch) -> Bool)? = nil, isUnwanted: (@Sendable () -> Bool)? = nil
    ) {
        self.output = output
        self.isUnwanted = isUnwanted
        let ending = Ending()
        session = Session(
            spec: source.spec,
            options: SessionOptions(
                runsFolder: runsFolder, checkpointPath: source.checkpointPath, isWatched: false,
                onRecord: { record in
                    Self.report(record, output)
                    if case .epoch(let epoch) = record, isHopeless?(epoch) == true { ending.demand() }
                }))
        ending.session = session
    }

    /// Ends a session from within: a record comes on the session's own queue, and may come before the session is known here.
    private final class Ending: @unchecked Sendable {
        private let lock = NSLock()
        private var isDemanded = false
        private var known: Session?

        var session: Session? {
            get { lock.withLock { known } }
            set {
                let isLate = lock.withLock {
                    known = newValue
                    return isDemanded
                }
                if isLate { demand() }
            }
        }

        func demand() {
            let session = lock.withLock {
                isDemanded = true
                return known
            }
            if let session { DispatchQueue.global().async { session.end(saving: true) } }
        }
    }

    /// Runs until the training is done.
    /// - Throws: `SessionFailure`, or the exit status 130 after an interruption.
    func run() throws {
        let stop: @Sendable () -> Void = { [session] in session.end(saving: true) }
        var missing: [String] = []
        let watch = isUnwanted.map { Self.watch($0, stop) }
        defer { watch?.cancel() }
        let end = Interruption.handled(by: stop) {
            let end = followUntilEnd()
            runDirectory = end.runDirectory
            session.end(saving: false)
            missing = session.waitUntilIdle().missing
            return end
        }
        Console.output.clearStatus()
        if let first = missing.first {
            for other in missing.dropFirst() { Console.complain(other) }
            throw SessionFailure(reason: "\(end.runDirectory ?? "the run"): \(first)")
        }
        if Interruption.hasHappened { throw ExitCode(StopRequests.exitStatus) }
        if case .failed(let reason) = end.state { throw SessionFailure(reason: reason) }
        if output.printsEpochs, let ending = end.ending { Console.line(ending) }
        if output.printsEpochs, let folder = end.runDirectory { Console.line("run: \(folder)") }
    }

    /// Milliseconds between two looks whether it is still wanted.
    private static let watchInterval = 300

    /// Calls `stop` when training is no longer wanted.
    private static func watch(
        _ isUnwanted: @escaping @Sendable () -> Bool, _ stop: @escaping @Sendable () -> Void
    ) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(deadline: .now(), repeating: .milliseconds(watchInterval))
        timer.setEventHandler { if isUnwanted() { stop() } }
        timer.resume()
        return timer
    }

    /// Follows the snapshots until there will be no more to do.
    private func followUntilEnd() -> Snapshot {
        var events = pollfd(fd: session.changeDescriptor, events: Int16(POLLIN), revents: 0)
        var lastLine = ""
        while true {
            let snapshot = session.snapshot
            switch snapshot.state {
            case .finished, .stopped, .failed: return snapshot
            case .starting, .training, .evaluating, .pausing, .paused: break
            }
            if let prefix = output.statusPrefix {
                let line = prefix + ProgressLine.text(snapshot)
                if line != lastLine { Console.output.status(line) }
                lastLine = line
                usleep(UInt32(Self.progressInterval) * 1000)
            }
            if poll(&events, 1, -1) > 0 {
                var count: UInt64 = 0
                _ = read(session.changeDescriptor, &count, MemoryLayout<UInt64>.size)
            }
        }
    }

    /// Prints a record as it happens, on the engine's queue.
    static func report(_ record: JournalRecord, _ output: Output) {
        if case .json = output {
            if let line = try? record.jsonLine() { Console.output.json(line) }
        } else if case .epoch(let epoch) = record, output.printsEpochs {
            Console.line(ProgressLine.text(epoch))
        } else if case .test(let test) = record, output.printsEpochs {
            Console.line("\(test)")
        } else if case .checkpoint(let saved) = record, !saved.isAutomatic, output.printsEpochs {
            Console.line("saved \(saved.path)")
        }
        // A failure is reported once, by whoever started the session.
        if case .message(let event) = record, event.level == .warning {
            Console.complain(event.text)
        }
    }
}
