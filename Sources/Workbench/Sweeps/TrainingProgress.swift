import BinaryBrain
import Datasets
import Foundation

/// How far a training that somebody plans has come in a folder of runs.
public enum TrainingProgress: Sendable {
    /// Not begun, or nothing of it was saved.
    case open
    /// Begun; training continues from this checkpoint.
    case begun(checkpoint: String)
    /// A process is training it; nil if it cannot be said which.
    case taken(RunOwner?)
    /// Done: its folder, and its epochs.
    case finished(RunDirectory, [JournalRecord.Epoch])

    /// Whether nothing is left to train.
    public var isFinished: Bool { if case .finished = self { true } else { false } }

    /// The epochs that are done, as far as a folder tells.
    public var epochs: [JournalRecord.Epoch] {
        switch self {
        case .open, .taken: []
        case .begun(let checkpoint): RunDirectory(holding: checkpoint).epochs()
        case .finished(_, let epochs): epochs
        }
    }
}

extension RunStore {
    /// How far each training has come here: runs of exactly its specification, without steering, count.
    public func progress(of specs: [ExperimentSpec]) -> [TrainingProgress] {
        let digests = specs.map { SHA256Digest.hex(of: Array($0.yaml.utf8)) }
        let known = directories(of: Set(digests))
        return digests.map { digest in
            let runs = (known[digest] ?? []).compactMap { directory in
                (try? Journal(contentsOf: directory.journalPath)).map { (directory, $0) }
            }.filter { !$0.1.isSteered }
            for (directory, journal) in runs where journal.end?.reason == .finished {
                return .finished(directory, directory.epochs())
            }
            for (directory, journal) in runs where RunSummary.state(journal, directory) == .running {
                return .taken(journal.start?.owner)
            }
            for (directory, _) in runs {
                if let checkpoint = directory.newestCheckpoint() { return .begun(checkpoint: checkpoint) }
            }
            return .open
        }
    }
}

extension RunDirectory {
    /// The run in whose folder a checkpoint lies.
    public init(holding checkpoint: String) {
        self.init(path: FilePath.folder(of: FilePath.folder(of: checkpoint)))
    }

    /// The run and those that it went on from, the newest first.
    public var lineage: [RunDirectory] {
        var runs: [RunDirectory] = []
        var next: RunDirectory? = self
        while let run = next, !runs.contains(run) {
            runs.append(run)
            let start = (try? Journal(contentsOf: run.journalPath))?.start
            next = start?.origin.map { RunDirectory(holding: $0.path) }
        }
        return runs
    }

    /// All epochs of a run and of the runs that it went on from.
    public func epochs() -> [JournalRecord.Epoch] {
        var all: [JournalRecord.Epoch] = []
        for run in lineage {
            guard let journal = try? Journal(contentsOf: run.journalPath) else { break }
            let own = journal.records.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }
            let first = all.first?.epoch ?? .max
            all = own.filter { $0.epoch < first } + all
        }
        return all
    }
}

extension Journal {
    /// Whether a command has changed what the specification says.
    var isSteered: Bool {
        records.contains { if case .command(let given) = $0 { given.isSteering } else { false } }
    }
}
