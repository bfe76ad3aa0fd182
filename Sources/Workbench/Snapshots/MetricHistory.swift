/// A growing series of (step, value) that is cheap to hand to another thread while it grows: full chunks are shared, only
/// the last one is copied.
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

    private static let chunkSize = 1024
    private var chunks: [[Point]] = []
    private var tail: [Point] = []

    /// An empty series.
    public init() {}

    /// Number of points.
    public var count: Int { chunks.count * Self.chunkSize + tail.count }
    /// Whether there is no point yet.
    public var isEmpty: Bool { chunks.isEmpty && tail.isEmpty }
    /// The newest point.
    public var last: Point? { tail.last ?? chunks.last?.last }
    /// The oldest point.
    public var first: Point? { chunks.first?.first ?? tail.first }

    /// The point at `index`, oldest first.
    public subscript(index: Int) -> Point {
        precondition(index >= 0 && index < count, "history index out of range")
        let chunk = index / Self.chunkSize
        guard chunk < chunks.count else { return tail[index - chunks.count * Self.chunkSize] }
        return chunks[chunk][index % Self.chunkSize]
    }

    /// Adds a point; steps must not decrease.
    public mutating func append(step: Int, value: Float) {
        precondition(last.map { $0.step <= step } ?? true, "steps of a history never decrease")
        tail.append(Point(step: step, value: value))
        if tail.count == Self.chunkSize {
            chunks.append(tail)
            tail = []
            tail.reserveCapacity(Self.chunkSize)
        }
    }

    /// Index of the first point whose step is ≥ `step` (binary search); `count` if there is none.
    public func firstIndex(atOrAfter step: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].step < step { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All points, oldest first.
    public var points: [Point] { chunks.flatMap { $0 } + tail }
}
