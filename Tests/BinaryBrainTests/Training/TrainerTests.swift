import Testing

@testable import BinaryBrain

@Suite struct TrainerTests {
    /// Both nets of a Switcher have as many tensors as the other: what is trained follows the switch all the same.
    @Test func trainsTheNetThatASwitcherHasChosen() throws {
        let nets = try [DenseAffine(outputShape: [2]), DenseAffine(outputShape: [2], seed: 2)]
        let net = try Switcher(["first": nets[0], "second": nets[1]])
        try net.setInputShape([3])
        let trainer = try Trainer(
            net: net, loss: LossMeanSquaredError(), metrics: MetricsMeanSquaredError(), optimizer: OptimizerSgd())
        let x = FrameBuffer.random(frames: 8, shape: [3], seed: 1)
        let t = FrameBuffer.random(frames: 8, shape: [2], seed: 2)
        for trained in 0...1 {
            try net.sendCommand("switch_model \(["first", "second"][trained])")
            let before = nets.map { $0.weights!.values }
            _ = try trainer.step(x, t)
            for (index, layer) in nets.enumerated() {
                #expect((layer.weights!.values != before[index]) == (index == trained))
            }
        }
    }

    /// A trained net, written as `.bb_net` and read again, is the same net: same bytes, same answers, same further steps.
    @Test func aTrainedNetGoesThroughAFile() throws {
        let net = Sequential([
            try RealToBinary(frameModulationSize: 3), try DifferentiableLut(outputShape: [24]),
            try DifferentiableLut(outputShape: [4]), try BinaryToReal(frameIntegrationSize: 3),
        ])
        try net.setInputShape([10])
        let x = FrameBuffer.random(frames: 32, shape: [10], seed: 1, in: 0...1)
        let t = FrameBuffer.random(frames: 32, shape: [4], seed: 2, in: 0...1)
        func step(_ net: any Model) throws -> [Float] {
            let trainer = try Trainer(
                net: net, loss: LossMeanSquaredError(), metrics: MetricsMeanSquaredError(), optimizer: OptimizerAdam())
            for _ in 0..<3 { _ = try trainer.step(x, t) }
            return net.parameters.tensors.flatMap(\.values)
        }
        _ = try step(net)
        let file = try ModelFile.encode(net)
        let again = try ModelFile.decode(file)
        #expect(try ModelFile.encode(again) == file)
        let expected = try net.forward(x, train: false).frameMajorValues()
        #expect(try again.forward(x, train: false).frameMajorValues() == expected)
        #expect(try step(again) == step(net))
    }
}
