import TestSupport
import Testing

@testable import BinaryBrain

@Suite("Commands without effect") struct VerbsWithoutEffectTests {
    /// Each is understood, and neither value changes an answer or a gradient.
    @Test func changeNothing() throws {
        let layers: [any Model] = [
            try StochasticLut(outputShape: [4]), try BinaryLut(outputShape: [4]), try MicroMlpAffine(outputShape: [4]),
            try BatchNormalization(), try StochasticBatchNormalization(), try MicroMlp(outputShape: [4]),
            try BinaryDenseAffine(outputShape: [4]), try DifferentiableLutDiscrete(outputShape: [4]),
            try DenseAffine(outputShape: [4]), try DepthwiseDenseAffine(outputShape: [4]),
        ]
        for layer in layers {
            #expect(!layer.card.verbsWithoutEffect.isEmpty, "\(layer.modelName)")
            try layer.setInputShape([8])
            let x = FrameBuffer.random(frames: 16, shape: [8], seed: 1, in: 0...1)
            for verb in layer.card.verbsWithoutEffect {
                var seen: [[Float]] = []
                for value in [true, false] {
                    #expect(try layer.sendCommand("\(verb) \(value)") > 0, "\(layer.modelName) \(verb)")
                    seen.append(try layer.forward(x, train: false).frameMajorValues())
                }
                #expect(seen[0] == seen[1], "\(layer.modelName) \(verb)")
            }
        }
    }
}
