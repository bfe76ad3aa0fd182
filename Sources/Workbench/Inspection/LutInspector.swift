import BinaryBrain
import Netlist

extension LutInspection {
    /// Reads the LUTs of a layer of the table; nil if it has none.
    init?(of index: Int, node: Int, in layers: [any Model], flow: SignalFlow, step: Int) throws {
        let layer = layers[index]
        guard let tables = try LutLayerTables(of: layer) else { return nil }
        let node = min(max(0, node), max(0, tables.tables.count - 1))
        self.init(
            layer: index, step: step, inputsPerLut: tables.inputsPerLut, tables: tables.tables, wires: tables.wires,
            inputShape: layer.inputShape.dimensions, source: flow.sources[index],
            isLive: try LutLiveness.isLive(index, in: layers, flow: flow), node: node,
            entries: Self.entries(of: layer, node: node))
    }

    /// The trained numbers behind a truth table.
    private static func entries(of layer: any Model, node: Int) -> [Float] {
        guard let weights = layer.luts?.tableEntries, node < weights.shape[0] else { return [] }
        let size = weights.shape[1]
        return Array(weights.floats[node * size..<(node + 1) * size])
    }
}

extension LutCare {
    /// Training samples that are looked at, if there are as many.
    private static let samples = 256

    /// Looks at a node of a layer of the table.
    /// - Throws: `BrainError` if the LUTs of the net are not the nodes of its layers one by one.
    init(of layer: Int, node: Int, _ experiment: Experiment) throws {
        let data = experiment.data
        let indices = ExperimentData.spread(Self.samples, over: data.train.count)
        let x = try data.batch(of: data.train, samples: indices[...]).input
        let net = try experiment.checkpoint().makeNet(seed: experiment.spec.seed, path: "the running experiment")
        try net.switchToBinaryMode()
        let netlist = try PrunableNet.netlist(of: net)
        guard let first = try PrunableNet.firstSignal(of: layer, net, netlist) else {
            throw BrainError(
                .command, what: "patterns of layer \(layer)", why: "it has no LUTs", remedy: "look at a layer of LUTs")
        }
        try self.init(of: first - netlist.inputCount + node, in: netlist, on: x)
    }
}
