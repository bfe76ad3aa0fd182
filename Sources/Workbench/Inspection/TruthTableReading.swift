import BinaryBrain
import Netlist

/// The truth tables of a layer's LUTs with their wires.
struct LutLayerTables {
    let inputsPerLut: Int
    /// 2^N bits a LUT.
    let tables: [UInt64]
    /// N input nodes a LUT.
    let wires: [Int32]
    let inputCount: Int

    fileprivate static func mask(inputsPerLut: Int) -> UInt64 {
        LutPatterns.mask(inputsPerNode: inputsPerLut)
    }

    /// Bit j: the LUT depends on its input j.
    func usedInputs(of lut: Int) -> UInt8 {
        let table = tables[lut]
        var used: UInt8 = 0
        for slot in 0..<inputsPerLut {
            // The patterns with a zero in the slot stand 2^slot below those with a one.
            let zeros = ~Product.column(slot) & Self.mask(inputsPerLut: inputsPerLut)
            if (table ^ table >> (1 << UInt64(slot))) & zeros != 0 { used |= 1 << UInt8(slot) }
        }
        return used
    }

    /// Whether each input of the layer makes a difference to a LUT that `isLive` says matters.
    func neededInputs(isLive: [Bool]) -> [Bool] {
        var needed = [Bool](repeating: false, count: inputCount)
        for lut in tables.indices where isLive[lut] {
            let used = usedInputs(of: lut)
            for slot in 0..<inputsPerLut where used >> UInt8(slot) & 1 == 1 {
                needed[Int(wires[lut * inputsPerLut + slot])] = true
            }
        }
        return needed
    }

    /// Counts what the LUTs do.
    func census(isLive: [Bool]?) -> LutCensus {
        var byInputCount = [Int](repeating: 0, count: inputsPerLut + 1)
        for lut in tables.indices { byInputCount[usedInputs(of: lut).nonzeroBitCount] += 1 }
        return LutCensus(
            count: tables.count, constant: byInputCount[0], passThrough: byInputCount[1],
            dead: isLive.map { $0.filter { !$0 }.count }, byInputCount: byInputCount)
    }
}

extension LutLayerTables {
    /// Reads a layer; nil if it has no LUTs.
    init?(of layer: any Model) throws {
        guard let sparse = layer.luts, let connection = sparse.connection else { return nil }
        inputsPerLut = connection.inputsPerNode
        inputCount = connection.inputShape.count
        wires = Array(connection.table.int32s)
        let mask = Self.mask(inputsPerLut: inputsPerLut)
        let read = try sparse.truthTablesNow()
        guard read.count == sparse.outputShape.count else { return nil }
        tables = read.map { $0 & mask }
    }
}

/// Which LUTs matter: whether some output of the net depends on them, from one layer of LUTs to the next.
struct LutLiveness {
    /// For the LUTs of a layer of `layers`, as far as layers of LUTs follow one another; nil if it has none.
    static func isLive(_ index: Int, in layers: [any Model], flow: SignalFlow) throws -> [Bool]? {
        var chain = [index]
        while let reader = flow.reader(of: chain[chain.count - 1]), layers[reader].luts != nil {
            chain.append(reader)
        }
        var isLive: [Bool]?
        for layer in chain.reversed() {
            guard let tables = try LutLayerTables(of: layers[layer]) else { return nil }
            // Whatever leaves the last layer of the chain is taken to matter.
            let own = isLive ?? [Bool](repeating: true, count: tables.tables.count)
            guard own.count == tables.tables.count else { return nil }
            if layer == index { return own }
            isLive = tables.neededInputs(isLive: own)
        }
        return nil
    }
}
