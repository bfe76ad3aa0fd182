/// A growing series of (step, value) that is cheap to hand to another thread while it grows: full chunks are shared, only
/// the last one is copied.
///
/// It keeps summaries of its blocks and chunks as it grows, so that a plot of a million mini-batches reads a few hundred
/// points, not a million, and still shows every spike.
public struct MetricHistory: Sendable {
    /// One measurement.
    public struct Point: Sendable, Equatable {
        /// Mini-batches trained when it was taken.
        public var step: Int
        /// The value; may be NaN or infinite when training diverges.
        public var value: Float

        /// Makes a point.
        public init(step: Int, value: Float) {
            self.step = step
            self.value = value
        }
    }

    /// Points with a summary of each block of them and of all.
    private struct Chunk: Sendable {
        var points: [Point] = []
        /// One for each full block.
        var blocks: [SeriesSummary] = []
        var whole = SeriesSummary()

        mutating func append(_ point: Point) {
            points.append(point)
            whole.add(point.value)
            if points.count % MetricHistory.blockSize == 0 {
                blocks.append(SeriesSummary(points.suffix(MetricHistory.blockSize)))
            }
        }

        /// Hands over what a part of the chunk is made of.
        @inline(__always)
        func forEachPiece(of range: Range<Int>, _ body: (Piece) -> Void) {
            if range == 0..<points.count {
                body(.summary(whole))
                return
            }
            var index = range.lowerBound
            while index < range.upperBound {
                let block = index / MetricHistory.blockSize
                if index % MetricHistory.blockSize == 0, index + MetricHistory.blockSize <= range.upperBound {
                    body(.summary(blocks[block]))
                    index += MetricHistory.blockSize
                } else {
                    body(.point(points[index].value))
                    index += 1
                }
            }
        }
    }

    /// A part of a stretch of the series.
    package enum Piece {
        /// One value.
        case point(Float)
        /// Several, of which only the summary is read.
        case summary(SeriesSummary)
    }

    private static let chunkSize = 1024
    private static let blockSize = 32
    private var chunks: [Chunk] = []
    private var tail = Chunk()

    /// An empty series.
    public init() {}

    /// Number of points.
    public var count: Int { chunks.count * Self.chunkSize + tail.points.count }
    /// Whether there is no point yet.
    public var isEmpty: Bool { chunks.isEmpty && tail.points.isEmpty }
    /// The newest point.
    public var last: Point? { tail.points.last ?? chunks.last?.points.last }
    /// The oldest point.
    public var first: Point? { chunks.first?.points.first ?? tail.points.first }

    /// The point at `index`, oldest first.
    public subscript(index: Int) -> Point {
        precondition(index >= 0 && index < count, "history index out of range")
        let chunk = index / Self.chunkSize
        guard chunk < chunks.count else { return tail.points[index - chunks.count * Self.chunkSize] }
        return chunks[chunk].points[index % Self.chunkSize]
    }

    /// Adds a point; steps must not decrease.
    public mutating func append(step: Int, value: Float) {
        precondition(last.map { $0.step <= step } ?? true, "steps of a history never decrease")
        tail.append(Point(step: step, value: value))
        if tail.points.count == Self.chunkSize {
            chunks.append(tail)
            tail = Chunk()
            tail.points.reserveCapacity(Self.chunkSize)
        }
    }

    /// Index of the first point whose step is ≥ `step` (binary search); `count` if there is none.
    public func firstIndex(atOrAfter step: Int) -> Int { firstIndex(in: 0..<count) { $0 >= step } }

    /// Index of the first point of `range` whose step fulfils `condition`, which all later ones must fulfil too (binary
    /// search); the end of the range if there is none.
    public func firstIndex(in range: Range<Int>, where condition: (Int) -> Bool) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle].step) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// What the points of `range` hold, from at most 64 points and a summary for each 32 or 1024 of the others.
    public func summary(of range: Range<Int>) -> SeriesSummary {
        var summary = SeriesSummary()
        forEachPiece(of: range) { piece in
            switch piece {
            case .point(let value): summary.add(value)
            case .summary(let piece): summary.append(piece)
            }
        }
        return summary
    }

    /// Hands over the pieces that `range` is made of, in order: all that a summary of it reads.
    @inline(__always)
    package func forEachPiece(of range: Range<Int>, _ body: (Piece) -> Void) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "history range out of bounds")
        var index = range.lowerBound
        while index < range.upperBound {
            let chunk = index / Self.chunkSize
            let start = chunk * Self.chunkSize
            let end = min(range.upperBound, start + Self.chunkSize)
            (chunk < chunks.count ? chunks[chunk] : tail).forEachPiece(of: index - start..<end - start, body)
            index = end
        }
    }

    /// The first point with the largest (`highest`) or smallest finite value; nil without a finite value.
    public func extreme(highest: Bool) -> Point? {
        let pieces = chunks + [tail]
        let value = { (summary: SeriesSummary) in highest ? summary.highest : -summary.lowest }
        guard let best = pieces.map({ value($0.whole) }).max(), best.isFinite else { return nil }
        let piece = pieces.first { value($0.whole) == best }
        return piece?.points.first { (highest ? $0.value : -$0.value) == best }
    }

    /// All points, oldest first.
    public var points: [Point] { chunks.flatMap(\.points) + tail.points }
}
