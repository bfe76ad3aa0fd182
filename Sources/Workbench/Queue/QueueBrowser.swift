import BinaryBrain
import CSystem
import Foundation

/// Looks at the queue, or at sweeps, again and again on a thread of its own, as long as somebody wants to see them.
public final class QueueBrowser: Sendable {
    /// What somebody wants to see.
    public enum Focus: Sendable, Hashable {
        /// Neither.
        case nothing
        /// The queue of a folder of runs.
        case queue(runs: String)
        /// A sweep of a folder of runs; the first for nil.
        case sweeps(runs: String, name: String?)
    }

    /// What is known so far.
    public struct Contents: Sendable {
        /// The queue; nil before the first look.
        public var queue: QueueStatus?
        /// The names of all sweeps; nil before the first look.
        public var sweeps: [String]?
        /// The sweep that is looked at; nil for none.
        public var sweep: SweepOverview?
        /// Why a sweep cannot be shown.
        public var failure: String?

        /// Nothing.
        public init() {}
    }

    private struct State {
        var focus = Focus.nothing
        var contents = Contents()
        var isEnded = false
    }

    /// Readable when there is news; read it to reset it. -1 if the system has no descriptor left.
    public let changeDescriptor: Int32
    private let state = Locked(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Milliseconds between two looks.
    private static let interval = 500
    /// A look that takes long is followed by a pause of so many times as long.
    private static let restFactor = 10.0
    /// Steps down from the priority of training.
    private static let niceness: Int32 = 5

    /// A browser that looks at nothing yet.
    public init() {
        let descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        changeDescriptor = descriptor
        let thread = Thread { [state, wake] in
            _ = bb_set_thread_niceness(Self.niceness)
            Parallel.withoutHelpers { Self.run(state, wake, descriptor) }
        }
        thread.name = "bbwb-queue"
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit {
        state.withLock { $0.isEnded = true }
        wake.signal()
    }

    /// What is known now.
    public var contents: Contents { state.withLock { $0.contents } }

    /// Looks at something else from now on.
    public func look(at focus: Focus) {
        state.withLock { $0.focus = focus }
        wake.signal()
    }

    /// Looks at once: something has been changed.
    public func lookAgain() { wake.signal() }

    private static func run(_ state: Locked<State>, _ wake: DispatchSemaphore, _ descriptor: Int32) {
        var looker = QueueLooker()
        var pause = 0.0
        while true {
            let focus = state.withLock { $0.isEnded ? nil : $0.focus }
            guard let focus else { break }
            if focus == .nothing {
                wake.wait()
                continue
            }
            let start = DispatchTime.now().uptimeNanoseconds
            let contents = looker.look(at: focus)
            let isNews = state.withLock { state in
                // What was looked at meanwhile may be something else.
                guard state.focus == focus else { return false }
                state.contents.take(contents, of: focus)
                return true
            }
            if isNews { eventfd_write(descriptor, 1) }
            let taken = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
            pause = max(Double(interval), taken * restFactor)
            _ = wake.wait(timeout: .now() + .milliseconds(Int(pause)))
        }
        if descriptor >= 0 { close(descriptor) }
    }
}

extension QueueBrowser.Contents {
    /// What was seen of one leaves what is known of the other as it was.
    fileprivate mutating func take(_ newer: Self, of focus: QueueBrowser.Focus) {
        switch focus {
        case .nothing: break
        case .queue: queue = newer.queue
        case .sweeps: (sweeps, sweep, failure) = (newer.sweeps, newer.sweep, newer.failure)
        }
    }
}

/// What the browser's thread remembers from look to look.
private struct QueueLooker {
    private var reader: (runs: String, reader: QueueReader)?
    private var standing: (path: String, standing: SweepStanding)?
    private var outcome: SweepOutcome?

    mutating func look(at focus: QueueBrowser.Focus) -> QueueBrowser.Contents {
        var contents = QueueBrowser.Contents()
        switch focus {
        case .nothing: break
        case .queue(let runs):
            let current =
                reader.flatMap { $0.runs == runs ? $0.reader : nil }
                ?? QueueReader(TrainingQueue(of: RunStore(path: runs)))
            reader = (runs, current)
            contents.queue = current.look()
        case .sweeps(let runs, let wanted):
            let folders = SweepFolder.all(in: RunStore(path: runs))
            contents.sweeps = folders.map(\.name)
            guard let folder = folders.first(where: { $0.name == wanted }) ?? folders.first else { break }
            do { contents.sweep = try overview(folder) } catch {
                standing = nil
                contents.failure = "\(folder.name): \(error)"
            }
        }
        return contents
    }

    private mutating func overview(_ folder: SweepFolder) throws -> SweepOverview {
        var hasMore = true
        var current: SweepStanding
        if let (path, known) = standing, path == folder.path {
            current = known
            hasMore = try current.look()
        } else {
            current = try SweepStanding(folder)
        }
        standing = (folder.path, current)
        // What nets cost is counted only when there are more of them.
        let newest = hasMore ? nil : outcome
        let result = try newest ?? SweepOutcome(current.sweep, current.records, in: folder.store)
        outcome = result
        return SweepOverview(current, result)
    }
}
