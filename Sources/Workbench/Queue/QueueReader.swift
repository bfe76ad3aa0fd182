import BinaryBrain
import Datasets

/// Looks at a queue, again and again: what has finished is read once.
public final class QueueReader {
    private let queue: TrainingQueue
    private var sweeps: [String: SweepStanding] = [:]
    private var digests: [String: String] = [:]

    /// A reader that has seen nothing yet.
    public init(_ queue: TrainingQueue) { self.queue = queue }

    /// The queue now.
    public func look() -> QueueStatus {
        let entries = queue.entries
        let runs = queue.store.summaries(of: Set(entries.compactMap(digest)))
        let rows = entries.map { entry in
            switch entry.work {
            case .training: QueueStatus.Row(entry, runs: digest(entry).flatMap { runs[$0] } ?? [])
            case .sweep(let name, _): row(entry, sweep: name)
            case .unreadable(let reason): QueueStatus.Row(entry, unreadable: reason)
            }
        }
        return QueueStatus(rows: rows, workers: QueueWorker.all(of: queue))
    }

    private func digest(_ entry: QueueEntry) -> String? {
        guard case .training(let text) = entry.work else { return nil }
        if let known = digests[text] { return known }
        let digest = SHA256Digest.hex(of: Array(text.utf8))
        digests[text] = digest
        return digest
    }

    private func row(_ entry: QueueEntry, sweep name: String) -> QueueStatus.Row {
        do {
            var standing = try sweeps[name] ?? SweepStanding(SweepFolder(store: queue.store, name: name))
            try standing.look()
            sweeps[name] = standing
            return QueueStatus.Row(entry, standing: standing)
        } catch {
            return QueueStatus.Row(entry, unreadable: String(describing: error))
        }
    }
}
