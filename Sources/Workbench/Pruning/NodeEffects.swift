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
        /// The loss with the node stuck at the value that it has more often, minus the loss.
        let effect: Double
    }

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
        var nodes: [Node] = []
        for (index, stage) in net.stages.enumerated() where (stage.layer == nil) == (target == .inputs) {
            for node in 0..<stage.nodeCount where isNeeded[stage.firstSignal + node] {
                let effect = try evaluation.answers(stuck: stage.firstSignal + node).map { try measured($0) - base }
                nodes.append(Node(stage: index, node: node, effect: effect ?? 0))
            }
        }
        self.nodes = nodes.sorted { ($0.effect, $0.stage, $0.node) < ($1.effect, $1.stage, $1.node) }
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
}
