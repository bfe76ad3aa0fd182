import Testing

@testable import BinaryBrain

/// A modulated net for the original's Python package, which has no class BinaryModulation.
@Suite struct ModulationChainTests {
    private func modulation(_ layer: any Model, name: String? = nil) throws -> BinaryModulation {
        let net = try BinaryModulation(
            layer, trainingModulationSize: 3, inferenceModulationSize: 5, outputShape: [2], name: name)
        try net.setInputShape([8])
        return net
    }

    private func luts() throws -> Sequential {
        Sequential([try DifferentiableLut(outputShape: [12]), try DifferentiableLut(outputShape: [4])], name: "luts")
    }

    @Test func aChainAnswersLikeTheWrapper() throws {
        let x = FrameBuffer.random(frames: 9, shape: [8], seed: 1, in: 0...1)
        for (layer, names) in [
            (try luts() as any Model, ["RealToBinary", "DifferentiableLut6", "DifferentiableLut6", "BinaryToReal"]),
            (try DifferentiableLut(outputShape: [4]), ["RealToBinary", "DifferentiableLut6", "BinaryToReal"]),
        ] {
            let wrapper = try modulation(layer, name: "net")
            let chain = try wrapper.chain()
            #expect(chain.layers.map(\.modelName) == names && chain.name == "net")
            #expect(chain.inputShape == [8] && chain.outputShape == [2])
            let expected = try wrapper.forward(x, train: false).frameMajorValues()
            #expect(try chain.forward(x, train: false).frameMajorValues() == expected)
            let file = try ModelFile.encode(chain)
            #expect(try ModelFile.decode(file).forward(x, train: false).frameMajorValues() == expected)
        }
        #expect(
            try modulation(luts()).chain().name == "luts", "without a name of its own it has that of the net inside")
    }

    @Test func aChainIsRecognised() throws {
        let wrapper = try modulation(luts())
        let back = try #require(BinaryModulation(chain: wrapper.chain()))
        #expect(back.trainingModulationSize == 5 && back.inferenceModulationSize == 5)
        try back.setInferenceModulationSize(7)
        try wrapper.setInferenceModulationSize(7)
        let x = FrameBuffer.random(frames: 9, shape: [8], seed: 2, in: 0...1)
        let expected = try wrapper.forward(x, train: false).frameMajorValues()
        #expect(try back.forward(x, train: false).frameMajorValues() == expected)
    }

    @Test func otherNetsAreNoChains() throws {
        #expect(try BinaryModulation(chain: luts()) == nil)
        let (modulator, demodulator) = (try RealToBinary(frameModulationSize: 3), try BinaryToReal())
        let lut = try DifferentiableLut(outputShape: [2])
        #expect(BinaryModulation(chain: Sequential([modulator, lut, demodulator])) == nil, "sizes differ")
        #expect(BinaryModulation(chain: Sequential([modulator, demodulator])) == nil, "nothing between them")
        #expect(BinaryModulation(chain: lut) == nil)
    }

    @Test func wrappersInsideNetsBecomeChains() throws {
        let net = Sequential(
            [try ReLU(), try modulation(DifferentiableLut(outputShape: [4])), try Sigmoid()], name: "all")
        try net.setInputShape([8])
        let plain = try net.withoutModulationWrappers()
        #expect(plain.name == "all")
        #expect(
            plain.leaves.map(\.modelName) == ["ReLU", "RealToBinary", "DifferentiableLut6", "BinaryToReal", "Sigmoid"])
        let x = FrameBuffer.random(frames: 9, shape: [8], seed: 3, in: 0...1)
        let expected = try net.forward(x, train: false).frameMajorValues()
        #expect(try plain.forward(x, train: false).frameMajorValues() == expected)
        let simple = try luts()
        #expect(try simple.withoutModulationWrappers().leaves.count == 2)
    }
}
