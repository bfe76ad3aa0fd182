import BinaryBrain
import Netlist

extension StreamPlan {
    /// The whole net with other LUTs in its convolutions and its tail, each convolution once for each place.
    /// - Parameters:
    ///   - netlists: LUTs as in `netlists`.
    ///   - original: the net that the plan is of.
    func unrolled(_ netlists: [Netlist], like original: Netlist) throws -> Netlist {
        var unrolling = Unrolling(inputCount: original.inputCount)
        var map = (0..<Int32(original.inputCount)).map { $0 }
        var rest = netlists[...]
        for stage in stages {
            switch stage {
            case .convolution(let convolution):
                guard let netlist = rest.popFirst() else { preconditionFailure("LUTs for each convolution") }
                map = unrolling.append(convolution, netlist, map)
            case .pooling(let pooling): map = unrolling.append(pooling, map)
            }
        }
        if let tail = rest.popFirst() { map = unrolling.append(tail, map, layer: unrolling.enter(tail)) }
        return try Netlist(
            inputCount: original.inputCount, luts: unrolling.luts, outputs: map, layerNames: unrolling.layerNames,
            encoding: original.encoding, decoding: original.decoding)
    }
}

/// LUTs of stages, in the order of the signal.
private struct Unrolling {
    let inputCount: Int
    private(set) var luts: [Netlist.Lut] = []
    private(set) var layerNames: [String] = []

    init(inputCount: Int) { self.inputCount = inputCount }

    private mutating func lut(_ inputs: [Int32], _ table: UInt64, layer: Int) -> Int32 {
        luts.append(Netlist.Lut(inputs: inputs, table: table, layer: layer))
        return Int32(inputCount + luts.count - 1)
    }

    /// Enters the layers of a netlist; the number of its first.
    mutating func enter(_ netlist: Netlist) -> Int {
        layerNames += netlist.layerNames
        return layerNames.count - netlist.layerNames.count
    }

    /// LUTs that read signals; their outputs.
    mutating func append(_ netlist: Netlist, _ inputs: [Int32], layer: Int) -> [Int32] {
        var signals = inputs
        signals.reserveCapacity(inputs.count + netlist.luts.count)
        for own in netlist.luts {
            signals.append(lut(own.inputs.map { signals[Int($0)] }, own.table, layer: layer + own.layer))
        }
        return netlist.outputs.map { signals[Int($0)] }
    }

    mutating func append(_ stage: ConvolutionStage, _ netlist: Netlist, _ map: [Int32]) -> [Int32] {
        let layer = enter(netlist)
        let readsBorder = stage.rows.readsBorder || stage.columns.readsBorder
        let border = readsBorder ? lut([], stage.borderBit ? 1 : 0, layer: layer) : -1
        let places = stage.output.pixelCount
        var result = [Int32](repeating: 0, count: stage.output.channels * places)
        for place in 0..<places {
            let sources = stage.sources(at: place)
            let window = (0..<stage.input.channels).flatMap { channel in
                sources.map { source in source.map { map[channel * stage.input.pixelCount + $0] } ?? border }
            }
            for (channel, signal) in append(netlist, window, layer: layer).enumerated() {
                result[channel * places + place] = signal
            }
        }
        return result
    }

    mutating func append(_ stage: PoolingStage, _ map: [Int32]) -> [Int32] {
        layerNames.append(stage.name)
        return (0..<stage.output.channels).flatMap { channel in
            (0..<stage.output.pixelCount).map { place in
                var signals = stage.window(at: place).map { map[channel * stage.input.pixelCount + $0] }
                while signals.count > 1 {
                    let group = Array(signals.prefix(Netlist.maximumLutInputs))
                    signals.removeFirst(group.count)
                    // All patterns but 0.
                    signals.append(lut(group, ~1, layer: layerNames.count - 1))
                }
                return signals[0]
            }
        }
    }
}
