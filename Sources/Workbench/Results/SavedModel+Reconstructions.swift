import BinaryBrain
import Datasets

extension SavedModel {
    /// What an autoencoder makes of some test samples, spread over their classes; none of a net that names classes.
    /// - Throws: `BrainError` if the data do not fit the net.
    public func reconstructions(of dataset: Dataset, count: Int) throws -> [SampleSnapshot] {
        guard spec?.target == .input else { return [] }
        let indices = ExperimentData.varied(count, of: dataset.test.count)
        let x = FrameBuffer(.fp32, frameCount: indices.count, shape: net.inputShape)
        try dataset.test.fillInputs(indices: indices[...], into: x)
        let inputs = x.frameMajorValues()
        let answers = try predict(inputs)
        let size = net.inputShape.count
        return indices.indices.compactMap { index in
            let range = index * size..<(index + 1) * size
            guard let input = Probe.image(Array(inputs[range]), shape: net.inputShape),
                let answer = Probe.image(Array(answers[range]), shape: net.inputShape)
            else { return nil }
            return SampleSnapshot(input: input, output: .reconstruction(answer))
        }
    }
}
