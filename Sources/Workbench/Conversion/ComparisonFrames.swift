import BinaryBrain
import Datasets

/// Some samples that a net answers before and after a conversion: some of a data set, which show what the net is used for, and
/// random ones over all that it takes, because whether an answer depends on a setting must not hang on what one set happens to hold.
struct ComparisonFrames {
    /// What they are, such as "256 frames of mnist-5k and 64 random ones".
    let source: String
    private var samples: [Float]
    private let shape: Shape

    /// Samples of a data set, random samples beside them, and random samples where there is no set.
    private static let counts = (ofSet: 256, beside: 64, alone: 256)

    /// Samples to compare.
    /// - Parameters:
    ///   - dataset: whose test samples are taken, evenly spread; nil, or one of another size, for none.
    ///   - range: between which numbers the random ones lie.
    init(of dataset: Dataset?, shape: Shape, range: ClosedRange<Float>) throws {
        self.shape = shape
        var generator = MersenneTwister64(seed: 1)
        func random(_ count: Int) -> [Float] {
            (0..<count * shape.count).map { _ in Float.random(in: range, using: &generator) }
        }
        if let dataset, dataset.inputShape.count == shape.count, dataset.test.count > 0 {
            let indices = ExperimentData.spread(Self.counts.ofSet, over: dataset.test.count)
            let buffer = FrameBuffer(.fp32, frameCount: indices.count, shape: dataset.inputShape)
            try dataset.test.fillInputs(indices: indices[...], into: buffer)
            samples = buffer.frameMajorValues() + random(Self.counts.beside)
            source = "\(indices.count) frames of \(dataset.name) and \(Self.counts.beside) random ones"
        } else {
            samples = random(Self.counts.alone)
            source = "\(Self.counts.alone) random frames"
        }
    }

    /// The same samples, normalised.
    func normalized(by normalization: Normalization) -> Self {
        var result = self
        result.samples = normalization.applied(to: samples)
        return result
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
