import Netlist

/// Who reads what in a netlist: what both the simulation of faults and the search for vectors walk along.
struct NetlistWiring {
    let netlist: Netlist
    /// The LUTs that read signal s are `readers[starts[s] ..< starts[s + 1]]`.
    private let starts: [Int]
    private let readers: [Int]
    /// LUTs in a row up to each LUT, from 0.
    let levels: [Int]
    let levelCount: Int
    /// Whether a signal leaves the net.
    let isOutput: [Bool]
    /// Signals from here on are LUTs.
    let inputCount: Int
    /// The tables in one array, and what they read: LUT i reads `slots[slotStarts[i] ..< slotStarts[i + 1]]`. The searches go
    /// through them millions of times.
    let tables: [UInt64]
    private let slots: [Int]
    private let slotStarts: [Int]

    init(_ netlist: Netlist) {
        self.netlist = netlist
        inputCount = netlist.inputCount
        tables = netlist.luts.map(\.table)
        slots = netlist.luts.flatMap { $0.inputs.map(Int.init) }
        slotStarts = netlist.luts.reduce(into: [0]) { $0.append($0.last! + $1.inputs.count) }
        let signals = netlist.inputCount + netlist.luts.count
        var counts = [Int](repeating: 0, count: signals + 1)
        for lut in netlist.luts { for input in Set(lut.inputs) { counts[Int(input) + 1] += 1 } }
        for signal in 0..<signals { counts[signal + 1] += counts[signal] }
        starts = counts
        var readers = [Int](repeating: 0, count: counts[signals])
        var levels = [Int](repeating: 0, count: netlist.luts.count)
        for (index, lut) in netlist.luts.enumerated() {
            for input in Set(lut.inputs) {
                let signal = Int(input)
                readers[counts[signal]] = index
                counts[signal] += 1
                if signal >= netlist.inputCount {
                    levels[index] = max(levels[index], levels[signal - netlist.inputCount] + 1)
                }
            }
        }
        self.readers = readers
        self.levels = levels
        levelCount = (levels.max() ?? -1) + 1
        var isOutput = [Bool](repeating: false, count: signals)
        for output in netlist.outputs { isOutput[Int(output)] = true }
        self.isOutput = isOutput
    }

    /// What a LUT reads, the lowest bit of its pattern first.
    func inputs(of lut: Int) -> ArraySlice<Int> { slots[slotStarts[lut]..<slotStarts[lut + 1]] }

    /// The LUTs that read a signal.
    func readers(of signal: Int) -> ArraySlice<Int> { readers[starts[signal]..<starts[signal + 1]] }
}

/// LUTs that wait to be evaluated, those of lower levels first.
struct LutQueue {
    private var buckets: [[Int]]
    private var isWaiting: [Bool]
    private var level: Int

    init(_ wiring: NetlistWiring) {
        buckets = [[Int]](repeating: [], count: wiring.levelCount)
        isWaiting = [Bool](repeating: false, count: wiring.netlist.luts.count)
        level = wiring.levelCount
    }

    /// Adds those that read a signal.
    mutating func add(readersOf signal: Int, _ wiring: NetlistWiring) {
        for lut in wiring.readers(of: signal) where !isWaiting[lut] {
            isWaiting[lut] = true
            buckets[wiring.levels[lut]].append(lut)
            level = min(level, wiring.levels[lut])
        }
    }

    /// Takes the next one; nil if none waits.
    mutating func next() -> Int? {
        while level < buckets.count {
            if let lut = buckets[level].popLast() {
                isWaiting[lut] = false
                return lut
            }
            level += 1
        }
        return nil
    }
}
