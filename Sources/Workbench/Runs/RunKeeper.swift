import BinaryBrain
import Datasets
import Foundation

/// Writes what happens into the run's journal, its curves for TensorBoard, and tells whoever listens.
///
/// A journal that cannot be written never stops a training: its lines wait in memory until they can be, and whoever watches is
/// told when that begins and when it ends.
final class RunKeeper {
    /// The run's folder; nil if nothing is kept.
    let directory: RunDirectory?
    private let journal: JournalFile?
    private let board: BoardFile?
    private let onRecord: (@Sendable (JournalRecord) -> Void)?
    private var isFailing = false
    private var nextAttempt = ContinuousClock.now
    /// Time between two attempts to write what waits.
    private static let attemptInterval = Duration.seconds(5)

    /// Makes the run's folder in `base` and opens its journal.
    init(base: String?, spec: ExperimentSpec, onRecord: (@Sendable (JournalRecord) -> Void)?) throws {
        self.onRecord = onRecord
        directory = try base.map { try RunDirectory.create(in: $0, for: spec, at: Date()) }
        do {
            journal = try directory.map { try JournalFile(path: $0.journalPath) }
            board = try directory.map { try BoardFile(in: $0.path, metric: spec.metrics.kind, at: Date()) }
        } catch {
            // A run without a journal is none.
            if let directory { try? FileManager.default.removeItem(atPath: directory.path) }
            throw error
        }
    }

    /// The process that keeps the run.
    var owner: RunOwner? { journal.map { .current(isLocking: $0.isLocked) } }

    /// What the run's folder lacks of what has happened, a sentence each; empty if nothing.
    var missing: [String] {
        [
            journal?.failure.map { "the journal is incomplete: \($0)" },
            board?.failure.map { "the curves for TensorBoard are incomplete: \($0)" },
        ].compactMap { $0 }
    }

    /// Whether what waits should be tried again now.
    var isAttemptDue: Bool { isFailing && ContinuousClock.now >= nextAttempt }

    /// Tries to write what waits.
    /// - Returns: what there is to tell, if the journal has caught up.
    func attempt() -> (level: SessionEvent.Level, text: String)? {
        nextAttempt = ContinuousClock.now + Self.attemptInterval
        board?.flush()
        guard let journal, (try? journal.sync()) != nil, isFailing else { return nil }
        isFailing = false
        return (.warning, "the journal is complete again")
    }

    /// Adds a record.
    /// - Returns: what there is to tell, if the journal has just begun to fail or caught up.
    func append(_ record: JournalRecord) -> (level: SessionEvent.Level, text: String)? {
        onRecord?(record)
        switch record {
        case .epoch(let epoch): board?.add(epoch)
        case .test(let test): board?.add(test)
        case .end: board?.flush()
        case .start, .command, .message, .checkpoint: break
        }
        guard let journal else { return nil }
        let wasFailing = isFailing
        do {
            try journal.append(record.jsonLine())
            // The last one must be on the disk before the program says that all went well.
            if case .end = record { try journal.sync() }
            isFailing = false
            return wasFailing ? (.warning, "the journal is complete again") : nil
        } catch {
            isFailing = true
            nextAttempt = ContinuousClock.now + Self.attemptInterval
            return wasFailing ? nil : (.warning, "the journal waits, and is lost if the program ends now: \(error)")
        }
    }

    /// Tells whoever listens, and writes nothing.
    func announce(_ event: SessionEvent) { onRecord?(.message(event)) }

    /// Adds the figures of a mini-batch to the curves for TensorBoard.
    func add(step: Int, loss: Float, metric: Float) { board?.add(step: step, loss: loss, metric: metric) }

    /// Training continues from this step: at the beginning, after a restart, after a checkpoint.
    func restart(at step: Int) { board?.restart(at: step) }

    /// Keeps a copy of a checkpoint in the run's folder, so that a replay finds what the run was given whatever becomes of the
    /// file.
    func keep(_ bytes: [UInt8], from path: String) -> (kept: JournalRecord.KeptCheckpoint, warning: String?) {
        let digest = SHA256Digest.hex(of: bytes)
        var kept = JournalRecord.KeptCheckpoint(path: path, file: nil, sha256: digest)
        guard let directory else { return (kept, nil) }
        do {
            kept.file = try directory.keepCopy(of: bytes, digest: digest)
            return (kept, nil)
        } catch {
            return (kept, "\(path) could not be copied into the run's folder, so it cannot be replayed: \(error)")
        }
    }
}
