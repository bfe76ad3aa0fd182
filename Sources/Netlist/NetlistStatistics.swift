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
        var used = [Bool](repeating: false, count: inputCount)
        for lut in luts {
            byLayer[lut.layer] += 1
            byInputCount[lut.inputs.count] += 1
            for input in lut.inputs where Int(input) < inputCount { used[Int(input)] = true }
        }
        for output in outputs where Int(output) < inputCount { used[Int(output)] = true }
        let levels = self.levels
        return NetlistStatistics(
            lutCount: luts.count, levelCount: outputs.map { levels[Int($0)] }.max() ?? 0,
            usedInputCount: used.count { $0 },
            layers: zip(layerNames, byLayer).map { NetlistStatistics.Layer(name: $0, lutCount: $1) },
            lutsByInputCount: byInputCount)
    }

    /// The level of each signal: 0 for inputs and constants, else one more than the highest input's.
    public var levels: [Int] {
        var levels = [Int](repeating: 0, count: inputCount)
        levels.reserveCapacity(inputCount + luts.count)
        for lut in luts { levels.append((lut.inputs.map { levels[Int($0)] + 1 }).max() ?? 0) }
        return levels
    }
}
