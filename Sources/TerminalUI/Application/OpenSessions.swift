import Glibc
import Workbench

/// The session that is shown, and those that were closed for its sake and may still save.
struct OpenSessions {
    private(set) var current: any WorkbenchSession
    private var closing: [any WorkbenchSession] = []

    /// - Parameter first: nil if nothing is open yet.
    init(_ first: (any WorkbenchSession)?) { current = first ?? NoSession() }

    /// What waits until the shown run is saved.
    private enum Plan {
        /// A process of its own goes on with it.
        case detach
        /// Its owner was asked to stop; it goes on here.
        case takeOver(run: String)
        /// Another session takes its place.
        case replace(any WorkbenchSession)
        /// The program ends.
        case quit
    }

    private var plan: Plan?

    /// How often the shown session has stayed because it could not save.
    private var refusals = 0

    /// Whether a session is shown that has stopped by itself.
    var hasStopped: Bool { !(current is NoSession) && plan == nil && current.snapshot.state == .stopped }

    /// Whether the shown run is being saved, for a process of its own to go on with.
    var isDetaching: Bool { if case .detach = plan { true } else { false } }

    /// Whether something waits for the shown run to be saved.
    var isHandingOver: Bool { plan != nil }

    /// Whether nothing that was closed is at work any more.
    var areClosed: Bool { closing.isEmpty }

    /// What wakes whoever waits for one that is closing.
    var closingDescriptors: [Int32] { closing.map(\.changeDescriptor) }

    /// Shows another one, in place of one of which nothing is to be saved.
    mutating func replace(by next: any WorkbenchSession) {
        if !(current is NoSession) {
            current.end(saving: false)
            closing.append(current)
        }
        show(next)
    }

    private mutating func show(_ next: any WorkbenchSession) {
        current = next
        refusals = next.snapshot.refusedEnds
    }

    /// Shows another one once what is shown is saved.
    mutating func replaceOnceSaved(by next: any WorkbenchSession) { leave(.replace(next)) }

    /// Ends the shown session, having saved, so that a process of its own can go on.
    mutating func detach() { leave(.detach) }

    /// Ends the shown session, having saved, and nothing takes its place.
    mutating func quit() { leave(.quit) }

    private mutating func leave(_ next: Plan) {
        refusals = current.snapshot.refusedEnds
        current.end(saving: true, orStay: true)
        plan = next
    }

    /// Whether the shown session was to end, could not save, and so has stayed. What was to take its place is let go.
    mutating func haveStayed() -> Bool {
        guard current.snapshot.refusedEnds > refusals else { return false }
        refusals = current.snapshot.refusedEnds
        if case .replace(let next) = plan { next.end(saving: false) }
        plan = nil
        return true
    }

    /// Has the owner of a run that is looked at save and stop, so that it can go on here.
    /// - Throws: `TerminalError` if it cannot be asked to.
    mutating func takeOver(process: Int32, run: String) throws {
        guard kill(process, SIGTERM) == 0 || errno == ESRCH else {
            throw TerminalError(
                what: "process \(process)", why: String(cString: strerror(errno)), remedy: "ask its owner to stop it")
        }
        plan = .takeOver(run: run)
    }

    /// What has come of a plan.
    enum HandOver {
        /// Nothing yet.
        case none
        /// Another session is to be shown.
        case show(() throws -> any WorkbenchSession)
        /// It cannot be done; the text says why.
        case failed(String)
    }

    /// Looks whether the shown run is saved, and goes on with what waits for that.
    mutating func handOver(open: @escaping (String) throws -> any WorkbenchSession) -> HandOver {
        let snapshot = current.snapshot
        switch plan {
        case .detach where snapshot.state == .stopped:
            plan = nil
            let session = current
            current = NoSession()
            if let missing = snapshot.missing.first { return .failed(missing) }
            guard let directory = snapshot.runDirectory else { return .failed("the run keeps no folder") }
            return .show {
                _ = session
                return try DetachedTraining.start(RunDirectory(path: directory))
            }
        case .replace(let next) where snapshot.state == .stopped:
            plan = nil
            if let missing = snapshot.missing.first { return .failed(missing) }
            return .show { next }
        case .takeOver(let run) where snapshot.watched?.state != .running:
            plan = nil
            return .show { try open(run) }
        case .detach, .takeOver, .replace, .quit, nil: return .none
        }
    }

    /// Lets go of those that have stopped.
    /// - Returns: what they could not save, a sentence each.
    mutating func takeLeave() -> [String] {
        guard !closing.isEmpty else { return [] }
        let stopped = closing.map(\.snapshot).filter { $0.state == .stopped }
        closing.removeAll { $0.snapshot.state == .stopped }
        return stopped.compactMap { snapshot in snapshot.missing.first.map { "\(snapshot.experiment): \($0)" } }
    }

    /// Resets a descriptor that is readable.
    static func drain(_ descriptor: Int32) {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
