import BinaryBrain

/// How far a run had come at each of its steps, in epochs and in seconds of training, so that runs with batches of other sizes, or of
/// other speed, can be laid over one another.
public struct RunTimeline: Sendable, Hashable {
    /// What steps are counted in.
    public enum Unit: String, Sendable, CaseIterable {
        /// Mini-batches.
        case steps
        /// Passes over the training set.
        case epochs
        /// Time spent on training: tests, saves and pauses are not counted.
        case seconds
    }

    /// The end of an epoch.
    private struct Mark: Hashable {
        var step = 0
        var epochs = 0.0
        var seconds = 0.0
    }

    private var marks = [Mark()]

    /// The timeline of a run and of those that it went on from.
    /// - Returns: nil before an epoch is done, when nobody knows how long one takes.
    public init?(_ directory: RunDirectory) {
        let start = (try? Journal(contentsOf: directory.journalPath))?.start
        self.init(directory.epochs(), batchSize: start?.batchSize ?? 1)
    }

    init?(_ epochs: [JournalRecord.Epoch], batchSize: Int) {
        for epoch in epochs {
            let last = marks[marks.count - 1]
            guard epoch.step > last.step else { continue }
            let images = Double((epoch.step - last.step) * batchSize)
            let seconds = epoch.imagesPerSecond > 0 ? images / epoch.imagesPerSecond : 0
            marks.append(Mark(step: epoch.step, epochs: Double(epoch.epoch), seconds: last.seconds + seconds))
        }
        guard marks.count > 1 else { return nil }
    }

    /// How far the run had come at a step; behind the last epoch as fast as in it.
    public func position(_ step: Int, in unit: Unit) -> Double {
        guard unit != .steps else { return Double(step) }
        let next = min(marks.firstIndex { $0.step >= step } ?? marks.count, marks.count - 1)
        let (from, to) = (marks[max(0, next - 1)], marks[max(1, next)])
        let share = Double(step - from.step) / Double(to.step - from.step)
        func between(_ value: (Mark) -> Double) -> Double { value(from) + share * (value(to) - value(from)) }
        return unit == .epochs ? between(\.epochs) : between(\.seconds)
    }
}
