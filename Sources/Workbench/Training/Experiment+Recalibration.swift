import BinaryBrain
import Datasets

extension Model {
    /// Takes running means and variances anew from all training samples of a data set, in their order and as they are.
    /// - Parameters:
    ///   - batchSize: samples that are looked at together; few make many normalisations of the layers before.
    ///   - fill: gives some samples as the net takes them.
    /// - Throws: `BrainError` if the net measures nothing, or what `fill` throws; then all is as before.
    func recalibrate(
        sampleCount: Int, batchSize: Int, fill: (ArraySlice<Int32>) throws -> FrameBuffer
    ) throws -> Recalibration.Change {
        let recalibration = try Recalibration(of: self)
        do {
            for start in stride(from: 0, to: sampleCount, by: batchSize) {
                let samples = (Int32(start)..<Int32(min(sampleCount, start + batchSize))).map { $0 }
                try recalibration.add(fill(samples[...]))
            }
            return try recalibration.finish()
        } catch {
            recalibration.putBack()
            throw error
        }
    }
}

extension Experiment {
    /// Samples of a batch of a recalibration, if there are as many: so many that the layers before one are normalised much as they
    /// are when the net answers.
    static let recalibrationBatch = 1000

    /// Takes the net's running means and variances anew from the training set, without augmentation.
    func recalibrate() throws -> Recalibration.Change {
        let size = min(Self.recalibrationBatch, data.train.count)
        let moments = spec.optimizer.make().momentsPerParameter
        try NetMemory(of: net, NetMemory.Use(images: size, momentsPerParameter: moments, isTraining: true)).requireFits(
            "recalibrating this net", remedy: "recalibrate on a machine with more memory, or leave it out")
        return try net.recalibrate(sampleCount: data.train.count, batchSize: size) {
            try data.batch(of: data.train, samples: $0).input
        }
    }
}

extension SavedModel {
    /// Takes the net's running means and variances anew from the training set of a data set.
    /// - Throws: `BrainError` if the net measures nothing, or the samples do not fit it.
    public func recalibrate(on dataset: Dataset) throws -> Recalibration.Change {
        let data = ExperimentData(dataset: dataset, target: try target(in: dataset))
        let size = min(Experiment.recalibrationBatch, dataset.train.count)
        try NetMemory(of: net, NetMemory.Use(images: size, isTraining: true)).requireFits(
            "recalibrating this net", remedy: "recalibrate on a machine with more memory, or leave it out")
        return try net.recalibrate(sampleCount: dataset.train.count, batchSize: size) {
            try data.batch(of: dataset.train, samples: $0).input
        }
    }
}
