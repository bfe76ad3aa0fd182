import BinaryBrain
import Foundation

/// The folder of one run, `runs/NAME/TIME/`: the experiment as run, the journal, the checkpoints.
public struct RunDirectory: Sendable, Hashable {
    /// Path of the folder.
    public let path: String

    /// An existing folder.
    public init(path: String) { self.path = path }

    /// `EXPERIMENT/TIME`: what the run is called in the folder of all runs.
    public var shortName: String { path.split(separator: "/").suffix(2).joined(separator: "/") }

    /// The experiment as it was run, overrides included.
    public var specPath: String { "\(path)/spec.yaml" }
    /// What happened, a JSON object a line.
    public var journalPath: String { "\(path)/journal.jsonl" }
    /// Where checkpoints go.
    public var checkpointFolder: String { "\(path)/checkpoints" }

    /// Where copies of the checkpoints go that the run was given.
    var loadedFolder: String { "\(path)/loaded" }

    /// Path of a checkpoint taken at `step`.
    public func checkpointPath(step: Int) -> String {
        let digits = String(step)
        return "\(checkpointFolder)/step-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits).bbwb"
    }

    /// Path of a checkpoint taken at `step` that is no file yet: after a restart or a steering the same step has another state.
    func freeCheckpointPath(step: Int) -> String {
        let plain = checkpointPath(step: step)
        var path = plain
        var count = 1
        while FileManager.default.fileExists(atPath: path) {
            count += 1
            path = "\(plain.dropLast(5))_\(count).bbwb"
        }
        return path
    }

    /// Makes a new folder for an experiment, and writes down what is run.
    /// - Parameter base: the folder of all runs.
    static func create(in base: String, for spec: ExperimentSpec, at time: Date) throws -> RunDirectory {
        let parent = "\(base)/\(spec.name)"
        do {
            try Folder.make(parent)
        } catch let error as BrainError {
            throw BrainError(
                .io, what: "making the run folder \(parent)", why: error.why,
                remedy: "choose a folder that you may write to, with --out")
        }
        let stamp = timestamp(time)
        for attempt in 1...1000 {
            let run = RunDirectory(path: attempt == 1 ? "\(parent)/\(stamp)" : "\(parent)/\(stamp)_\(attempt)")
            if mkdir(run.path, 0o777) == 0 {
                do {
                    try Folder.make(run.checkpointFolder)
                    try AtomicFile.write(Array(spec.yaml.utf8), to: run.specPath)
                    try Folder.sync(parent)
                } catch {
                    // Half a run is none.
                    try? FileManager.default.removeItem(atPath: run.path)
                    throw error
                }
                return run
            }
            guard errno == EEXIST else { throw SystemFailure.error("making \(run.path)", code: errno) }
        }
        throw SystemFailure.error("making \(parent)/\(stamp)", code: EEXIST)
    }

    /// Keeps a copy of the bytes of a checkpoint or a net under a name made of their digest, whatever becomes of the file that they are from.
    /// - Returns: its path from the run's folder.
    func keepCopy(of bytes: [UInt8], digest: String) throws -> String {
        let name = "loaded/" + Self.copyName(digest, isNet: bytes.starts(with: "BB_OBJ".utf8))
        let target = "\(self.path)/\(name)"
        try Folder.make(loadedFolder)
        if FileManager.default.fileExists(atPath: target) { return name }
        try AtomicFile.write(bytes, to: target)
        return name
    }

    private static func copyName(_ digest: String, isNet: Bool) -> String {
        "\(digest.prefix(16)).\(isNet ? "bb_net" : "bbwb")"
    }

    /// Where a copy of the file with this digest would be.
    func copies(digest: String) -> [String] {
        [false, true].map { "\(loadedFolder)/\(Self.copyName(digest, isNet: $0))" }
    }

    /// The state in which the run was last saved, or that it began from; nil if there is none.
    public func newestCheckpoint() -> String? {
        if let journal = try? Journal(contentsOf: journalPath) {
            for record in journal.records.reversed() {
                if let path = checkpoint(of: record) { return path }
            }
        }
        // A journal that cannot be read says nothing: the most steps then.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointFolder)) ?? []
        let best = names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".bbwb") }
            .max { ($0.count, $0) < ($1.count, $1) }
        return best.map { "\(checkpointFolder)/\($0)" }
    }

    /// Throws if a process trains this run.
    public func requireIdle() throws {
        guard let journal = try? Journal(contentsOf: journalPath), journal.end == nil,
            RunSummary.state(journal, self) == .running
        else { return }
        let owner = journal.start?.owner.map(\.description) ?? "another process"
        throw BrainError(
            .io, what: "continuing from \(path)", why: "\(owner) is training it",
            remedy: "stop it first, or name one of its checkpoints to branch off there")
    }

    /// The file in this folder that a record speaks of; nil if there is none, or no longer.
    func checkpoint(of record: JournalRecord) -> String? {
        let candidate: String
        switch record {
        case .checkpoint(let saved):
            // The folder may have been moved since.
            candidate = "\(checkpointFolder)/\(FilePath.name(of: saved.path))"
        case .command(let given):
            guard let file = given.loaded?.file else { return nil }
            candidate = "\(path)/\(file)"
        case .start(let start):
            guard let file = start.origin?.file else { return nil }
            candidate = "\(path)/\(file)"
        case .epoch, .test, .message, .end: return nil
        }
        return FileManager.default.fileExists(atPath: candidate) ? candidate : nil
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
