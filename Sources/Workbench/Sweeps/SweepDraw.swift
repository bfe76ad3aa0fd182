import BinaryBrain

/// Combinations by chance, each axis by itself, and none twice: two of the same would be one training that counts as two seeds.
struct SweepDraw {
    private let axes: [SweepAxis]
    private let seed: UInt64

    /// Draws in a row that found nothing new, after which there is nothing new to be found: with a single combination left of a
    /// hundred thousand, one in twenty thousand searches would give up on it.
    private static let patience = 1_000_000

    /// - Parameter seed: decides what is drawn.
    init(_ axes: [SweepAxis], seed: UInt64) {
        self.axes = axes
        self.seed = seed
    }

    /// So many different ones, in the order in which they were drawn.
    /// - Throws: `BrainError` of kind `.usage` if the axes have not so many.
    func combinations(_ count: Int) throws -> [[String]] {
        let limit = axes.reduce(1.0) { $0 * Double($1.differentValues ?? .max) }
        guard Double(count) <= limit else { throw tooMany(count, "\(Int(limit))") }
        var random = MersenneTwister64(seed: seed)
        var known: Set<[String]> = []
        var drawn: [[String]] = []
        var misses = 0
        while drawn.count < count {
            let values = axes.map { $0.value(at: Double(random.next() >> 11) / Double(1 << 53)) }
            if known.insert(values).inserted {
                drawn.append(values)
                misses = 0
            } else {
                misses += 1
                guard misses < Self.patience else { throw tooMany(count, "about \(drawn.count)") }
            }
        }
        return drawn
    }

    private func tooMany(_ count: Int, _ there: String) -> BrainError {
        BrainError(
            .usage, what: "--samples \(count)", why: "there are \(there) different combinations",
            remedy: "draw fewer, give wider ranges, or leave --samples away where there is no range")
    }
}
