import BinaryBrain
import Testing
import TestSupport

@Suite struct OptimizerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let make: @Sendable (Float) -> any Optimizer
    }

    static let cases = [
        Case(testDescription: "opt_sgd") { OptimizerSgd(learningRate: $0) },
        Case(testDescription: "opt_adagrad") { OptimizerAdaGrad(learningRate: $0) },
        Case(testDescription: "opt_adam") { OptimizerAdam(learningRate: $0) },
    ]

    @Test(arguments: cases) func agreesWithTheOriginal(_ optimizer: Case) throws {
        let golden = try Golden.arrays(optimizer.testDescription)
        let weights = Tensor(golden["W0"]!.floats, shape: [7, 30])
        let gradients = Tensor(.fp32, shape: [7, 30])
        let subject = optimizer.make(optimizer.testDescription == "opt_adam" ? 0.01 : 0.1)
        try subject.setVariables(Variables([weights]), Variables([gradients]))
        for step in 0..<4 {
            gradients.assign(Tensor(golden["g\(step)"]!.floats, shape: [7, 30]))
            subject.update()
            let name = "\(optimizer.testDescription)/W\(step + 1)"
            #expect(Golden.deviation(of: weights.values, from: golden["W\(step + 1)"]!, name: name) < 1e-6)
        }
        #expect(gradients.values == golden["dW_after"]!.floats)
    }

    /// Tensors that make more than one block, of sizes that no vector divides.
    private func problem(seed: UInt64) -> (parameters: Variables, gradients: Variables) {
        let shapes: [Shape] = [[3], [129, 131], [1]]
        func tensors(_ seed: UInt64) -> Variables {
            Variables(shapes.map { Tensor.uniform(shape: $0, low: -1, high: 1, seed: seed + UInt64($0.count)) })
        }
        return (tensors(seed), tensors(seed + 100))
    }

    private func refill(_ gradients: Variables, step: UInt64) {
        for (index, tensor) in gradients.tensors.enumerated() {
            tensor.assign(Tensor.uniform(shape: tensor.shape, low: -1, high: 1, seed: 1000 + step * 10 + UInt64(index)))
        }
    }

    @Test(arguments: cases) func updateIsStepThenZeroGrad(_ optimizer: Case) throws {
        let (p1, g1) = problem(seed: 1)
        let (p2, g2) = problem(seed: 1)
        let (first, second) = (optimizer.make(0.01), optimizer.make(0.01))
        try first.setVariables(p1, g1)
        try second.setVariables(p2, g2)
        for step in 0..<3 {
            refill(g1, step: UInt64(step))
            refill(g2, step: UInt64(step))
            first.update()
            second.step()
            #expect(g2.tensors.map(\.values) != p2.zerosLike().tensors.map(\.values))
            second.zeroGrad()
            #expect(p1.tensors.map(\.values) == p2.tensors.map(\.values))
            #expect(g1.tensors.map(\.values) == p1.zerosLike().tensors.map(\.values))
            #expect(g2.tensors.map(\.values) == p1.zerosLike().tensors.map(\.values))
        }
    }

    @Test(arguments: cases) func restoredStateGoesOnBitForBit(_ optimizer: Case) throws {
        let (p1, g1) = problem(seed: 1)
        let first = optimizer.make(0.02)
        try first.setVariables(p1, g1)
        for step in 0..<3 {
            refill(g1, step: UInt64(step))
            first.update()
        }
        let (p2, g2) = problem(seed: 2)
        for (target, source) in zip(p2.tensors, p1.tensors) { target.assign(source) }
        let second = optimizer.make(0.5)
        try second.setVariables(p2, g2)
        try second.restore(first.state)
        #expect(second.state == first.state)
        #expect(second.learningRate == 0.02)
        for step in 3..<6 {
            refill(g1, step: UInt64(step))
            refill(g2, step: UInt64(step))
            first.update()
            second.update()
        }
        #expect(p1.tensors.map(\.values) == p2.tensors.map(\.values))
        #expect(second.state == first.state)
    }

    @Test(arguments: cases) func rejectsForeignStatesAndChangesNothing(_ optimizer: Case) throws {
        let (parameters, gradients) = problem(seed: 1)
        let subject = optimizer.make(0.02)
        try subject.setVariables(parameters, gradients)
        subject.step()
        let before = subject.state
        var foreign: [OptimizerState] = []
        for other in Self.cases where other.testDescription != optimizer.testDescription {
            let stranger = other.make(0.3)
            try stranger.setVariables(parameters, gradients)
            foreign.append(stranger.state)
        }
        var infinite = before
        let rateName = before.scalars.keys.first { $0.hasSuffix("learning_rate") }!
        infinite.scalars[rateName] = [UInt64(Float.infinity.bitPattern)]
        var wide = before
        wide.scalars[rateName] = [1 << 40]
        var longer = before
        longer.tensors.append([1])
        foreign += [infinite, wide, longer]
        for state in foreign {
            #expect(throws: BrainError.self) { try subject.restore(state) }
            #expect(subject.state == before)
        }
    }

    @Test func rejectsStatesOfOtherParameters() throws {
        let adam = OptimizerAdam()
        let one = Variables([Tensor(.fp32, shape: [2, 3])])
        let other = Variables([Tensor(.fp32, shape: [2]), Tensor(.fp32, shape: [4])])
        try adam.setVariables(one, one.zerosLike())
        let state = adam.state
        try adam.setVariables(other, other.zerosLike())
        #expect(throws: BrainError.self) { try adam.restore(state) }
    }

    @Test(arguments: cases) func rejectsVariablesThatDoNotFit(_ optimizer: Case) {
        let parameters = Variables([Tensor(.fp32, shape: [2, 3])])
        for gradients in [
            Variables(), Variables([Tensor(.fp32, shape: [3, 2])]), Variables([Tensor(.fp64, shape: [2, 3])]),
        ] {
            #expect(throws: BrainError.self) { try optimizer.make(0.1).setVariables(parameters, gradients) }
        }
    }

    @Test func setVariablesForgetsMomentsButNotTheStepCount() throws {
        let (parameters, gradients) = problem(seed: 1)
        let adam = OptimizerAdam()
        try adam.setVariables(parameters, gradients)
        adam.step()
        try adam.setVariables(parameters, gradients)
        #expect(adam.state.tensors.allSatisfy { $0.allSatisfy { $0 == 0 } })
        #expect(adam.state.scalars["adam.beta1_power"] == [UInt64((Float(0.9) * 0.9).bitPattern)])
    }

    @Test(arguments: cases) func learningRateZeroChangesNoParameter(_ optimizer: Case) throws {
        let (parameters, gradients) = problem(seed: 1)
        let subject = optimizer.make(0.02)
        try subject.setVariables(parameters, gradients)
        subject.update()
        let before = parameters.tensors.map(\.values)
        subject.learningRate = 0
        refill(gradients, step: 1)
        subject.update()
        #expect(parameters.tensors.map(\.values) == before)
    }

    /// Parameters decay to where they are told to, at the rate of the optimizer, beside its own step.
    @Test(arguments: [Float(0), 0.25]) func parametersDecay(strength: Float) throws {
        for make in [
            { OptimizerAdam(learningRate: 0.1, weightDecay: strength) as any Optimizer },
            { OptimizerSgd(learningRate: 0.1, weightDecay: strength) },
        ] {
            let (p, g) = problem(seed: 1)
            let (p2, g2) = problem(seed: 1)
            let plain: any Optimizer =
                make() is OptimizerAdam ? OptimizerAdam(learningRate: 0.1) : OptimizerSgd(learningRate: 0.1)
            let subject = make()
            try subject.setVariables(p, g)
            try plain.setVariables(p2, g2)
            subject.decayTargets = [0.5, nil]
            refill(g, step: 0)
            refill(g2, step: 0)
            // What decays first, and is moved then, is what is moved from there.
            for (index, target) in [Float(0.5), nil, 0].enumerated() {
                guard let target else { continue }
                for element in 0..<p2.tensors[index].count {
                    p2.tensors[index].floats[element] -= 0.1 * strength * (p2.tensors[index].floats[element] - target)
                }
            }
            subject.update()
            plain.update()
            #expect(p.tensors.map(\.values) == p2.tensors.map(\.values))
        }
    }

    @Test func theStateHoldsTheDecay() throws {
        for (saved, other) in [
            (OptimizerAdam(weightDecay: 0.5) as any Optimizer, OptimizerAdam(weightDecay: 0.1) as any Optimizer),
            (OptimizerSgd(weightDecay: 0.5), OptimizerSgd(weightDecay: 0.1)),
        ] {
            let (p, g) = problem(seed: 1)
            try saved.setVariables(p, g)
            try other.setVariables(p, g)
            #expect(other.state != saved.state)
            try other.restore(saved.state)
            #expect(other.state == saved.state)
        }
        #expect(throws: BrainError.self) { try OptimizerAdam().restore(OptimizerAdam(weightDecay: 0.1).state) }
    }
}
