import BinaryBrain
import Datasets
import Export
import Netlist

/// What each node is worth: how much the loss on training samples grows if its output never changes.
struct NodeEffects {
    /// A node that is read.
    struct Node {
        let stage: Int
        let node: Int
        /// The loss with the node stuck at the value that it has more often, or with `wire` in its place, minus the loss.
        let effect: Double
        /// The one of its inputs that takes its place; nil if none does.
        var wire: Wire?
    }

    /// An input of a LUT in the place of its output.
    struct Wire {
        /// The signal.
        let source: Int
        let isInverted: Bool
    }

    /// Inputs of a LUT that are tried in its place.
    private static let triedInputs = 2

    let evaluation: StuckEvaluation
    let net: PrunableNet
    /// Nodes of the target that an output depends on, those of least effect first.
    let nodes: [Node]

    /// Samples of the training set that it is measured on, if there are as many.
    static let sampleCount = 2048

    /// Measures all nodes of a net in binary mode.
    /// - Parameters:
    ///   - loss: a new loss function.
    ///   - x: training samples.
    ///   - t: what is wanted of them.
    init(
        of model: any Model, _ target: PruningTarget, loss: () -> any LossFunction, _ x: FrameBuffer, _ t: FrameBuffer
    ) throws {
        let netlist = try Netlist(extracting: model)
        net = try PrunableNet(model, netlist)
        evaluation = try StuckEvaluation(netlist, x)
        func measured(_ y: FrameBuffer) throws -> Double {
            let loss = loss()
            loss.clear()
            _ = try loss.calculate(y, target: t)
            return loss.loss
        }
        let base = try measured(evaluation.answers)
        let isNeeded = Self.needed(netlist)
        let layers = model.withinModulation.leaves
        var nodes: [Node] = []
        for (index, stage) in net.stages.enumerated() where (stage.layer == nil) == (target == .inputs) {
            let layer = stage.layer.map { layers[$0] }
            // Wires that are learned would not stay at one input.
            let canBeWire = target == .wires && layer?.luts?.tableEntries != nil && layer?.learnedLut?.wires == nil
            for node in 0..<stage.nodeCount where isNeeded[stage.firstSignal + node] {
                try StopToken.check()
                let signal = stage.firstSignal + node
                // What is a wire already takes no LUT.
                if target == .wires, Set(netlist.luts[signal - netlist.inputCount].inputs).count < 2 { continue }
                let stuck = try evaluation.answers(stuck: signal).map { try measured($0) - base } ?? 0
                var best = Node(stage: index, node: node, effect: stuck)
                for wire in canBeWire ? Self.wires(of: signal, evaluation).prefix(Self.triedInputs) : [] {
                    let answers = evaluation.answers(
                        with: wire.source, isInverted: wire.isInverted, inPlaceOf: signal)
                    let effect = try answers.map { try measured($0) - base } ?? 0
                    if effect < best.effect || best.wire == nil && effect == best.effect {
                        best = Node(stage: index, node: node, effect: effect, wire: wire)
                    }
                }
                nodes.append(best)
            }
        }
        self.nodes = nodes.sorted { ($0.effect, $0.stage, $0.node) < ($1.effect, $1.stage, $1.node) }
    }

    /// The inputs of a LUT, those that agree with it, or with its inverse, in most frames first.
    private static func wires(of signal: Int, _ evaluation: StuckEvaluation) -> [Wire] {
        let netlist = evaluation.netlist
        let inputs = Set(netlist.luts[signal - netlist.inputCount].inputs.map(Int.init)).sorted()
        let told = inputs.map { input -> (wire: Wire, share: Int) in
            let pairs = evaluation.pairs(signal, input)
            let agreement = pairs.all - 2 * (pairs.first + pairs.second)
            return (Wire(source: input, isInverted: agreement < 0), abs(agreement))
        }
        return told.sorted { ($1.share, $0.wire.source) < ($0.share, $1.wire.source) }.map(\.wire)
    }

    /// Whether an output depends on each signal, by what LUTs read.
    static func needed(_ netlist: Netlist) -> [Bool] {
        var isNeeded = [Bool](repeating: false, count: netlist.inputCount + netlist.luts.count)
        for output in netlist.outputs { isNeeded[Int(output)] = true }
        for index in netlist.luts.indices.reversed() where isNeeded[netlist.inputCount + index] {
            for input in netlist.luts[index].inputs { isNeeded[Int(input)] = true }
        }
        return isNeeded
    }

    /// The nodes in the order in which they should go: those of least effect first, or, where LUTs become wires, those of least effect
    /// for each LUT that is saved.
    func ranked(_ target: PruningTarget, _ fall: PruningFall) -> [Node] {
        guard target == .wires else { return nodes }
        let weighed = nodes.map { node -> (node: Node, effect: Double) in
            let saved = fall.saving(net.stages[node.stage].firstSignal + node.node, leaving: node.wire?.source)
            return (node, node.effect > 0 ? node.effect / Double(max(1, saved)) : node.effect * Double(max(1, saved)))
        }
        return weighed.sorted {
            ($0.effect, $0.node.stage, $0.node.node) < ($1.effect, $1.node.stage, $1.node.node)
        }.map(\.node)
    }
}
