import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Workbench

@Suite("The command prune") struct PruningTests {
    private static let net =
        "net=[DifferentiableLut: { output_shape: [64] }, DifferentiableLut: { output_shape: [48] }, "
        + "DifferentiableLut: { output_shape: [4] }]"

    private static func training(_ overrides: String...) throws -> ExperimentTraining {
        var spec = try TinyExperiment.spec("epochs=3")
        for override in [net] + overrides {
            spec = try ExperimentSpec(
                yaml: spec.yaml, source: "tiny.yaml", overrides: [try SpecificationOverride(parsing: override)])
        }
        return try ExperimentTraining(spec, dataset: TinyExperiment.dataset())
    }

    private static func netlist(_ training: ExperimentTraining) throws -> Netlist {
        let net = try training.experiment.checkpoint().makeNet(seed: 1, path: "a test")
        try net.switchToBinaryMode()
        return try Netlist(extracting: net)
    }

    @Test func wordsAreReadAndWritten() throws {
        #expect(try Command(parsing: "prune 0.1") == .prune(0.1, .luts))
        #expect(try Command(parsing: "prune luts 0.1") == .prune(0.1, .luts))
        #expect(try Command(parsing: "prune inputs 0.25") == .prune(0.25, .inputs))
        #expect(
            "\(Command.prune(0.25, .inputs))" == "prune inputs 0.25" && "\(Command.prune(0.1, .luts))" == "prune 0.1")
        #expect(try Command(parsing: "prune wires 0.1") == .prune(0.1, .wires))
        #expect("\(Command.prune(0.1, .wires))" == "prune wires 0.1")
        for text in ["prune", "prune 0", "prune 1", "prune all 0.1", "prune inputs", "prune 0.1 0.1", "prune nan"] {
            #expect(throws: BrainError.self) { try Command(parsing: text) }
        }
    }

    /// The share goes, nothing that goes is read, and what a LUT reads stays as much.
    @Test func aShareOfTheLutsIsNotReadAnyMore() throws {
        let training = try Self.training()
        try training.trainEpoch()
        let before = try Self.netlist(training)
        let effect = try training.carryOut(.prune(0.25, .luts))
        let after = try Self.netlist(training)
        #expect(effect.changesNet && effect.events[0].text.hasPrefix("prune 0.25: "))
        func needed(_ netlist: Netlist) -> Int {
            NodeEffects.needed(netlist)[netlist.inputCount...].count { $0 }
        }
        let wanted = Int((0.25 * Double(needed(before))).rounded())
        // A LUT that only what has gone read goes with it.
        #expect(needed(after) <= needed(before) - wanted && needed(after) >= needed(before) - wanted - 6)
        #expect(after.luts.map(\.inputs.count) == before.luts.map(\.inputs.count))
        #expect(after.luts.allSatisfy { Set($0.inputs).count >= 5 })
        // It trains on, and its checkpoint is one.
        try training.trainEpoch()
        let digest = try training.digest()
        let copy = try ExperimentTraining(
            training.spec, dataset: TinyExperiment.dataset(), checkpoint: training.experiment.checkpoint().encode(),
            path: "a test")
        #expect(try copy.digest() == digest)
    }

    /// LUTs become wires: what is left is the share less, and a wire answers as one of its inputs did.
    @Test func aShareOfTheLutsBecomesWires() throws {
        let training = try Self.training()
        try training.trainEpoch()
        let before = try Self.netlist(training)
        let effect = try training.carryOut(.prune(0.25, .wires))
        let after = try Self.netlist(training)
        #expect(effect.changesNet && effect.events[0].text.contains(" LUTs made wires, "), "\(effect.events[0].text)")
        func luts(_ netlist: Netlist) -> Int {
            let isNeeded = NodeEffects.needed(netlist)
            return netlist.luts.indices.count {
                isNeeded[netlist.inputCount + $0] && Set(netlist.luts[$0].inputs).count > 1
            }
        }
        let wanted = Int((0.25 * Double(luts(before))).rounded())
        #expect(luts(after) <= luts(before) - wanted && luts(after) >= luts(before) - wanted - 6)
        #expect(LutCounts(after.simplified()).six <= LutCounts(before.simplified()).six - wanted / 2)
        let wires = zip(before.luts, after.luts).filter { Set($1.inputs).count == 1 && Set($0.inputs).count > 1 }
        #expect(wires.count > 5 && wires.allSatisfy { $0.inputs.contains($1.inputs[0]) })
        // It trains on, wires stay wires, and a second round takes as much again.
        try training.trainEpoch()
        let trained = try Self.netlist(training)
        #expect(zip(after.luts, trained.luts).allSatisfy { $0.inputs == $1.inputs })
        try training.carryOut(.prune(0.25, .wires))
        let second = Int((0.25 * Double(luts(trained))).rounded())
        #expect(try luts(Self.netlist(training)) <= luts(trained) - second)
        let digest = try training.digest()
        let copy = try ExperimentTraining(
            training.spec, dataset: TinyExperiment.dataset(), checkpoint: training.experiment.checkpoint().encode(),
            path: "a test")
        #expect(try copy.digest() == digest)
    }

    /// The loss with one of its inputs in a LUT's place, against a net whose table is that input.
    @Test func effectsOfWiresAreThoseOfAWire() throws {
        let training = try Self.training("modulation.test=3")
        try training.trainEpoch()
        let data = training.experiment.data
        let batch = try data.batch(of: data.train, samples: ExperimentData.spread(100, over: data.train.count)[...])
        let net = try training.experiment.checkpoint().makeNet(seed: 1, path: "a test")
        try net.switchToBinaryMode()
        let effects = try NodeEffects(of: net, .wires, loss: { training.spec.loss.make() }, batch.input, batch.target)
        let netlist = effects.evaluation.netlist
        func loss(_ netlist: Netlist) throws -> Double {
            let loss = training.spec.loss.make()
            loss.clear()
            _ = try loss.calculate(try NetlistEvaluator(netlist).forward(batch.input), target: batch.target)
            return loss.loss
        }
        let base = try loss(netlist)
        let wires = effects.nodes.filter { $0.wire != nil }
        #expect(wires.count > 20)
        for node in wires {
            guard let wire = node.wire else { continue }
            let signal = effects.net.stages[node.stage].firstSignal + node.node
            var luts = netlist.luts
            luts[signal - netlist.inputCount] = Netlist.Lut(
                inputs: [Int32(wire.source)], table: wire.isInverted ? 0b01 : 0b10,
                layer: luts[signal - netlist.inputCount].layer)
            let other = try Netlist(
                inputCount: netlist.inputCount, luts: luts, outputs: netlist.outputs, layerNames: netlist.layerNames,
                encoding: netlist.encoding, decoding: netlist.decoding)
            #expect(abs(try loss(other) - base - node.effect) < 1e-9)
        }
    }

    /// A request to stop ends the measuring of thousands of LUTs; nothing has changed then.
    @Test(arguments: [PruningTarget.luts, .wires, .inputs]) func aPruningCanBeCutShort(target: PruningTarget) throws {
        let training = try Self.training()
        try training.trainEpoch()
        let before = try training.digest()
        let stop = StopToken()
        stop.make()
        #expect(throws: WorkStopped.self) { try training.carryOut(.prune(0.25, target), until: stop) }
        #expect(try training.digest() == before)
        try training.carryOut(.prune(0.25, target), until: StopToken())
        let other = try Self.training()
        try other.trainEpoch()
        try other.carryOut(.prune(0.25, target))
        #expect(try training.digest() == other.digest() && training.digest() != before)
    }

    /// Wires that are learned would not stay: there LUTs are removed.
    @Test func learnedWiresStayLearned() throws {
        let training = try Self.training(
            "net=[DifferentiableLut: { output_shape: [64], connection: { learnable: { candidates: 8 } } }, "
                + "DifferentiableLut: { output_shape: [48], connection: { learnable: { candidates: 8 } } }, "
                + "DifferentiableLut: { output_shape: [4] }]")
        try training.trainEpoch()
        let effect = try training.carryOut(.prune(0.25, .wires))
        #expect(effect.events[0].text.contains("; 0 LUTs made wires, "), "\(effect.events[0].text)")
        try training.trainEpoch()
    }

    @Test func inputsGoToo() throws {
        let training = try Self.training()
        let before = LutCounts(try Self.netlist(training).simplified()).inputs
        try training.carryOut(.prune(0.25, .inputs))
        let after = LutCounts(try Self.netlist(training).simplified()).inputs
        #expect(after <= before - before / 5, "\(before) \(after)")
    }

    /// The loss with each LUT stuck, against a net whose table is that constant.
    @Test(arguments: ["modulation.train=1", "modulation.test=3"]) func effectsAreThoseOfAConstant(override: String)
        throws
    {
        let training = try Self.training(override)
        try training.trainEpoch()
        let data = training.experiment.data
        let batch = try data.batch(of: data.train, samples: ExperimentData.spread(100, over: data.train.count)[...])
        let net = try training.experiment.checkpoint().makeNet(seed: 1, path: "a test")
        try net.switchToBinaryMode()
        let effects = try NodeEffects(of: net, .luts, loss: { training.spec.loss.make() }, batch.input, batch.target)
        let netlist = effects.evaluation.netlist
        func loss(_ netlist: Netlist) throws -> Double {
            let loss = training.spec.loss.make()
            loss.clear()
            _ = try loss.calculate(try NetlistEvaluator(netlist).forward(batch.input), target: batch.target)
            return loss.loss
        }
        let base = try loss(netlist)
        #expect(
            effects.nodes.count > 20
                && zip(effects.nodes, effects.nodes.dropFirst()).allSatisfy { $0.effect <= $1.effect })
        for node in effects.nodes {
            let signal = effects.net.stages[node.stage].firstSignal + node.node
            var luts = netlist.luts
            let isOne = 2 * effects.evaluation.ones(of: signal) > 100 * netlist.encoding.frameModulationSize
            luts[signal - netlist.inputCount].table = isOne ? ~0 : 0
            luts[signal - netlist.inputCount] = Netlist.Lut(
                inputs: luts[signal - netlist.inputCount].inputs, table: isOne ? ~0 : 0,
                layer: luts[signal - netlist.inputCount].layer)
            let stuck = try Netlist(
                inputCount: netlist.inputCount, luts: luts, outputs: netlist.outputs, layerNames: netlist.layerNames,
                encoding: netlist.encoding, decoding: netlist.decoding)
            #expect(abs(try loss(stuck) - base - node.effect) < 1e-9)
        }
    }

    /// A copy of the removed node takes its place without changing an answer.
    @Test func aTwinTakesItsPlace() throws {
        let training = try Self.training()
        try training.trainEpoch()
        let net = try training.experiment.checkpoint().makeNet(seed: 1, path: "a test")
        try net.switchToBinaryMode()
        let layers = net.withinModulation.leaves
        let first = try #require(layers[0] as? DifferentiableLut)
        let table = try #require(first.connection?.table)
        // Node 1 becomes node 0's twin.
        for slot in 0..<6 { table.int32s[6 + slot] = table.int32s[slot] }
        for entry in 0..<64 { first.weights!.floats[64 + entry] = first.weights!.floats[entry] }
        first.runningMean.floats[1] = first.runningMean.floats[0]
        first.runningVariance.floats[1] = first.runningVariance.floats[0]
        let data = training.experiment.data
        let batch = try data.batch(of: data.train, samples: (0..<100).map { Int32($0) }[...])
        let netlist = try Netlist(extracting: net)
        let evaluation = try StuckEvaluation(netlist, batch.input)
        let prunable = try PrunableNet(net, netlist)
        let stage = try #require(prunable.stages.first { $0.layer == 0 })
        Rewiring(evaluation: evaluation).apply(layers[1], stage, removed: [0], kept: Array(1..<64))
        let rewired = try Netlist(extracting: net)
        #expect(!NodeEffects.needed(rewired)[rewired.inputCount])
        let (a, b) = (
            try NetlistEvaluator(netlist).forward(batch.input), try NetlistEvaluator(rewired).forward(batch.input)
        )
        #expect(a.frameMajorValues() == b.frameMajorValues())
    }

    @Test func theSameWithAnyNumberOfThreads() throws {
        func pruned() throws -> StateDigest {
            let training = try Self.training()
            try training.trainMiniBatch()
            try training.carryOut(.prune(0.3, .luts))
            return try training.digest()
        }
        #expect(try Parallel.withoutHelpers { try pruned() } == pruned())
    }

    @Test func netsThatAreNoLutLayersSaySo() throws {
        let training = try Self.training("net=[DenseAffine: { output_shape: [4] }]")
        #expect(throws: BrainError.self) { try training.carryOut(.prune(0.1, .luts)) }
    }

    /// A plan is an experiment with a schedule; its checkpoint, alone, tells the curve.
    @Test func aPlanTrainsAndTellsItsCurve() throws {
        let folder = NSTemporaryDirectory() + "bbwb-prune-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let training = try Self.training()
        try training.trainEpoch()
        try training.save(to: "\(folder)/it's.bbwb")
        let source = try ExperimentSource(
            pruning: "\(folder)/it's.bbwb", PruningPlan(lutShare: 0.2, rounds: 3, epochsPerRound: 1))
        #expect(source.spec.epochs == 3 && source.checkpointPath == nil)
        let run = try ExperimentTraining(source.spec, dataset: TinyExperiment.dataset())
        #expect(run.net.parameters.tensors.map(\.values) == training.net.parameters.tensors.map(\.values))
        while !run.isDone { try run.trainEpoch() }
        try run.save(to: "\(folder)/end.bbwb")
        let curve = try PruningCurve(
            ofCheckpoint: "\(folder)/end.bbwb", dataset: run.experiment.data.dataset, beginning: (2, 0.5))
        #expect(curve.points.count == 4 && curve.points[0].metric == 0.5)
        let luts = curve.points.map(\.luts)
        #expect(zip(luts, luts.dropFirst()).allSatisfy { $0 > $1 })
        // What is counted is the net as it is after the rounds, but for what training made constant or a wire.
        #expect(abs(LutCounts(try Self.netlist(run).simplified()).six - luts[3]) <= luts[3] / 3)
        #expect(curve.csv.split(separator: "\n").count == 5 && curve.lines.count == 4)
        #expect(curve.svg.hasPrefix("<svg ") && curve.svg.components(separatedBy: "<circle ").count == 5)
        try training.save(to: "\(folder)/plain.bbwb")
        #expect(throws: BrainError.self) {
            try PruningCurve(ofCheckpoint: "\(folder)/plain.bbwb", dataset: run.experiment.data.dataset)
        }
    }

    @Test(arguments: [
        PruningPlan(lutShare: 1), PruningPlan(lutShare: -0.1), PruningPlan(lutShare: 0), PruningPlan(rounds: 0),
        PruningPlan(inputShare: 2), PruningPlan(epochsPerRound: 0),
    ])
    func impossiblePlansAreRefused(plan: PruningPlan) { #expect(throws: BrainError.self) { try plan.validate() } }
}
