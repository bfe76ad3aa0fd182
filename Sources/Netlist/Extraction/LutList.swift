/// The LUTs of a netlist that is being made, and the small circuits that layers are put together from.
struct LutList {
    /// Input bits of the netlist; fixed before the first LUT.
    var inputCount = 0
    private(set) var luts: [Netlist.Lut] = []
    private(set) var layerNames: [String] = []
    private var constants: [Bool: Int32] = [:]

    /// Enters a layer; the number that its LUTs carry.
    mutating func addLayer(named name: String) -> Int {
        layerNames.append(name)
        return layerNames.count - 1
    }

    /// Adds a LUT; its output.
    mutating func lut(_ inputs: [Int32], _ table: UInt64, layer: Int) -> Int32 {
        luts.append(Netlist.Lut(inputs: inputs, table: table, layer: layer))
        return Int32(inputCount + luts.count - 1)
    }

    /// A bit that never changes.
    mutating func constant(_ value: Bool, layer: Int) -> Int32 {
        if let known = constants[value] { return known }
        let signal = lut([], value ? 1 : 0, layer: layer)
        constants[value] = signal
        return signal
    }

    /// The OR of any number of bits, as a tree.
    mutating func or(_ signals: [Int32], layer: Int) -> Int32 {
        var level = signals
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: Netlist.maximumLutInputs).map { start in
                let group = Array(level[start..<min(level.count, start + Netlist.maximumLutInputs)])
                // All patterns but 0.
                return group.count == 1 ? group[0] : lut(group, ~1, layer: layer)
            }
        }
        return level[0]
    }

    // MARK: Numbers to bits

    /// Whether a number meets a condition, as a bit; no LUT is added where it is a constant or a signal.
    mutating func bit(_ number: BitNumber, layer: Int, where isOne: (Float) -> Bool) -> Int32 {
        if let table = number.table {
            let pattern = Netlist.Lut.table(inputCount: table.signals.count) { isOne(table.values[$0]) }
            let all = Netlist.Lut.patterns(inputCount: table.signals.count)
            if pattern == 0 || pattern == all { return constant(pattern != 0, layer: layer) }
            if table.signals.count == 1, pattern == 0b10 { return table.signals[0] }
            return lut(table.signals, pattern, layer: layer)
        }
        guard case .counted(let counted) = number else { preconditionFailure("a table is never too large") }
        let wanted = counted.values.map(isOne)
        if !wanted.contains(!wanted[0]) { return constant(wanted[0], layer: layer) }
        return select(wanted[...], by: count(counted.signals, layer: layer)[...], layer: layer)
    }

    /// The number of ones among bits, as a binary number, lowest bit first: columns of equal weight are counted six bits at a
    /// time until one bit is left in each.
    private mutating func count(_ signals: [Int32], layer: Int) -> [Int32] {
        var columns = [signals]
        var weight = 0
        while weight < columns.count {
            while columns[weight].count > 1 {
                let group = Array(columns[weight].prefix(Netlist.maximumLutInputs))
                columns[weight].removeFirst(group.count)
                for bit in 0..<Int.bitWidth - group.count.leadingZeroBitCount {
                    let table = Netlist.Lut.table(inputCount: group.count) { $0.nonzeroBitCount >> bit & 1 == 1 }
                    if columns.count == weight + bit { columns.append([]) }
                    columns[weight + bit].append(lut(group, table, layer: layer))
                }
            }
            weight += 1
        }
        return columns.map { $0[0] }
    }

    /// Entry number `bits` of a list; entries beyond its end are never asked for.
    private mutating func select(_ entries: ArraySlice<Bool>, by bits: ArraySlice<Int32>, layer: Int) -> Int32 {
        if bits.count <= Netlist.maximumLutInputs {
            let first = entries.startIndex
            let table = Netlist.Lut.table(inputCount: bits.count) { $0 < entries.count && entries[first + $0] }
            return lut(Array(bits), table, layer: layer)
        }
        let half = 1 << (bits.count - 1)
        let (low, top) = (bits.dropLast(), bits[bits.endIndex - 1])
        guard entries.count > half else { return select(entries, by: low, layer: layer) }
        let below = select(entries.prefix(half), by: low, layer: layer)
        let above = select(entries.dropFirst(half), by: low, layer: layer)
        return lut([below, above, top], 0b1100_1010, layer: layer)
    }
}
