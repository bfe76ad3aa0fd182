extension [ScheduledCommand] {
    /// The first that is due and has not been given.
    /// - Parameter given: how many have been, by their keys.
    func due(_ progress: Progress, isDone: Bool, given: [String: Int]) -> ScheduledCommand? {
        var seen: [String: Int] = [:]
        return first { entry in
            let key = ScheduledCommand.key(entry.command, at: entry.moment.description, epoch: progress.epoch)
            seen[key, default: 0] += 1
            return seen[key, default: 0] > given[key, default: 0] && entry.moment.hasCome(progress, isDone: isDone)
        }
    }
}

extension ScheduledCommand.Moment {
    /// Whether a training has come so far.
    fileprivate func hasCome(_ progress: Progress, isDone: Bool) -> Bool {
        switch self {
        case .epoch(let count): progress.epoch >= count
        case .step(let count): progress.step >= count
        case .end: isDone
        }
    }
}
