import BinaryBrain
import Netlist

/// Layers of LUTs that read each other, and which signal of the netlist each of their nodes is.
struct PrunableNet {
    /// Nodes that the LUTs of a layer read, and nothing else reads.
    struct Stage {
        /// Their layer in the layer table; nil for the net's inputs.
        let layer: Int?
        /// The layer that reads them.
        let reader: Int
        /// The signal of node 0; the others follow.
        let firstSignal: Int
        let nodeCount: Int

        /// Whether a signal is one of its nodes.
        func holds(_ signal: Int) -> Bool { (firstSignal..<firstSignal + nodeCount).contains(signal) }
    }

    let stages: [Stage]

    /// Finds them in a net.
    /// - Parameter netlist: what was extracted from it, not simplified.
    /// - Throws: `BrainError` if its LUTs are not the nodes of its layers one by one.
    init(_ net: any Model, _ netlist: Netlist) throws {
        let layers = net.withinModulation.leaves
        let tables = layers.indices.filter { Self.isTables(layers[$0]) }
        let firsts = try Self.firstSignals(net, netlist)
        var stages: [Stage] = []
        var readers: [Int: Int] = [:]
        for reader in tables {
            guard let first = firsts[reader], let connection = layers[reader].luts?.connection else { continue }
            // Where the layer's input 0 is, if its LUTs read one layer, or the inputs, as they are.
            var sources: [(layer: Int?, first: Int, count: Int)] = [(nil, 0, netlist.inputCount)]
            for layer in tables.prefix(while: { $0 < reader }) {
                sources.append((layer, firsts[layer] ?? 0, layers[layer].outputShape.count))
            }
            let source = sources.first { source in
                source.count == layers[reader].inputShape.count
                    && (0..<layers[reader].outputShape.count).allSatisfy { node in
                        netlist.luts[first - netlist.inputCount + node].inputs.map(Int.init)
                            == connection[node].map { $0 + source.first }
                    }
            }
            guard let source else { continue }
            readers[source.first, default: 0] += 1
            stages.append(
                Stage(layer: source.layer, reader: reader, firstSignal: source.first, nodeCount: source.count))
        }
        let outputs = Set(netlist.outputs.map(Int.init))
        self.stages = stages.filter { stage in
            readers[stage.firstSignal] == 1
                && !(stage.firstSignal..<stage.firstSignal + stage.nodeCount).contains(where: outputs.contains)
        }
    }

    /// The netlist of a net in binary mode, unless unrolling it would take long.
    static func netlist(of net: any Model) throws -> Netlist {
        guard !net.leaves.contains(where: { $0.hardware.isLowering }) else { throw unsuited(net) }
        return try Netlist(extracting: net)
    }

    /// The signal of node 0 of a layer; nil if it is no layer of LUTs.
    static func firstSignal(of layer: Int, _ net: any Model, _ netlist: Netlist) throws -> Int? {
        try firstSignals(net, netlist)[layer]
    }

    /// The signal of node 0 of each layer of LUTs.
    private static func firstSignals(_ net: any Model, _ netlist: Netlist) throws -> [Int: Int] {
        let layers = net.withinModulation.leaves
        let tables = layers.indices.filter { isTables(layers[$0]) }
        var firsts: [Int: Int] = [:]
        var next = netlist.inputCount
        for (place, index) in tables.enumerated() {
            firsts[index] = next
            let count = layers[index].outputShape.count
            let luts = next - netlist.inputCount..<next - netlist.inputCount + count
            guard luts.upperBound <= netlist.luts.count, luts.allSatisfy({ netlist.luts[$0].layer == place }) else {
                throw unsuited(net)
            }
            next += count
        }
        guard !tables.isEmpty, next == netlist.inputCount + netlist.luts.count,
            !layers.contains(where: { $0.hardware.isLowering }),
            // What stands beside a branch may be read behind it, too.
            !net.withDescendants.contains(where: { $0.composition == .branches })
        else { throw unsuited(net) }
        return firsts
    }

    private static func isTables(_ layer: any Model) -> Bool {
        guard case .tables(let nodes) = layer.hardware, case .bits = nodes.entries else { return false }
        return layer.luts?.connection != nil
    }

    private static func unsuited(_ net: any Model) -> BrainError {
        BrainError(
            .command, what: "pruning \(net.displayName)", why: "its LUTs are not the nodes of its layers one by one",
            remedy: "prune nets of LUT layers that follow one another, without convolutions or branches")
    }
}
