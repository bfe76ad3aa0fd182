/// The checkpoints that a session has written without being asked: the newest and the best stay, all others go.
struct AutomaticCheckpoints {
    private var newest: String?
    private var best: (path: String, test: JournalRecord.Measurement)?
    /// Files that someone asked for.
    private var kept: Set<String> = []

    /// Notes a new one.
    /// - Returns: the files that are not needed any more.
    mutating func add(_ path: String, _ test: JournalRecord.Measurement) -> [String] {
        let previous = Set([newest, best?.path].compactMap { $0 })
        newest = path
        if best.map({ test.isBetter(than: $0.test) }) ?? true { best = (path, test) }
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
    /// Whether the metric is better; a NaN never is.
    func isBetter(than other: Self) -> Bool {
        guard !metric.isNaN else { return false }
        guard !other.metric.isNaN else { return true }
        return kind == .accuracy ? metric > other.metric : metric < other.metric
    }
}
