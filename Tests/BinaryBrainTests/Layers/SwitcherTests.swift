import BinaryBrain
import Testing
import TestSupport

@Suite("Switcher and Concatenate")
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

    // MARK: Concatenate

    @Test func inputsLieSideBySide() throws {
        let layer = Concatenate()
        let a = FrameBuffer.random(frames: 33, shape: [2, 3], seed: 1)
        let b = FrameBuffer.random(frames: 33, shape: [1, 3], seed: 2)
        let y = try layer.forward([a, b], train: true)
        #expect(y.shape == [3, 3])
        for frame in [0, 32] {
            #expect((0..<6).allSatisfy { y[frame: frame, node: $0] == a[frame: frame, node: $0] })
            #expect((0..<3).allSatisfy { y[frame: frame, node: 6 + $0] == b[frame: frame, node: $0] })
        }
        let dy = FrameBuffer.random(frames: 33, shape: [3, 3], seed: 3)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
        let gradients = try layer.backwardAll(dy)
        #expect(gradients.map(\.shape) == [[2, 3], [1, 3]])
        #expect(gradients[1][frame: 32, node: 2] == dy[frame: 32, node: 8])
        #expect(throws: BrainError.self) { try layer.backwardAll(dy) }
    }

    @Test func equalBitsStayPacked() throws {
        func bits(_ levels: BitLevels) -> FrameBuffer {
            var bits = FrameBuffer(frameMajor: [1, -1, 1, 1], shape: [2], dtype: .bit)
            bits.levels = levels
            return bits
        }
        let packed = try Concatenate().forward([bits(.zeroOne), bits(.zeroOne)], train: false)
        #expect(packed.dtype == .bit && packed.levels == .zeroOne)
        #expect(packed.frameMajorValues() == [1, 0, 1, 0, 1, 1, 1, 1])
        let mixed = try Concatenate().forward([bits(.zeroOne), bits(.minusOnePlusOne)], train: false)
        #expect(mixed.dtype == .fp32 && mixed.frameMajorValues() == [1, 0, 1, -1, 1, 1, 1, 1])
    }

    @Test func oneInputIsHandedOn() throws {
        let layer = Concatenate()
        let x = FrameBuffer.random(frames: 3, shape: [4], seed: 1)
        #expect(try layer.forward(x, train: true).frameMajorValues() == x.frameMajorValues())
        #expect(try layer.backward(x).frameMajorValues() == x.frameMajorValues())
    }

    @Test func concatenateMisuse() throws {
        let layer = Concatenate()
        #expect(throws: BrainError.self) { try layer.setInputShapes([]) }
        #expect(throws: BrainError.self) { try layer.setInputShapes([[2, 3], [2, 4]]) }
        #expect(try layer.setInputShapes([[2, 3], [5, 3]]) == [7, 3])
        let x = FrameBuffer.random(frames: 3, shape: [2, 3], seed: 1)
        #expect(throws: BrainError.self) { try layer.forward([x], train: false) }
        #expect(throws: BrainError.self) { try layer.forward([x, x], train: false) }
        let short = FrameBuffer.random(frames: 2, shape: [5, 3], seed: 1)
        #expect(throws: BrainError.self) { try layer.forward([x, short], train: false) }
    }
}
