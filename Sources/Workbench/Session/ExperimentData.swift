import BinaryBrain
import Datasets

/// The samples of an experiment as the net takes them.
struct ExperimentData {
    let dataset: Dataset
    let target: ExperimentSpec.Target

    var train: SampleSet { dataset.train }
    var test: SampleSet { dataset.test }
    var inputShape: Shape { dataset.inputShape }
    var targetShape: Shape { target == .input ? dataset.inputShape : dataset.targetShape }

    /// Inputs and wanted outputs of some samples.
    func batch(of set: SampleSet, samples: ArraySlice<Int32>) throws -> (input: FrameBuffer, target: FrameBuffer) {
        let x = FrameBuffer(.fp32, frameCount: samples.count, shape: inputShape)
        try set.fillInputs(indices: samples, into: x)
        if target == .input { return (x, x) }
        let t = FrameBuffer(.fp32, frameCount: samples.count, shape: targetShape)
        try set.fillTargets(indices: samples, into: t)
        return (x, t)
    }

    /// Sample number `count` of evenly spread ones, whatever order the set has.
    static func spread(_ count: Int, over total: Int) -> [Int32] {
        let count = min(count, total)
        return (0..<count).map { Int32($0 * total / count) }
    }
}
