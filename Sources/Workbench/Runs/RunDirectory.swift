import BinaryBrain
import Foundation

/// The folder of one run, `runs/NAME/TIME/`: the experiment as run, the journal, the checkpoints.
public struct RunDirectory: Sendable, Hashable {
    /// Path of the folder.
    public let path: String

    /// An existing folder.
    public init(path: String) { self.path = path }

    /// The experiment as it was run, overrides included.
    public var specPath: String { "\(path)/spec.yaml" }
    /// What happened, a JSON object a line.
    public var journalPath: String { "\(path)/journal.jsonl" }
    /// Where checkpoints go.
    public var checkpointFolder: String { "\(path)/checkpoints" }

    /// Path of a checkpoint taken at `step`.
    public func checkpointPath(step: Int) -> String {
        let digits = String(step)
        return "\(checkpointFolder)/step-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).bbwb"
    }

    /// Makes a new folder for an experiment, and writes down what is run.
    /// - Parameter base: the folder of all runs.
    static func create(in base: String, for spec: ExperimentSpec, at time: Date) throws -> RunDirectory {
        let parent = "\(base)/\(spec.name)"
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw BrainError(
                .io, what: "making the run folder \(parent)", why: SystemFailure.reason(error),
                remedy: "choose a folder that you may write to, with --out")
        }
        let stamp = timestamp(time)
        for attempt in 1...1000 {
            let run = RunDirectory(path: attempt == 1 ? "\(parent)/\(stamp)" : "\(parent)/\(stamp)_\(attempt)")
            if mkdir(run.path, 0o755) == 0 {
                guard mkdir(run.checkpointFolder, 0o755) == 0 else {
                    throw SystemFailure.error("making \(run.checkpointFolder)", code: errno)
                }
                try AtomicFile.write(Array(spec.yaml.utf8), to: run.specPath)
                return run
            }
            guard errno == EEXIST else { throw SystemFailure.error("making \(run.path)", code: errno) }
        }
        throw SystemFailure.error("making \(parent)/\(stamp)", code: EEXIST)
    }

    /// The checkpoint with the most steps; nil if there is none.
    public func newestCheckpoint() -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointFolder)) ?? []
        let best = names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".bbwb") }
            .max { ($0.count, $0) < ($1.count, $1) }
        return best.map { "\(checkpointFolder)/\($0)" }
    }

    /// `20261124_104500`, in local time.
    private static func timestamp(_ time: Date) -> String {
        var seconds = time_t(time.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y%m%d_%H%M%S", &parts)
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}

extension SystemFailure {
    /// The operating system's reason behind an error of Foundation.
    static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        if let underlying, underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        return (error as NSError).localizedDescription
    }
}
