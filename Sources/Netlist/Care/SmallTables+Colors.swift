// Values for the patterns of some inputs, so that what must differ differs: colours of a graph.
extension SmallTables {
    /// For each pattern of the free inputs the patterns of the bound ones that must give 1 and those that must give 0.
    private static func columns(_ patterns: CarePatterns, _ bound: Int, _ free: Int) -> [(on: UInt16, off: UInt16)] {
        let (boundSlots, freeSlots) = (slots(bound), slots(free))
        var columns = [(on: UInt16, off: UInt16)](repeating: (0, 0), count: 1 << freeSlots.count)
        var rest = patterns.care
        while rest != 0 {
            let pattern = rest.trailingZeroBitCount
            rest &= rest - 1
            let bit = UInt16(1) << UInt16(collect(pattern, boundSlots))
            let place = collect(pattern, freeSlots)
            if patterns.on >> UInt64(pattern) & 1 == 1 { columns[place].on |= bit } else { columns[place].off |= bit }
        }
        return columns
    }

    /// A value for each pattern of the bound inputs, so that any two with different wanted values beside the same free inputs
    /// differ; nil if there is none.
    static func twoColors(_ patterns: CarePatterns, _ bound: Int, _ free: Int) -> UInt16? {
        let columns = columns(patterns, bound, free).filter { $0.on != 0 && $0.off != 0 }
        var (ones, zeros): (UInt16, UInt16) = (0, 0)
        var isDecided = [Bool](repeating: false, count: columns.count)
        for start in columns.indices where !isDecided[start] {
            isDecided[start] = true
            ones |= columns[start].on
            zeros |= columns[start].off
            // What shares a pattern with what is decided follows from it.
            var isNew = true
            while isNew {
                isNew = false
                for (index, column) in columns.enumerated() where !isDecided[index] {
                    if (column.on & ones) | (column.off & zeros) != 0 {
                        (ones, zeros) = (ones | column.on, zeros | column.off)
                    } else if (column.on & zeros) | (column.off & ones) != 0 {
                        (ones, zeros) = (ones | column.off, zeros | column.on)
                    } else {
                        continue
                    }
                    isDecided[index] = true
                    isNew = true
                }
            }
            if ones & zeros != 0 { return nil }
        }
        return ones
    }

    /// The same with two bits for each pattern; nil if none is found.
    static func fourColors(_ patterns: CarePatterns, _ bound: Int, _ free: Int) -> (low: UInt64, high: UInt64)? {
        let columns = columns(patterns, bound, free)
        var conflicts = [UInt16](repeating: 0, count: 16)
        for column in columns {
            for pattern in 0..<16 {
                if column.on >> UInt16(pattern) & 1 == 1 { conflicts[pattern] |= column.off }
                if column.off >> UInt16(pattern) & 1 == 1 { conflicts[pattern] |= column.on }
            }
        }
        let order = (0..<16).sorted { (conflicts[$0].nonzeroBitCount, $1) > (conflicts[$1].nonzeroBitCount, $0) }
        var groups = [UInt16](repeating: 0, count: 4)
        func place(_ index: Int) -> Bool {
            guard index < order.count else { return true }
            let pattern = order[index]
            var triedEmpty = false
            for color in 0..<4 where groups[color] & conflicts[pattern] == 0 {
                if groups[color] == 0 {
                    if triedEmpty { continue }
                    triedEmpty = true
                }
                groups[color] |= 1 << UInt16(pattern)
                if place(index + 1) { return true }
                groups[color] &= ~(1 << UInt16(pattern))
            }
            return false
        }
        guard place(0) else { return nil }
        return (UInt64(groups[1] | groups[3]), UInt64(groups[2] | groups[3]))
    }
}
