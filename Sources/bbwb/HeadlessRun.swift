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
        /// A line an epoch, and one that is rewritten as training goes on.
        case progress
    }

    private static let progressInterval = 100
    static let interruptedStatus: Int32 = 130
    private let session: Session
    private let output: Output

    init(_ source: ExperimentSource, runsFolder: String, output: Output) {
        self.output = output
        let clearsLine = output == .progress
        session = Session(
            spec: source.spec,
            options: SessionOptions(
                runsFolder: runsFolder, checkpointPath: source.checkpointPath, isWatched: false,
                onRecord: { Self.report($0, asJSON: output == .json, clearsLine: clearsLine) }))
    }

    /// Runs until the training is done.
    /// - Throws: `SessionFailure`, or the exit status 130 after an interruption.
    func run() throws {
        let interruption = Interruption { [session] in
            session.send(.save(nil))
            session.send(.stop)
        }
        defer { interruption.end() }
        var end = followUntilEnd()
        if case .failed = end.state {} else if end.state != .stopped { session.send(.stop) }
        end = session.waitUntilIdle()
        if output == .progress { Self.write("\r\u{1B}[K", to: .standardOutput) }
        if interruption.hasHappened { throw ExitCode(Self.interruptedStatus) }
        if case .failed(let reason) = end.state { throw SessionFailure(reason: reason) }
        if output != .json, let folder = end.runDirectory { Self.write("run: \(folder)\n", to: .standardOutput) }
    }

    /// Follows the snapshots until there will be no more to do.
    private func followUntilEnd() -> Snapshot {
        var events = pollfd(fd: session.changeDescriptor, events: Int16(POLLIN), revents: 0)
        var lastLine = ""
        while true {
            let snapshot = session.snapshot
            switch snapshot.state {
            case .finished, .stopped, .failed: return snapshot
            default: break
            }
            if output == .progress {
                let line = ProgressLine.text(snapshot)
                if line != lastLine { Self.write("\r\u{1B}[K\(line)", to: .standardOutput) }
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
    private static func report(_ record: JournalRecord, asJSON: Bool, clearsLine: Bool) {
        let clear = clearsLine ? "\r\u{1B}[K" : ""
        if asJSON {
            if let line = try? record.jsonLine() { write("\(line)\n", to: .standardOutput) }
        } else if case .epoch(let epoch) = record {
            write("\(clear)\(ProgressLine.text(epoch))\n", to: .standardOutput)
        } else if case .checkpoint(_, let path) = record {
            write("\(clear)saved \(path)\n", to: .standardOutput)
        }
        // A failure is reported once, by whoever started the session.
        if case .message(let event) = record, event.level == .warning {
            write("\(clear)bbwb: \(event.text)\n", to: .standardError)
        }
    }

    private static func write(_ text: String, to file: FileHandle) { file.write(Data(text.utf8)) }
}
