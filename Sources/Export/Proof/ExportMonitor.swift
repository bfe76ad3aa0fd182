import Foundation

/// How far an export is.
public struct ExportProgress: Sendable, Equatable {
    /// What is being done.
    public var stage: String
    /// Share of the work done, 0…1.
    public var fraction: Double

    /// A progress.
    public init(stage: String, fraction: Double) {
        self.stage = stage
        self.fraction = fraction
    }
}

/// Who watches an export: is told how far it is, and may end it.
public struct ExportMonitor: Sendable {
    /// Called at the beginning of each stage and within the long ones.
    public var onProgress: @Sendable (ExportProgress) -> Void
    /// Asked now and then whether to give up.
    public var isCancelled: @Sendable () -> Bool
    /// Called once the sources are in their place, before the proof: what became of files that somebody had edited.
    public var onPlaced: @Sendable ([String]) -> Void

    /// A monitor; by default nobody watches.
    public init(
        onProgress: @escaping @Sendable (ExportProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false },
        onPlaced: @escaping @Sendable ([String]) -> Void = { _ in }
    ) {
        self.onProgress = onProgress
        self.onPlaced = onPlaced
        self.isCancelled = isCancelled
    }

    /// Throws `CancellationError` if the watcher wants the end.
    func checkCancellation() throws { if isCancelled() { throw CancellationError() } }
}

/// The stages of one export and their shares of the whole.
struct StageMeter {
    private let monitor: ExportMonitor
    private let stages: [(name: String, weight: Double)]
    private var current = -1

    /// - Parameter stages: in order, with rough durations.
    init(_ monitor: ExportMonitor, stages: [(name: String, weight: Double)]) {
        self.monitor = monitor
        self.stages = stages
    }

    /// The next stage begins.
    mutating func next() throws {
        try monitor.checkCancellation()
        current += 1
        report(0)
    }

    /// So much of the stage is done.
    func report(_ share: Double) {
        let total = stages.reduce(0) { $0 + $1.weight }
        let done = stages.prefix(current).reduce(0) { $0 + $1.weight } + stages[current].weight * share
        monitor.onProgress(ExportProgress(stage: stages[current].name, fraction: done / total))
    }
}
