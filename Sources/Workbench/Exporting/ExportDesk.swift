import Export
import Foundation

/// Exports in the background, one at a time, while training runs.
final class ExportDesk: Sendable {
    /// How an export ended.
    enum Outcome: Sendable {
        case done(Exporter.Result)
        case failed(String)
    }

    private struct State: Sendable {
        var running: ExportSnapshot?
        var outcomes: [Outcome] = []
        var isCancelled = false
    }

    private let state = Locked(State())
    private let queue = WorkQueue(label: "bbwb.export", niceness: 2)
    private let group = DispatchGroup()
    private let wake: @Sendable () -> Void
    /// How long a session that ends waits for an export to stop.
    private static let patience = DispatchTimeInterval.seconds(5)
    /// The picture changes no more often, as a share of the whole.
    private static let smallestStep = 0.005

    /// - Parameter wake: called, on any thread, when there is something new to show or to collect.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    /// The export that runs; nil if none does.
    var running: ExportSnapshot? { state.withLock { $0.running } }

    /// Begins an export; false, and nothing done, if one is running.
    func begin(_ title: String, _ work: @escaping @Sendable (ExportMonitor) throws -> Exporter.Result) -> Bool {
        let isFree = state.withLock { state in
            guard state.running == nil else { return false }
            state.running = ExportSnapshot(title: title, stage: "starting", fraction: 0)
            return true
        }
        guard isFree else { return false }
        queue.async(group: group) {
            let outcome: Outcome?
            do {
                outcome = .done(try work(self.monitor))
            } catch is CancellationError {
                outcome = nil
            } catch {
                outcome = .failed(String(describing: error))
            }
            self.state.withLock { state in
                state.running = nil
                if let outcome { state.outcomes.append(outcome) }
            }
            self.wake()
        }
        return true
    }

    private var monitor: ExportMonitor {
        ExportMonitor(
            onProgress: { progress in
                let isNew = self.state.withLock { state in
                    guard var shown = state.running else { return false }
                    let isNew =
                        shown.stage != progress.stage || progress.fraction - shown.fraction >= Self.smallestStep
                    guard isNew else { return false }
                    shown.stage = progress.stage
                    shown.fraction = progress.fraction
                    state.running = shown
                    return true
                }
                if isNew { self.wake() }
            },
            isCancelled: { self.state.withLock { $0.isCancelled } })
    }

    /// Takes what has ended since the last call.
    func collect() -> [Outcome] {
        state.withLock { state in
            defer { state.outcomes = [] }
            return state.outcomes
        }
    }

    /// Ends a running export and waits until it has ended. Sources that are in their place stay, not proved.
    func cancel() {
        state.withLock { $0.isCancelled = true }
        _ = group.wait(timeout: .now() + Self.patience)
    }
}
