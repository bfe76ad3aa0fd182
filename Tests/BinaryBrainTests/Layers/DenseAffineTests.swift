import BinaryBrain
import Testing
import TestSupport

@Suite("DenseAffine")
struct DenseAffineTests {
    @Test(arguments: ["default", "normal", "uniform", "he", "xavier"], [false, true])
    func agreesWithTheOriginal(initializer: String, hostOnly: Bool) throws {
        let vector = "dense_\(initializer)"
        let golden = try Golden.arrays(vector)
        let layer = try DenseAffine(outputShape: [7], initializer: initializer == "default" ? "" : initializer)
        try layer.setInputShape([30])
        try layer.sendCommand("host_only \(hostOnly)")
        #expect(Golden.deviation(of: layer.weights!.values, from: golden["W"]!, name: "\(vector)/W") == 0)
        #expect(Golden.deviation(of: layer.bias!.values, from: golden["b"]!, name: "\(vector)/b") == 0)
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(Golden.deviation(of: y, from: golden["y_train"]!, name: "\(vector)/y_train") < 1e-5)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(vector)/dx") < 1e-5)
        for (tensor, array) in zip(layer.gradients.tensors, ["dW", "db"]) {
            let deviation = Golden.deviation(of: tensor.values, from: golden[array]!, name: "\(vector)/\(array)")
            #expect(deviation < 1e-5)
        }
        let inferred = try layer.forward(golden["x"]!.frameBuffer(), train: false)
        #expect(Golden.deviation(of: inferred, from: golden["y_infer"]!, name: "\(vector)/y_infer") < 1e-5)
    }

    @Test func bitInputCountsAsPlusAndMinusOne() throws {
        let golden = try Golden.arrays("bit_into_dense")
        let layer = try DenseAffine(outputShape: [3])
        try layer.setInputShape([2, 4, 4])
        layer.weights!.assign(Tensor(golden["W"]!.floats, shape: [3, 32]))
        layer.bias!.assign(Tensor(golden["b"]!.floats, shape: [3]))
        let y = try layer.forward(golden["bits"]!.frameBuffer(dtype: .bit), train: false)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bit_into_dense/y") < 1e-5)
    }

    /// Sizes that make several tiles, and partial ones at both edges.
    @Test(arguments: [(130, 7, 1), (5, 131, 33), (129, 65, 1030), (1, 1, 1)])
    func productsAgreeWithTheReferenceTwin(outputs: Int, inputs: Int, frames: Int) throws {
        let (fast, plain) = (try DenseAffine(outputShape: [outputs]), try DenseAffine(outputShape: [outputs]))
        try plain.sendCommand("host_only true")
        let x = FrameBuffer.random(frames: frames, shape: [inputs], seed: 1)
        let dy = FrameBuffer.random(frames: frames, shape: [outputs], seed: 2)
        func numbers(_ buffer: FrameBuffer) -> [Double] { buffer.frameMajorValues().map(Double.init) }
        let fastY = try fast.forward(x, train: true)
        let plainY = try plain.forward(x, train: true)
        #expect(relativeError(numbers(fastY), numbers(plainY)) < 1e-5)
        let fastDx = try fast.backward(dy)
        let plainDx = try plain.backward(dy)
        #expect(relativeError(numbers(fastDx), numbers(plainDx)) < 1e-5)
        for (a, b) in zip(fast.gradients.tensors, plain.gradients.tensors) {
            #expect(relativeError(a.values.map(Double.init), b.values.map(Double.init)) < 1e-5)
        }
    }

    @Test func initializerWordsMayBeginWithACapital() throws {
        for word in ["He", "Xavier", "Normal", "Uniform", "Default", ""] {
            #expect(try DenseAffine(outputShape: [2], initializer: word).initializer == word)
        }
        #expect(throws: BrainError.self) { try DenseAffine(outputShape: [2], initializer: "glorot") }
        #expect(throws: BrainError.self) { try DenseAffine(outputShape: [2], initializeStd: -1) }
        #expect(throws: BrainError.self) { try DenseAffine(outputShape: [0]) }
    }

    @Test func lockKeepsParametersFromOptimizerAndGradientsClean() throws {
        let layer = try DenseAffine(outputShape: [2])
        try layer.setInputShape([3])
        let dW = layer.gradients.tensors[0]
        try layer.sendCommand("parameter_lock true")
        #expect(layer.parameters.tensors.isEmpty && layer.gradients.tensors.isEmpty)
        _ = try layer.forward(.random(frames: 4, shape: [3], seed: 1), train: true)
        _ = try layer.backward(.random(frames: 4, shape: [2], seed: 2))
        #expect(dW.values.allSatisfy { $0 == 0 })
        try layer.sendCommand("parameter_lock false")
        #expect(layer.parameters.tensors.count == 2)
    }

    @Test func backwardBreakStopsTheGradientBelow() throws {
        let layer = try DenseAffine(outputShape: [2])
        try layer.sendCommand("backward_break true")
        _ = try layer.forward(.random(frames: 4, shape: [3], seed: 1), train: true)
        #expect(try layer.backward(.random(frames: 4, shape: [2], seed: 2), needsInputGradient: true) == nil)
        #expect(layer.gradients.tensors[0].values.contains { $0 != 0 })
    }

    @Test func commands() throws {
        let layer = try DenseAffine(outputShape: [2])
        for verb in ["binary", "backward_break", "parameter_lock", "host_only"] {
            #expect(try layer.sendCommand("\(verb) true", to: "DenseAffine") == 1)
            #expect(throws: BrainError.self) { try layer.sendCommand("\(verb) 2") }
        }
        #expect(try layer.sendCommand("quantize true") == 0)
        #expect(layer.trainingState == ["backward_break": [1], "parameter_lock": [1]])
    }
}
