import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A training without a session: the same bits as with one.
@Suite struct ExperimentTrainingTests {
    private func training(_ spec: ExperimentSpec) throws -> ExperimentTraining {
        try ExperimentTraining(spec, dataset: TinyExperiment.dataset())
    }

    @Test func epochsComeOutAsInASession() throws {
        let spec = try TinyExperiment.spec("epochs=3", "evaluate.train_set=true")
        let folder = try TemporaryFolder()
        let tiny = TinySession(spec, runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let run = RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
        let journal = try Journal(contentsOf: run.journalPath)
        let recorded = journal.records.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }

        let training = try training(spec)
        var epochs: [EpochFigures] = []
        while !training.isDone { epochs.append(try training.trainEpoch()) }
        #expect(epochs.map(\.train) == recorded.map(\.train))
        #expect(epochs.map(\.heldOut) == recorded.map(\.heldOut))
        #expect(epochs.map(\.step) == recorded.map(\.step))
        #expect(try training.digest() == journal.end?.digest)
    }

    @Test func commandsChangeItAndSayWhatTheyDid() throws {
        let training = try training(try TinyExperiment.spec())
        let effect = try training.carryOut(.binary(false, .layer(1)))
        #expect(effect.changesNet)
        #expect(effect.events.map(\.level) == [.steering])
        #expect(try training.carryOut(.learningRate(0.5)).changesNet == false)
        let before = try training.digest()
        #expect(throws: BrainError.self) { try training.carryOut(.binary(false, .layer(99))) }
        #expect(throws: BrainError.self) { try training.carryOut(.modulation(train: 7, test: 0)) }
        #expect(try training.digest() == before, "a command that fails changes nothing")
        #expect(try training.carryOut(.pause).events.isEmpty)
        #expect(try training.digest() == before)
    }

    @Test func aSavedStateGoesOnWithTheSameBits() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/half.bbwb"
        let spec = try TinyExperiment.spec("epochs=2", "modulation.method=uniform")
        let whole = try training(spec)
        try whole.trainEpoch()
        try whole.trainMiniBatch()
        try whole.save(to: path)
        let rest = try ExperimentTraining(
            spec, dataset: TinyExperiment.dataset(), checkpoint: AtomicFile.read(path), path: path)
        #expect(rest.step == whole.step)
        #expect(try rest.trainEpoch() == whole.trainEpoch())
        #expect(try rest.digest() == whole.digest())
        try rest.load(AtomicFile.read(path), path: path)
        #expect(rest.epoch == 1)
        try rest.restart()
        #expect(rest.step == 0)
    }

    /// A net that is changed while its epoch is measured is measured anew.
    @Test func aChangedNetIsMeasuredAnew() throws {
        let spec = try TinyExperiment.spec("epochs=1", "evaluate.batch_size=4")
        let (changed, fresh) = (try training(spec), try training(spec))
        for training in [changed, fresh] {
            while !training.awaitsMeasurement { try training.trainMiniBatch() }
        }
        try changed.beginMeasurement()
        #expect(try changed.measureBatch() == nil)
        for training in [changed, fresh] { try training.carryOut(.binary(false, .all)) }
        #expect(changed.measurement == nil)
        #expect(try changed.measureEpoch() == fresh.measureEpoch())
    }
}
