import Foundation

/// Writes what happens into the run's journal, and tells whoever listens.
///
/// A journal that cannot be written never stops a training: the first failure is reported, and each later line is tried again.
final class RunKeeper {
    /// The run's folder; nil if nothing is kept.
    let directory: RunDirectory?
    private let journal: JournalFile?
    private let onRecord: (@Sendable (JournalRecord) -> Void)?
    private var isFailing = false

    /// Makes the run's folder in `base` and opens its journal.
    init(base: String?, spec: ExperimentSpec, onRecord: (@Sendable (JournalRecord) -> Void)?) throws {
        directory = try base.map { try RunDirectory.create(in: $0, for: spec, at: Date()) }
        journal = try directory.map { try JournalFile(path: $0.journalPath) }
        self.onRecord = onRecord
    }

    /// Adds a record.
    /// - Returns: a warning, if the journal has just begun to fail.
    func append(_ record: JournalRecord) -> String? {
        onRecord?(record)
        guard let journal else { return nil }
        do {
            try journal.append(record.jsonLine())
            isFailing = false
            return nil
        } catch {
            defer { isFailing = true }
            return isFailing ? nil : "the journal is incomplete from here on: \(error)"
        }
    }
}
