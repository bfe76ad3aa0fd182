import Workbench

/// How the plots are looked at: scales, smoothing, and the part of the run that is shown.
struct PlotView: Hashable, Sendable {
    /// How the value axis is chosen.
    var scale = ValueScale.linear
    /// Logarithmic step axis.
    var isStepLogarithmic = false
    /// Mini-batches of the moving average; nil draws the raw values as the curve.
    var smoothing: Int? = 16
    /// Mini-batches shown; nil shows the whole run.
    private(set) var span: Int?
    /// The last mini-batch shown; nil follows the newest.
    private(set) var end: Int?
    /// The mini-batch whose values are read out; nil for none.
    private(set) var cursor: Int?

    /// The spans that `z` walks through.
    static let smoothingLadder: [Int?] = [nil, 16, 64, 256]
    /// The fewest mini-batches a view is narrowed to.
    static let narrowest = 16

    /// Whether the view moves on with the run.
    var isFollowing: Bool { end == nil }

    /// The steps shown of a run that has come to step `newest`.
    func steps(newest: Int) -> ClosedRange<Int> {
        guard let span else { return 0...max(1, newest) }
        let last = min(end ?? newest, max(newest, span))
        return max(0, last - span)...max(1, last)
    }

    /// Moves the view by a quarter of its width, `direction` −1 towards the start, +1 towards the newest, where it follows
    /// again. Returns false if it cannot move.
    mutating func pan(_ direction: Int, newest: Int) -> Bool {
        if span == nil {
            guard direction < 0, newest > Self.narrowest else { return false }
            span = max(Self.narrowest, newest / 2)
        }
        return move(by: direction * max(1, (span ?? 0) / 4), newest: newest)
    }

    /// Moves the view by some mini-batches. Returns false if it cannot move.
    mutating func move(by steps: Int, newest: Int) -> Bool {
        guard let span else { return false }
        let current = end ?? newest
        let wanted = max(span, current + steps)
        if wanted >= newest {
            let moved = end != nil
            end = nil
            return moved
        }
        end = wanted
        return wanted != current
    }

    // MARK: Cursor

    /// Puts the cursor on a mini-batch, nil takes it away; the view moves so that it is seen.
    mutating func setCursor(_ step: Int?, newest: Int) {
        guard let step else {
            cursor = nil
            return
        }
        let wanted = min(max(0, step), newest)
        cursor = wanted
        let shown = steps(newest: newest)
        if wanted < shown.lowerBound { _ = move(by: wanted - shown.lowerBound, newest: newest) }
        if wanted > shown.upperBound { _ = move(by: wanted - shown.upperBound, newest: newest) }
    }

    /// Moves the cursor by a sixtieth of the view. Returns false at the ends of the run.
    mutating func moveCursor(_ direction: Int, newest: Int) -> Bool {
        guard let cursor else { return false }
        let shown = steps(newest: newest)
        let stride = max(1, (shown.upperBound - shown.lowerBound) / 60)
        let wanted = min(max(0, cursor + direction * stride), newest)
        setCursor(wanted, newest: newest)
        return wanted != cursor
    }

    /// Halves (`direction` −1) or doubles (+1) the width of the view. Returns false at the limits.
    mutating func zoom(_ direction: Int, newest: Int) -> Bool {
        let current = span ?? newest
        if direction < 0 {
            guard current / 2 >= Self.narrowest else { return false }
            span = current / 2
            return true
        }
        guard span != nil else { return false }
        if current * 2 >= newest { showAll() } else { span = current * 2 }
        return true
    }

    /// Follows the newest mini-batch; if it already does, shows the whole run. Returns false if nothing changes.
    mutating func follow() -> Bool {
        if end != nil {
            end = nil
            return true
        }
        defer { showAll() }
        return span != nil
    }

    private mutating func showAll() {
        span = nil
        end = nil
    }

    /// The span of the moving average of a series: at most a fifth of it, because an average over most of a short series
    /// says little about where it is going; nil for a series too short to average.
    func averagedSpan(of history: MetricHistory) -> Int? {
        guard let smoothing else { return nil }
        let span = min(smoothing, history.count / 5)
        return span > 1 ? span : nil
    }

    /// The next span of the moving average.
    mutating func nextSmoothing() {
        let ladder = Self.smoothingLadder
        let position = ladder.firstIndex(of: smoothing) ?? 0
        smoothing = ladder[(position + 1) % ladder.count]
    }
}
