import BinaryBrain
import Netlist

/// What a pruning has done to a net.
public struct PruningOutcome: Sendable, Hashable {
    /// What was taken away.
    public let target: PruningTarget
    /// Nodes that nothing reads any more.
    public let removed: Int
    /// LUTs that have become one of their inputs.
    public let wires: Int
    /// LUTs of the net before, of two inputs or more after simplification.
    public let lutsBefore: Int
    /// The same afterwards.
    public let lutsAfter: Int
    /// Input bits that are read before.
    public let inputsBefore: Int
    /// The same afterwards.
    public let inputsAfter: Int
    /// How much the loss would have grown by the most harmful of the removed nodes alone.
    public let largestEffect: Double
}

extension PruningOutcome: CustomStringConvertible {
    /// `3,079 LUTs become 2,771, 784 inputs 780; 308 luts removed, each worth a loss of 0.0002 at most`.
    public var description: String {
        "\(lutsBefore) LUTs become \(lutsAfter), \(inputsBefore) inputs \(inputsAfter); "
            + (target == .wires
                ? "\(wires) LUTs made wires, \(removed) removed, " : "\(removed) \(target.rawValue) removed, ")
            + "each worth a loss of \(FigureText.shortest(Float(largestEffect))) at most"
    }
}

extension Experiment {
    /// The state with a share of its LUTs or inputs gone, those whose constancy harms the loss on training samples least.
    /// - Throws: `BrainError` if the net is no net of LUT layers that read each other, or has too little left.
    func pruned(_ share: Double, _ target: PruningTarget) throws -> (checkpoint: Checkpoint, outcome: PruningOutcome) {
        var checkpoint = try checkpoint()
        let path = "the running experiment"
        let samples = ExperimentData.spread(NodeEffects.sampleCount, over: data.train.count)
        let batch = try data.batch(of: data.train, samples: samples[...])
        let measured = try checkpoint.makeNet(seed: spec.seed, path: path)
        try measured.switchToBinaryMode()
        let effects = try NodeEffects(of: measured, target, loss: { spec.loss.make() }, batch.input, batch.target)
        let before = LutCounts(effects.evaluation.netlist.simplified())
        let net = try checkpoint.makeNet(seed: spec.seed, path: path)
        let layers = net.withinModulation.leaves
        var fall = PruningFall(effects.evaluation.netlist, countsWires: target == .luts)
        let all = target == .inputs ? effects.nodes.count : fall.lutCount
        let wanted = Int((share * Double(all)).rounded())
        var left = effects.net.stages.indices.map { stage in effects.nodes.count { $0.stage == stage } }
        var largest = 0.0
        for node in effects.ranked(target, fall)
        where (target == .inputs ? fall.gone.count : fall.goneLuts) < wanted {
            let signal = effects.net.stages[node.stage].firstSignal + node.node
            guard !fall.gone.contains(signal) else { continue }
            if let wire = node.wire, !fall.gone.contains(wire.source) {
                fall.makeWire(signal, of: wire.source)
            } else {
                // What reads them must find as many others as it has inputs.
                guard left[node.stage] > 2 * Netlist.maximumLutInputs else { continue }
                fall.remove(signal)
                left[node.stage] -= 1
            }
            largest = max(largest, node.effect)
        }
        let removed = effects.net.stages.indices.map { stage in
            Set(
                effects.nodes.filter {
                    $0.stage == stage && fall.gone.contains(effects.net.stages[stage].firstSignal + $0.node)
                }.map(\.node))
        }
        let count = removed.reduce(0) { $0 + $1.count }
        let wires = fall.wires.filter { !fall.gone.contains($0.key) }
        guard count + wires.count > 0 else {
            throw BrainError(
                .command, what: "prune \(share)", why: "nothing is left that it could remove",
                remedy: "give a larger share, or leave the net as it is")
        }
        let rewiring = Rewiring(evaluation: effects.evaluation)
        for (signal, source) in wires {
            guard let stage = effects.net.stages.first(where: { $0.holds(signal) }), let layer = stage.layer else {
                continue
            }
            rewiring.makeWire(layers[layer], node: signal - stage.firstSignal, signal, of: source)
        }
        for (index, stage) in effects.net.stages.enumerated() where !removed[index].isEmpty {
            let kept = effects.nodes.filter { $0.stage == index && !removed[index].contains($0.node) }.map(\.node)
                .sorted()
            rewiring.apply(layers[stage.reader], stage, removed: removed[index], kept: kept)
        }
        checkpoint.net = Array(try ModelFile.encodeForCheckpoint(net))
        checkpoint.modelStates = try ModelStates.of(net)
        let judged = try checkpoint.makeNet(seed: spec.seed, path: path)
        try judged.switchToBinaryMode()
        let after = LutCounts(try Netlist(extracting: judged).simplified())
        return (
            checkpoint,
            PruningOutcome(
                target: target, removed: count, wires: wires.count, lutsBefore: before.six, lutsAfter: after.six,
                inputsBefore: before.inputs, inputsAfter: after.inputs, largestEffect: largest)
        )
    }
}
