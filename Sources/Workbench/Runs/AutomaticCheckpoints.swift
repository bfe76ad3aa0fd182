import BinaryBrain

/// The checkpoints that a session has written without being asked: the newest and the best stay, all others go.
struct AutomaticCheckpoints {
    private var newest: String?
    private(set) var best: (path: String, figures: JournalRecord.Measurement)?
    /// By which the best is chosen.
    let figure: EarlyStop.Figure
    /// Files that someone asked for.
    private var kept: Set<String> = []

    /// Nothing is written yet.
    /// - Parameter figure: by which the best is chosen.
    init(by figure: EarlyStop.Figure = .metric) { self.figure = figure }

    /// The file of the best epoch, by the part that epochs are measured on; nil if there is none.
    var bestPath: String? { best?.path }

    /// Training continues from a run: its best epoch is the one to beat, and stays where it is.
    mutating func begin(from run: RunDirectory) {
        guard best == nil, let found = run.bestCheckpoint(by: figure) else { return }
        best = found
        kept.insert(found.path)
    }

    /// Notes a new one.
    /// - Returns: the files that are not needed any more.
    mutating func add(_ path: String, _ figures: JournalRecord.Measurement) -> [String] {
        let previous = Set([newest, best?.path].compactMap { $0 })
        newest = path
        if best.map({ figures.isBetter(than: $0.figures, by: figure) }) ?? true { best = (path, figures) }
        return previous.subtracting(kept).subtracting([path, best?.path].compactMap { $0 }).sorted()
    }

    /// Notes a new one that was not measured.
    /// - Returns: the files that are not needed any more.
    mutating func add(_ path: String) -> [String] {
        let previous = newest
        newest = path
        return [previous].compactMap { $0 }.filter { $0 != best?.path && !kept.contains($0) }
    }

    /// Someone asked for this file: it stays.
    mutating func keep(_ path: String) { kept.insert(path) }
}

extension JournalRecord.Measurement {
    /// Whether the figure is better; a NaN never is.
    func isBetter(than other: Self, by figure: EarlyStop.Figure = .metric) -> Bool {
        switch figure {
        case .loss: MetricKind.Direction.lower.isBetter(loss, than: other.loss)
        case .metric: kind.isBetter(metric, than: other.metric)
        }
    }
}

extension RunDirectory {
    /// The checkpoint of the epoch with the best figure that is still there, in this run or in those that it went on from; nil if
    /// there is none.
    func bestCheckpoint(by figure: EarlyStop.Figure) -> (path: String, figures: JournalRecord.Measurement)? {
        guard let journal = try? Journal(contentsOf: journalPath) else { return nil }
        var best: (path: String, figures: JournalRecord.Measurement)?
        if let origin = journal.start?.origin?.path {
            let before = ReferenceFiles.run(ofCheckpoint: origin)
            if before.path != path { best = before.bestCheckpoint(by: figure) }
        }
        var measured: JournalRecord.Epoch?
        for record in journal.records {
            switch record {
            case .epoch(let epoch): measured = epoch
            case .checkpoint(let saved):
                guard let epoch = measured, saved.isAutomatic, saved.step == epoch.step,
                    let file = checkpoint(of: record),
                    best.map({ epoch.heldOut.isBetter(than: $0.figures, by: figure) }) ?? true
                else { continue }
                best = (file, epoch.heldOut)
            case .start, .command, .test, .message, .end: break
            }
        }
        return best
    }
}
