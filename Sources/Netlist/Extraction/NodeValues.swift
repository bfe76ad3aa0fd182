import BinaryBrain

/// What the nodes between two layers are in terms of the netlist's signals: bits that stand for two levels, or numbers, as in
/// the frame buffer that the layers would hand on.
enum NodeValues {
    /// A signal a node; zeros stand for the lower of the levels.
    case bits([Int32], levels: BitLevels)
    /// A number a node.
    case numbers([BitNumber])

    var count: Int {
        switch self {
        case .bits(let signals, _): signals.count
        case .numbers(let numbers): numbers.count
        }
    }

    /// The signals, if they are bits of these levels.
    func signals(_ wanted: BitLevels) -> [Int32]? {
        guard case .bits(let signals, wanted) = self else { return nil }
        return signals
    }

    /// Each node as a number.
    var asNumbers: [BitNumber] {
        switch self {
        case .bits(let signals, let levels):
            signals.map { .table(NumberTable(signal: $0, low: levels.low, high: 1)) }
        case .numbers(let numbers): numbers
        }
    }

    /// The nodes in another order, some left out or repeated.
    func selecting(_ nodes: some Sequence<Int>) -> NodeValues {
        switch self {
        case .bits(let signals, let levels): .bits(nodes.map { signals[$0] }, levels: levels)
        case .numbers(let numbers): .numbers(nodes.map { numbers[$0] })
        }
    }
}

/// A number that depends on bits of the netlist.
enum BitNumber {
    /// On few of them, in any way.
    case table(NumberTable)
    /// On how many of them are ones.
    case counted(CountedNumber)

    /// All values that it can have.
    var values: [Float] {
        switch self {
        case .table(let table): table.values
        case .counted(let counted): counted.values
        }
    }

    /// The number as a table; nil if it depends on too many bits.
    var table: NumberTable? {
        switch self {
        case .table(let table): return table
        case .counted(let counted):
            guard counted.signals.count <= Netlist.maximumLutInputs else { return nil }
            return NumberTable(
                inputs: counted.signals,
                values: (0..<1 << counted.signals.count).map { counted.values[$0.nonzeroBitCount] })
        }
    }

    /// The same dependence with these values.
    func replacing(_ values: [Float]) -> BitNumber {
        switch self {
        case .table(let table): .table(table.replacing(values))
        case .counted(let counted): .counted(CountedNumber(signals: counted.signals, values: values))
        }
    }
}
