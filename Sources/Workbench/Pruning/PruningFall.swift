import Netlist

/// What goes when a signal goes: itself, and LUTs that nothing else reads.
struct PruningFall {
    private let netlist: Netlist
    private let countsWires: Bool
    private var readers: [Int]
    /// What nothing reads any more.
    private(set) var gone: Set<Int> = []
    /// LUTs that are one of their inputs now, and which.
    private(set) var wires: [Int: Int] = [:]
    /// LUTs that are saved.
    private(set) var goneLuts = 0
    /// LUTs that an output depends on.
    let lutCount: Int

    /// - Parameter countsWires: whether a LUT that reads one signal alone counts as one.
    init(_ netlist: Netlist, countsWires: Bool) {
        self.netlist = netlist
        self.countsWires = countsWires
        let isNeeded = NodeEffects.needed(netlist)
        lutCount = netlist.luts.enumerated().count { index, lut in
            isNeeded[netlist.inputCount + index] && (countsWires || Set(lut.inputs).count > 1)
        }
        readers = [Int](repeating: 0, count: isNeeded.count)
        for output in netlist.outputs { readers[Int(output)] += 1 }
        for (index, lut) in netlist.luts.enumerated() where isNeeded[netlist.inputCount + index] {
            for input in Set(lut.inputs) { readers[Int(input)] += 1 }
        }
    }

    /// LUTs that a signal takes with it, itself included.
    /// - Parameter source: what stays in its place; nil for nothing.
    func saving(_ signal: Int, leaving source: Int?) -> Int {
        var copy = self
        if let source { copy.makeWire(signal, of: source) } else { copy.remove(signal) }
        return copy.goneLuts - goneLuts
    }

    /// Nothing reads a signal any more.
    mutating func remove(_ signal: Int) {
        var waiting = [signal]
        while let next = waiting.popLast() {
            guard gone.insert(next).inserted, next >= netlist.inputCount else { continue }
            if isLut(next) { goneLuts += 1 }
            for input in inputs(next) where drop(input) { waiting.append(input) }
        }
    }

    /// A LUT becomes one of its inputs.
    mutating func makeWire(_ signal: Int, of source: Int) {
        if isLut(signal) { goneLuts += 1 }
        let others = inputs(signal).filter { $0 != source }
        wires[signal] = source
        for input in others where drop(input) { remove(input) }
    }

    private func isLut(_ signal: Int) -> Bool {
        wires[signal] == nil && (countsWires || Set(netlist.luts[signal - netlist.inputCount].inputs).count > 1)
    }

    private func inputs(_ signal: Int) -> [Int] {
        if let source = wires[signal] { return [source] }
        return Set(netlist.luts[signal - netlist.inputCount].inputs).map(Int.init).sorted()
    }

    /// One LUT less reads a signal; whether that was the last, and the signal is a LUT.
    private mutating func drop(_ signal: Int) -> Bool {
        readers[signal] -= 1
        return readers[signal] == 0 && signal >= netlist.inputCount
    }
}
