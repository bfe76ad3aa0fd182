import BinaryBrain
import Datasets
import Foundation

/// What a session tells: events for the screen, records for the run's journal, and how the journal itself fares.
final class RunLog {
    /// What writes the journal; nil before the run begins.
    private(set) var keeper: RunKeeper?
    private var log = EventLog()

    /// The last events, oldest first.
    var events: [SessionEvent] { log.events }
    /// The run's folder; nil if nothing is kept.
    var directory: RunDirectory? { keeper?.directory }

    /// The run begins.
    func begin(_ keeper: RunKeeper) { self.keeper = keeper }

    /// Adds a line to the event log and, unless a command's own record says it, to the journal.
    func note(_ event: SessionEvent) {
        log.append(event)
        if event.level != .steering { record(.message(event)) }
    }

    /// Adds a line to the event log and to the journal.
    func note(_ level: SessionEvent.Level, _ text: String, at step: Int) {
        note(SessionEvent(step: step, time: Date(), level: level, text: text))
    }

    /// Adds a record to the journal.
    func record(_ record: JournalRecord) {
        if let news = keeper?.append(record) { announce(news, at: record.step ?? 0) }
    }

    /// Tries again now and then what the disk had no room for.
    func retryIfDue(at step: Int) {
        if let keeper, keeper.isAttemptDue, let news = keeper.attempt() { announce(news, at: step) }
    }

    /// Keeps a copy of a checkpoint for replays.
    func keep(_ bytes: [UInt8], from path: String, at step: Int) -> JournalRecord.KeptCheckpoint {
        let (kept, warning) =
            keeper?.keep(bytes, from: path)
            ?? (JournalRecord.KeptCheckpoint(path: path, sha256: SHA256Digest.hex(of: bytes)), nil)
        if let warning { note(.warning, warning, at: step) }
        return kept
    }

    /// Tells what the journal cannot hold: how it fares itself.
    private func announce(_ news: (level: SessionEvent.Level, text: String), at step: Int) {
        let event = SessionEvent(step: step, time: Date(), level: news.level, text: news.text)
        log.append(event)
        keeper?.announce(event)
    }
}

/// The last events, oldest first.
struct EventLog {
    private static let capacity = 200
    private(set) var events: [SessionEvent] = []

    mutating func append(_ event: SessionEvent) {
        if events.count == Self.capacity { events.removeFirst() }
        events.append(event)
    }
}
