/// The size of a netlist.
public struct NetlistStatistics: Sendable, Hashable {
    /// LUTs of one layer.
    public struct Layer: Sendable, Hashable {
        /// The layer's name.
        public var name: String
        /// Its LUTs.
        public var lutCount: Int
    }

    /// All LUTs.
    public var lutCount: Int
    /// LUTs on the longest way from an input to an output.
    public var levelCount: Int
    /// Input bits that a LUT or an output reads.
    public var usedInputCount: Int
    /// LUTs of each layer, in the order of the signal.
    public var layers: [Layer]
    /// LUTs with 0 … 6 inputs.
    public var lutsByInputCount: [Int]
}

extension Netlist {
    /// Counts LUTs and levels.
    public var statistics: NetlistStatistics {
        var byLayer = [Int](repeating: 0, count: layerNames.count)
        var byInputCount = [Int](repeating: 0, count: Self.maximumLutInputs + 1)
        // A file may name more inputs than memory has room for: only those that are read count.
        var used: Set<Int32> = []
        for lut in luts {
            byLayer[lut.layer] += 1
            byInputCount[lut.inputs.count] += 1
            for input in lut.inputs where Int(input) < inputCount { used.insert(input) }
        }
        for output in outputs where Int(output) < inputCount { used.insert(output) }
        let levels = lutLevels
        return NetlistStatistics(
            lutCount: luts.count, levelCount: outputs.map { level(of: $0, levels) }.max() ?? 0,
            usedInputCount: used.count,
            layers: zip(layerNames, byLayer).map { NetlistStatistics.Layer(name: $0, lutCount: $1) },
            lutsByInputCount: byInputCount)
    }

    /// The level of each signal: 0 for inputs and constants, else one more than the highest input's.
    public var levels: [Int] { [Int](repeating: 0, count: inputCount) + lutLevels }

    /// The level of each LUT's output.
    private var lutLevels: [Int] {
        var levels: [Int] = []
        levels.reserveCapacity(luts.count)
        for lut in luts { levels.append(lut.inputs.map { level(of: $0, levels) + 1 }.max() ?? 0) }
        return levels
    }

    private func level(of signal: Int32, _ levels: [Int]) -> Int {
        Int(signal) < inputCount ? 0 : levels[Int(signal) - inputCount]
    }
}
