import BinaryBrain
import Datasets

/// Some samples that a net answers before and after a conversion.
struct ComparisonFrames {
    /// What they are, such as "256 frames of mnist-5k".
    let source: String
    private let samples: [Float]
    private let shape: Shape

    /// Samples to compare.
    static let count = 256

    /// Test samples of a data set, evenly spread; random numbers from 0 to 1 if there is none that fits `shape`.
    init(of dataset: Dataset?, shape: Shape) throws {
        self.shape = shape
        if let dataset, dataset.inputShape.count == shape.count, dataset.test.count > 0 {
            let indices = ExperimentData.spread(Self.count, over: dataset.test.count)
            let buffer = FrameBuffer(.fp32, frameCount: indices.count, shape: dataset.inputShape)
            try dataset.test.fillInputs(indices: indices[...], into: buffer)
            samples = buffer.frameMajorValues()
            source = "\(indices.count) frames of \(dataset.name)"
        } else {
            var generator = MersenneTwister64(seed: 1)
            samples = (0..<Self.count * shape.count).map { _ in Float.random(in: 0...1, using: &generator) }
            source = "\(Self.count) random frames"
        }
    }

    /// Answers in frame-major order. Drawn thresholds begin at the start of their stream, where a file lets them begin.
    func answers(of net: any Model) throws -> [Float] {
        let modulators = net.withDescendants.compactMap(\.hardware.modulator)
        let generators = modulators.map(\.valueGenerator)
        for modulator in modulators { modulator.valueGenerator = modulator.valueGenerator?.restarted() }
        defer { for (modulator, own) in zip(modulators, generators) { modulator.valueGenerator = own } }
        return try answers { try net.forward($0, train: false) }
    }

    /// What `forward` answers, in frame-major order.
    func answers(_ forward: (FrameBuffer) throws -> FrameBuffer) throws -> [Float] {
        let nodes = shape.count
        var answers: [Float] = []
        for start in stride(from: 0, to: samples.count, by: 64 * nodes) {
            let part = Array(samples[start..<min(samples.count, start + 64 * nodes)])
            answers += try forward(FrameBuffer(frameMajor: part, shape: shape)).frameMajorValues()
        }
        return answers
    }
}
