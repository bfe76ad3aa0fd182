import BinaryBrain
import Foundation

extension Snapshot {
    /// The end of a past run as a screen would have shown it: curves and steering from its newest checkpoint, and the test
    /// figures of epochs after that from its journal.
    /// - Throws: `BrainError` if its experiment, its journal or its newest checkpoint cannot be read.
    public init(ofRun directory: RunDirectory) throws {
        let text = String(decoding: try AtomicFile.read(directory.specPath), as: UTF8.self)
        let spec = try ExperimentSpec(yaml: text, source: directory.specPath)
        self.init(of: spec)
        let journal = try Journal(contentsOf: directory.journalPath)
        runDirectory = directory.path
        switch journal.end?.reason {
        case .finished: state = .finished
        case .failed: state = .failed("the run could not continue")
        case .stopped, nil: state = .stopped
        }
        if let path = directory.newestCheckpoint() {
            let checkpoint = try Checkpoint(decoding: CheckpointContainer.read(path), path: path)
            step = checkpoint.progress.step
            epoch = checkpoint.progress.epoch
            batchSize = checkpoint.progress.batchSize
            trainLoss = checkpoint.histories.trainLoss
            trainMetric = checkpoint.histories.trainMetric
            testLoss = checkpoint.histories.testLoss
            testMetric = checkpoint.histories.testMetric
            steering = checkpoint.steering
        }
        for case .epoch(let record) in journal.records where record.step > step {
            testLoss.append(step: record.step, value: Float(record.heldOut.loss))
            testMetric.append(step: record.step, value: Float(record.heldOut.metric))
            step = record.step
            epoch = record.epoch
        }
        for case .epoch(let record) in journal.records { heldOutPart = record.part }
        tests = journal.records.compactMap { if case .test(let test) = $0 { test } else { nil } }
    }
}
