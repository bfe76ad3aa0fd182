/// When the rows of an image can be used, and forgotten, by a window that moves over it row by row.
///
/// Rows lie in banks that are written in turn. The oldest row that is still held is the base; before an output row is made,
/// `needed` rows from the base on must be there, and afterwards `released` of them are given back.
struct RowSchedule {
    /// What making one output row takes.
    struct Step: Hashable {
        /// Rows that must be held, from the base on.
        var needed: Int
        /// Rows that are given back.
        var released: Int
        /// Which row each tap reads, counted from the base; nil for the border value.
        var taps: [Int?]
    }

    /// A step for each output row.
    let steps: [Step]
    /// Banks: one more than are needed at once, so that the next row can come in meanwhile.
    let bankCount: Int

    init(_ rows: WindowAxis) {
        let sources = (0..<rows.places).map { place in (0..<rows.filter).map { rows.source(place: place, tap: $0) } }
        // A row is held until nothing reads it any more.
        var bases = [Int](repeating: rows.count, count: rows.places + 1)
        for place in (0..<rows.places).reversed() {
            bases[place] = min(bases[place + 1], sources[place].compactMap { $0 }.min() ?? rows.count)
        }
        bases[0] = 0
        steps = (0..<rows.places).map { place in
            let base = bases[place]
            let released = bases[place + 1] - base
            let read = sources[place].compactMap { $0 }.max().map { $0 - base + 1 } ?? 0
            return Step(
                needed: max(read, released, 1), released: released, taps: sources[place].map { $0.map { $0 - base } })
        }
        bankCount = (steps.map(\.needed).max() ?? 1) + 1
    }
}
