/// Draws without replacement over and over: every item is used once before any is used twice, and one request never gets
/// the same item twice unless it asks for more items than there are (the original's ShuffleSet).
struct ShuffleSet {
    private var generator: MersenneTwister64
    /// Shuffled items, next one last (so that taking one is cheap).
    private var heap: [Int32]
    private var reserve: [Int32] = []

    init(count: Int, seed: UInt64) {
        generator = MersenneTwister64(seed: seed)
        heap = (0..<Int32(count)).map { $0 }
        refill(with: heap)
    }

    private mutating func refill(with items: [Int32]) {
        var items = items
        generator.shuffle(&items)
        heap = items.reversed()
    }

    /// The next `count` items.
    mutating func take(_ count: Int) -> [Int32] {
        var taken: [Int32] = []
        var stash: [Int32] = []
        taken.reserveCapacity(count)
        for _ in 0..<count {
            if heap.isEmpty {
                refill(with: reserve)
                reserve = []
            }
            if heap.isEmpty {
                refill(with: stash)
                stash = []
            }
            let item = heap.removeLast()
            taken.append(item)
            stash.append(item)
        }
        reserve += stash
        return taken
    }
}
