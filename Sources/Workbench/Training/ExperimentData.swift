import BinaryBrain
import Datasets

/// The samples of an experiment as the net takes them.
final class ExperimentData {
    let dataset: Dataset
    let target: ExperimentSpec.Target
    /// What the training samples stand for, which a checkpoint tells to whoever asks the net.
    private(set) lazy var sampleRange = dataset.preparation?.rawRange ?? SampleRange(of: dataset.train)
    private var inputs = FrameBufferPool()
    private var targets = FrameBufferPool()

    init(dataset: Dataset, target: ExperimentSpec.Target) {
        self.dataset = dataset
        self.target = target
    }

    var train: SampleSet { dataset.train }
    var test: SampleSet { dataset.test }
    /// What an epoch is measured on, and whoever watches is shown: the validation part, or the test set without one.
    var heldOut: SampleSet { dataset.heldOut }
    var inputShape: Shape { dataset.inputShape }
    var targetShape: Shape { target == .input ? dataset.inputShape : dataset.targetShape }

    /// Inputs and wanted outputs of some samples, in memory that is used again once nobody holds it.
    func batch(of set: SampleSet, samples: ArraySlice<Int32>) throws -> (input: FrameBuffer, target: FrameBuffer) {
        let x = inputs.take(.fp32, frameCount: samples.count, shape: inputShape)
        try set.fillInputs(indices: samples, into: x)
        if target == .input { return (x, x) }
        let t = targets.take(.fp32, frameCount: samples.count, shape: targetShape)
        try set.fillTargets(indices: samples, into: t)
        return (x, t)
    }

    private let preparation = BatchPreparation()

    /// Samples of the training set, changed as the experiment says. In an autoencoder the changed image is the target too, without
    /// the noise.
    func trainingBatch(
        _ samples: ArraySlice<Int32>, _ augmentation: Augmentation, seed: UInt64, step: Int
    ) throws -> (input: FrameBuffer, target: FrameBuffer) {
        guard !augmentation.isIdentity else { return try batch(of: train, samples: samples) }
        let request = BatchPreparation.Request(samples: samples, augmentation: augmentation, seed: seed, step: step)
        if let ready = try preparation.take(request) { return ready }
        let (batch, fill) = changedBatch(request)
        try fill()
        return batch
    }

    /// Begins to prepare what `trainingBatch` will be asked for next, on another thread.
    func prepareTrainingBatch(_ samples: ArraySlice<Int32>, _ augmentation: Augmentation, seed: UInt64, step: Int) {
        guard !augmentation.isIdentity else { return }
        let request = BatchPreparation.Request(samples: samples, augmentation: augmentation, seed: seed, step: step)
        let (batch, fill) = changedBatch(request)
        preparation.begin(request, batch, fill)
    }

    /// Memory for a changed batch, and what fills it.
    private func changedBatch(
        _ request: BatchPreparation.Request
    ) -> (batch: (input: FrameBuffer, target: FrameBuffer), fill: () throws -> Void) {
        let (samples, augmentation, set) = (request.samples, request.augmentation, train)
        func input() -> FrameBuffer { inputs.take(.fp32, frameCount: samples.count, shape: inputShape) }
        let (x, changed) = (input(), input())
        let isItsOwnTarget = target == .input
        let noisy = isItsOwnTarget && augmentation.noise > 0 ? input() : changed
        let t = isItsOwnTarget ? changed : targets.take(.fp32, frameCount: samples.count, shape: targetShape)
        let range = min(sampleRange.low, sampleRange.high)...sampleRange.high
        let fill = {
            try set.fillInputs(indices: samples, into: x)
            augmentation.apply(to: x, into: changed, seed: request.seed, step: request.step, range: range)
            if !isItsOwnTarget { try set.fillTargets(indices: samples, into: t) }
            augmentation.addNoise(to: changed, into: noisy, seed: request.seed, step: request.step, range: range)
        }
        return ((noisy, t), fill)
    }

    /// `count` samples whose distance shares no factor with the set's size: in a set that goes round and round through its
    /// classes, neighbours in this list are of different classes.
    static func varied(_ count: Int, of total: Int) -> [Int32] {
        func sharesFactor(_ a: Int, _ b: Int) -> Bool { b == 0 ? a > 1 : sharesFactor(b, a % b) }
        let count = min(count, total)
        let step = (1...max(1, total / max(1, count))).last { !sharesFactor($0, total) } ?? 1
        return (0..<count).map { Int32($0 * step) }
    }

    /// `count` evenly spread samples.
    static func spread(_ count: Int, over total: Int) -> [Int32] {
        let count = min(count, total)
        return (0..<count).map { Int32($0 * total / count) }
    }
}

extension ExperimentSpec {
    /// The samples of this experiment as its net takes them.
    /// - Parameter unsplit: the data set as its files have it.
    func data(of unsplit: Dataset) throws -> ExperimentData {
        ExperimentData(dataset: try prepared(unsplit), target: target)
    }

    /// Loads the data and plans the net, so that what cannot be trained is told now and not when the training begins.
    /// - Throws: `BrainError` or `SpecificationError` if there is no such data, or the net does not fit it.
    public func requireTrainable() throws { try requireTrainable(on: loadUnsplitDataset()) }

    func requireTrainable(on unsplit: Dataset) throws {
        let data = try data(of: unsplit)
        _ = try makeNet(input: data.inputShape, output: data.targetShape)
    }
}
