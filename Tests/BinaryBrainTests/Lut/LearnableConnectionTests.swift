import KernelInterface
import Testing
import TestSupport

@testable import BinaryBrain

@Suite("Wires that learn")
struct LearnableConnectionTests {
    private static func layer(
        inputs: Int, nodes: Int, inputsPerNode: Int = 6, candidates: Int = 8, regrow: Int = 0
    ) throws -> DifferentiableLut {
        let layer = try DifferentiableLut(
            outputShape: [nodes], learnable: .init(candidates: candidates, regrow: regrow),
            inputsPerNode: inputsPerNode)
        try layer.setInputShape([inputs])
        return layer
    }

    private static func bits(_ frames: Int, _ nodes: Int, seed: UInt64 = 1) -> FrameBuffer {
        var bits = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: frames, shape: [nodes], seed: seed).frameMajorValues(),
            shape: [nodes], dtype: .bit)
        bits.levels = .zeroOne
        return bits
    }

    @Test func candidatesAreDifferentInputsAndTheDrawnWireIsOneOfThem() throws {
        let fixed = try DifferentiableLut(outputShape: [40])
        try fixed.setInputShape([30])
        let layer = try Self.layer(inputs: 30, nodes: 40, candidates: 20)
        let wires = try #require(layer.wires)
        for wire in 0..<240 {
            let own = (0..<20).map { wires.candidates.int32s[wire * 20 + $0] }
            #expect(Set(own).count == 20 && own.allSatisfy { (0..<30).contains($0) })
            #expect(own[0] == fixed.connection?.table.int32s[wire])
        }
        // The tables are those of the same layer without learning.
        #expect(layer.weights?.values == fixed.weights?.values)
        #expect(try Self.layer(inputs: 5, nodes: 8, inputsPerNode: 2, candidates: 8).wires?.candidateCount == 5)
    }

    @Test func aWireReadsTheBestOfItsCandidatesAndTheFirstOfEquals() throws {
        let layer = try Self.layer(inputs: 30, nodes: 2, candidates: 4)
        let wires = try #require(layer.wires)
        for index in 0..<wires.scores.count { wires.scores.floats[index] = [1, 3, 2, 3][index % 4] }
        _ = try layer.forward(Self.bits(10, 30), train: false)
        let table = try #require(layer.connection).table
        for wire in 0..<12 { #expect(table.int32s[wire] == wires.candidates.int32s[wire * 4 + 1]) }
        #expect(wires.changedWireCount == 12)
        _ = try layer.forward(Self.bits(10, 30), train: false)
        #expect(wires.changedWireCount == 0)
    }

    /// The sums of the vectorised kernel are those of the reference twin, which follows the formula.
    @Test(arguments: [2, 3, 4, 5, 6], [5, 64, 67, 300])
    func scoreGradientsAreThoseOfTheReference(inputsPerNode: Int, frames: Int) throws {
        for candidates in [2, 8, 11] {
            var results: [(scores: [Float], weights: [Float], dx: [Float])] = []
            for hostOnly in [false, true] {
                let layer = try Self.layer(
                    inputs: 30, nodes: 20, inputsPerNode: inputsPerNode, candidates: candidates)
                try layer.sendCommand("host_only \(hostOnly)")
                _ = try layer.forward(Self.bits(frames, 30), train: true)
                let dy = FrameBuffer.random(frames: frames, shape: [20], seed: 2)
                let dx = try layer.backward(dy).frameMajorValues()
                results.append((layer.wires!.gradients.values, layer.weightGradients!.values, dx))
            }
            func expectClose(_ a: [Float], _ b: [Float], _ what: String) {
                let scale = max(1e-3, b.map(abs).max()!)
                #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 2e-4 * scale }, "\(what), \(candidates) candidates")
                #expect(Set(b).count > 10)
            }
            expectClose(results[0].scores, results[1].scores, "scores")
            expectClose(results[0].weights, results[1].weights, "tables")
            expectClose(results[0].dx, results[1].dx, "inputs")
        }
    }

    /// A wire gets the same ∂L/∂x as a fixed one, and the score of the input that it reads the sum of it over the frames.
    @Test func theChosenCandidateGetsWhatItsInputGets() throws {
        let layer = try Self.layer(inputs: 400, nodes: 1, candidates: 2)
        let x = Self.bits(64, 400)
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(FrameBuffer.random(frames: 64, shape: [1], seed: 2))
        let wires = try #require(layer.wires)
        for wire in 0..<6 {
            let input = Int(try #require(layer.connection).table.int32s[wire])
            let place = (0..<2).first { Int(wires.candidates.int32s[wire * 2 + $0]) == input }!
            let mean = (0..<64).reduce(Float(0)) { $0 + x[frame: $1, node: input] } / 64
            let sum = (0..<64).reduce(Float(0)) {
                $0 + dx[frame: $1, node: input] * 2 * (x[frame: $1, node: input] - mean)
            }
            #expect(abs(wires.gradients.floats[wire * 2 + place] - sum) < 1e-5)
        }
    }

    @Test func regrowthTakesTheInputsOfHighestMerit() throws {
        let layer = try Self.layer(inputs: 20, nodes: 1, candidates: 4, regrow: 1)
        let wires = try #require(layer.wires)
        for place in 0..<4 { wires.scores.floats[place] = [0.9, 0.1, 0.5, 0.2][place] }
        let before = (0..<4).map { wires.candidates.int32s[$0] }
        let others = (0..<20).filter { !before.contains(Int32($0)) }
        var gradients = [Float](repeating: 1, count: 20)
        gradients[others[7]] = -3
        gradients[others[2]] = -5
        gradients[others[4]] = -1
        let regrown = wires.regrow(wire: 0, gradients)
        #expect(regrown.map(\.place) == [1, 3])
        #expect(
            (0..<4).map { wires.candidates.int32s[$0] } == [before[0], Int32(others[2]), before[2], Int32(others[7])])
        #expect(wires.scores.floats[1] == 0.9 - 0.2 && wires.scores.floats[3] == 0.9 - 0.2)
        // It can be taken back.
        wires.restore(regrown)
        #expect((0..<4).map { wires.candidates.int32s[$0] } == before)
        #expect(wires.scores.floats[1] == 0.1 && wires.scores.floats[3] == 0.2)
        // Where no input has merit, all stay.
        #expect(wires.regrow(wire: 0, [Float](repeating: 1, count: 20)) == [])
    }

    /// A candidate that has come by regrowth moves by steps like the others, if it is patient; else by larger ones at first.
    @Test(arguments: LearnableConnection.Newcomers.allCases)
    func newcomersMoveAsFastAsTheySay(newcomers: LearnableConnection.Newcomers) throws {
        let scores = Tensor([Float](repeating: 0, count: 3), shape: [3])
        let gradients = Tensor(.fp32, shape: [3])
        let adam = OptimizerAdam(learningRate: 0.01)
        try adam.setVariables(Variables([scores]), Variables([gradients]))
        func step() {
            gradients.fill(-0.1)
            adam.update()
        }
        for _ in 0..<5000 { step() }
        adam.forget([1], of: scores, keepsScale: newcomers == .patient)
        let before = scores.values
        for _ in 0..<20 { step() }
        let moved = zip(scores.values, before).map { $0 - $1 }
        #expect(abs(moved[0] - 0.2) < 0.01 && moved[0] == moved[2])
        switch newcomers {
        case .patient: #expect(moved[1] < moved[0] && moved[1] > 0.05)
        case .eager: #expect(moved[1] > 2 * moved[0])
        }
    }

    @Test func patienceIsKeptInCheckpointsAndLeavesOthersAsTheyWere() throws {
        for newcomers in LearnableConnection.Newcomers.allCases {
            let layer = try DifferentiableLut(outputShape: [20], learnable: .init(newcomers: newcomers))
            try layer.setInputShape([30])
            let state = layer.trainingState
            #expect(state["wires"]?.count == (newcomers == .patient ? 5 : 4))
            let fresh = try DifferentiableLut(outputShape: [20])
            try fresh.setInputShape([30])
            try fresh.takeWires(from: state)
            #expect(fresh.wires?.settings == layer.wires?.settings)
        }
    }

    /// Of 60 inputs three decide: wires that learn find them, and the net then answers right.
    @Test func wiresFindTheInputsThatMatter() throws {
        func accuracy(_ learnable: LearnableConnection.Settings?) throws -> Float {
            let net = Sequential([
                try DifferentiableLut(outputShape: [40], learnable: learnable, momentum: 0.9),
                try GroupSum(outputShape: [2], tau: 1.5),
            ])
            try net.setInputShape([60])
            let trainer = try Trainer(
                net: net, loss: LossSoftmaxCrossEntropy(), metrics: MetricsCategoricalAccuracy(),
                optimizer: OptimizerAdam(learningRate: 0.02))
            func batch(_ seed: UInt64) -> (FrameBuffer, FrameBuffer) {
                let x = Self.bits(128, 60, seed: seed)
                let t = FrameBuffer(.fp32, frameCount: 128, shape: [2])
                for frame in 0..<128 {
                    let ones = x[frame: frame, node: 7] + x[frame: frame, node: 31] + x[frame: frame, node: 50]
                    t[frame: frame, node: ones >= 2 ? 1 : 0] = 1
                }
                return (x, t)
            }
            for step in 1...300 {
                let (x, t) = batch(UInt64(step))
                let layers = step % 60 == 0 ? net.leaves.compactMap { $0 as? LearnedLut } : []
                _ = try trainer.step(x, t, after: layers.isEmpty ? nil : WireRegrowth(of: layers, input: x, target: t))
            }
            let (x, t) = batch(1000)
            let metrics = MetricsCategoricalAccuracy()
            try metrics.calculate(net.forward(x, train: false), target: t)
            return Float(metrics.value)
        }
        let fixed = try accuracy(nil)
        let learned = try accuracy(.init(candidates: 8))
        #expect(learned > 0.97, "fixed wires give \(fixed)")
        #expect(learned > fixed)
    }

    /// Cut short at each place before the update, a mini-batch that regrows candidates leaves no trace.
    @Test func aRegrowthCutShortIsTakenBack() throws {
        func make() throws -> (net: Sequential, trainer: Trainer, x: FrameBuffer, t: FrameBuffer) {
            let luts = try DifferentiableLut(outputShape: [40], learnable: .init(candidates: 4), momentum: 0.5)
            let net = Sequential([luts, try GroupSum(outputShape: [2])])
            try net.setInputShape([60])
            let trainer = try Trainer(
                net: net, loss: LossSoftmaxCrossEntropy(), metrics: MetricsCategoricalAccuracy(),
                optimizer: OptimizerAdam(learningRate: 0.02))
            let t = FrameBuffer(.fp32, frameCount: 128, shape: [2])
            for frame in 0..<128 { t[frame: frame, node: frame % 2] = 1 }
            return (net, trainer, Self.bits(128, 60), t)
        }
        func step(_ it: (net: Sequential, trainer: Trainer, x: FrameBuffer, t: FrameBuffer)) throws {
            let regrowth = WireRegrowth(of: it.net.leaves.compactMap { $0 as? LearnedLut }, input: it.x, target: it.t)
            _ = try it.trainer.step(it.x, it.t, after: regrowth)
        }
        let (subject, twin) = (try make(), try make())
        let candidates = (subject.net.leaves[0] as? LearnedLut)!.wires!.candidates
        for it in [subject, twin] { _ = try it.trainer.step(it.x, it.t) }
        let before = candidates.int32s.map { $0 }
        var places = 0
        var isCutShort = true
        while isCutShort {
            places += 1
            let undo = ForwardUndo(of: subject.net)
            do {
                try StopToken(afterChecks: places).within { try step(subject) }
                isCutShort = false
            } catch is WorkStopped {
                undo.restore()
                #expect(candidates.int32s.map { $0 } == before)
            }
        }
        #expect(places > 4, "behind two forwards and two backwards")
        try step(twin)
        #expect(candidates.int32s.map { $0 } != before)
        #expect(try ModelFile.encode(subject.net) == ModelFile.encode(twin.net))
        #expect(subject.net.withDescendants.map(\.trainingState) == twin.net.withDescendants.map(\.trainingState))
        #expect(subject.trainer.optimizer.state == twin.trainer.optimizer.state)
    }

    @Test func aStateThatDoesNotFitIsRefused() throws {
        let layer = try Self.layer(inputs: 30, nodes: 20)
        let state = layer.trainingState
        let fresh = try DifferentiableLut(outputShape: [20])
        try fresh.setInputShape([30])
        try fresh.takeWires(from: state)
        #expect(fresh.wires?.scores.values == layer.wires?.scores.values)
        #expect(fresh.trainingState == state)
        for (key, change) in [
            ("wires", { $0[0] = 1 }), ("wires", { $0.removeLast() }), ("wires", { $0.append(2) }),
            ("wires", { $0[2] = .max }),
            ("wire_candidates", { $0[3] = 30 }), ("wire_candidates", { $0.removeLast() }),
            ("wire_scores", { $0.append(0) }), ("wire_scores", { $0[0] = .max }),
        ] as [(String, (inout [UInt64]) -> Void)] {
            var wrong = state
            change(&wrong[key]!)
            let other = try DifferentiableLut(outputShape: [20])
            try other.setInputShape([30])
            #expect(throws: BrainError.self, "\(key)") { try other.takeWires(from: wrong) }
        }
    }
}
