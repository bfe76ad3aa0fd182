import BinaryBrain

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
