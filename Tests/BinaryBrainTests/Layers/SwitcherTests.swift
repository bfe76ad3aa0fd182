import BinaryBrain
import Testing
import TestSupport

@Suite("Switcher")
struct SwitcherTests {
    private func made() throws -> Switcher {
        try Switcher([
            "small": DenseAffine(outputShape: [4], seed: 1), "large": DenseAffine(outputShape: [4], seed: 2),
        ])
    }

    @Test func everythingGoesToTheCurrentModel() throws {
        let layer = try made()
        #expect(try layer.setInputShape([3]) == [4])
        #expect(layer.models.allSatisfy { $0.model.inputShape == [3] })
        let x = FrameBuffer.random(frames: 5, shape: [3], seed: 1)
        for key in ["large", "small"] {
            #expect(try layer.sendCommand("switch_model \(key)") == 1)
            #expect(layer.currentName == key)
            let expected = try layer.models.first { $0.key == key }!.model.forward(x, train: false).frameMajorValues()
            #expect(try layer.forward(x, train: false).frameMajorValues() == expected)
            #expect(layer.parameters.tensors[0].storage === layer.currentModel.parameters.tensors[0].storage)
            #expect(try layer.sendCommand("parameter_lock true", to: "DenseAffine") == 1)
            #expect(layer.parameters.tensors.isEmpty)
        }
    }

    @Test func backwardBelongsToTheModelOfItsForward() throws {
        let layer = try made()
        try layer.setInputShape([3])
        let dy = FrameBuffer.random(frames: 5, shape: [4], seed: 2)
        _ = try layer.forward(.random(frames: 5, shape: [3], seed: 1), train: true)
        try layer.switchModel(to: "large")
        _ = try layer.backward(dy)
        #expect(layer.gradients.tensors[0].values.allSatisfy { $0 == 0 })
        #expect(layer.models[0].model.gradients.tensors[0].values.contains { $0 != 0 })
        #expect(throws: BrainError.self) { try layer.backward(dy) }
    }

    @Test func misuse() throws {
        let layer = try made()
        let error = #expect(throws: BrainError.self) { try layer.sendCommand("switch_model lorge") }
        #expect(error?.remedy == "did you mean 'large'?")
        #expect(layer.currentName == "small")
        #expect(throws: BrainError.self) { try Switcher([:]) }
        #expect(throws: BrainError.self) { try Switcher(["a": ReLU(), "a": ReLU()]) }
        #expect(throws: BrainError.self) { try Switcher(["a": ReLU()], initialModel: "b") }
        let unequal = try Switcher(["a": DenseAffine(outputShape: [2]), "b": DenseAffine(outputShape: [3])])
        #expect(throws: BrainError.self) { try unequal.setInputShape([3]) }
    }
}
