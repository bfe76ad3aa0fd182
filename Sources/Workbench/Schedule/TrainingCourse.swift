import BinaryBrain

/// What a training remembers of its own course, beside the net, the optimizer and the order of the samples: which commands of its
/// file it has given, and what its schedule and its early stop have seen. Empty where the experiment has none of these.
struct TrainingCourse: Sendable, Equatable {
    /// How often each command of the file was given, by `ScheduledCommand.key`.
    private(set) var given: [String: Int] = [:]
    /// What a schedule that waits for plateaus has seen since it last made the rate smaller.
    private(set) var plateau = ProgressGauge()
    /// How often it has.
    private(set) var reductions = 0
    /// What the early stop has seen.
    private(set) var early = ProgressGauge()

    /// Notes that a command of the file is given.
    mutating func noteGiven(_ command: Command, at moment: String, epoch: Int) {
        given[ScheduledCommand.key(command, at: moment, epoch: epoch), default: 0] += 1
    }

    /// Notes the figures of an epoch.
    mutating func noteEpoch(heldOut: JournalRecord.Measurement, _ spec: ExperimentSpec) {
        if let patience = spec.schedule.patience {
            plateau.note(heldOut.loss)
            if plateau.epochsSinceBest >= patience {
                reductions += 1
                plateau.restartCount()
            }
        }
        if let stop = spec.earlyStop { early.note(stop.value(of: heldOut), change: stop.change) }
    }

    /// Whether the training is to end here, as its file says.
    func hasEnded(_ spec: ExperimentSpec) -> Bool {
        spec.earlyStop.map { early.epochsSinceBest >= $0.patience } ?? false
    }

    /// Somebody asks for more: the wait for a better epoch begins anew.
    mutating func goOn() { early.restartCount() }
}

// MARK: - Checkpoints

extension TrainingCourse {
    private static let givenPrefix = "given "

    /// The course as a checkpoint holds it; empty for an empty one.
    var state: [String: [UInt64]] {
        var state: [String: [UInt64]] = [:]
        for (text, count) in given { state[Self.givenPrefix + text] = [UInt64(count)] }
        if plateau != ProgressGauge() || reductions > 0 { state["plateau"] = plateau.words + [UInt64(reductions)] }
        if early != ProgressGauge() { state["early"] = early.words }
        return state
    }

    /// A course from a checkpoint; nil if it is not one.
    init?(state: [String: [UInt64]]) {
        for (key, words) in state {
            switch key {
            case "plateau":
                guard let gauge = ProgressGauge(words: words.dropLast()), let count = Self.count(words.last) else {
                    return nil
                }
                (plateau, reductions) = (gauge, count)
            case "early":
                guard let gauge = ProgressGauge(words: words[...]) else { return nil }
                early = gauge
            default:
                guard key.hasPrefix(Self.givenPrefix), words.count == 1, let count = Self.count(words.last) else {
                    return nil
                }
                given[String(key.dropFirst(Self.givenPrefix.count))] = count
            }
        }
        // Each state has one form.
        guard self.state == state else { return nil }
    }

    fileprivate static func count(_ word: UInt64?) -> Int? { word.flatMap { $0 < 1 << 32 ? Int($0) : nil } }
}

extension ProgressGauge {
    /// The best, if there is one, and the epochs since.
    fileprivate var words: [UInt64] { [UInt64(epochsSinceBest)] + (best.map { [$0.bitPattern] } ?? []) }

    fileprivate init?(words: ArraySlice<UInt64>) {
        guard (1...2).contains(words.count), let epochs = TrainingCourse.count(words.first) else { return nil }
        let best = words.count == 2 ? words.last.map(Double.init(bitPattern:)) : nil
        guard best?.isFinite ?? true else { return nil }
        self.init(best: best, epochsSinceBest: epochs)
    }
}
