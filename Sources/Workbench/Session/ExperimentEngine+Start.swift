import BinaryBrain
import Datasets
import Foundation

// How a run begins, and begins anew.
extension ExperimentEngine {
    /// Reads the data, builds the net (or takes it from a checkpoint), opens the run's folder, and begins; or does nothing of
    /// what is left of that once the end was asked for.
    func start() {
        do {
            let dataset = try options.loadDataset(spec)
            let origin = try options.checkpointPath.map { (path: $0, bytes: try CheckpointContainer.read($0)) }
            let files =
                origin.map { ReferenceFiles(copiesIn: ReferenceFiles.run(ofCheckpoint: $0.path)) } ?? ReferenceFiles()
            let ready = try ExperimentTraining(spec, dataset: dataset, checkpoint: origin, files: files)
            guard mailbox.begin() else { return endEarly() }
            let keeper = try RunKeeper(base: options.runsFolder, spec: spec, onRecord: options.onRecord)
            log.begin(keeper)
            training = ready
            hasAdopted(ready)
            log.record(
                .start(
                    JournalRecord.Start(
                        experiment: spec.name, data: spec.data, seed: spec.seed, epochs: spec.epochs,
                        batchSize: ready.experiment.progress.batchSize, step: step, epoch: step > 0 ? ready.epoch : nil,
                        origin: origin.map { log.keep($0.bytes, from: $0.path, at: step) }, time: Date(),
                        kernels: Kernels.selectedName, owner: keeper.owner)))
            for file in spec.references {
                // What a training that goes on does not need any more may be gone.
                if let bytes = try? files.bytes(of: file) { _ = log.keep(bytes, from: file.path, at: step) }
            }
            for caution in try ready.experiment.cautions() { note(.warning, caution) }
            checkpoints.bestFigure = spec.earlyStop?.figure ?? .metric
            if let origin { checkpoints.noteOrigin(origin.path, of: ready.experiment) }
            for late in ready.experiment.commandsAfterTheEnd { note(.warning, late) }
            // A run that was stopped before its test goes on with that.
            let isOver = isTrainingDone && ready.experiment.dueCommand == nil && !isFinalTestDue
            activity = isOver ? .finished : .running(until: .end)
        } catch {
            guard mailbox.begin() else { return endEarly() }
            fail(error)
        }
        work()
    }

    /// There is no run, so there is nothing to note.
    private func endEarly() { activity = .ended }

    /// The training has another experiment's state: at the beginning, after a restart, after a checkpoint.
    func hasAdopted(_ training: ExperimentTraining) {
        log.keeper?.restart(at: training.step)
        checkpoints.hasChanged = true
        dropMeasurement()
        isTestAsked = false
        testedStep = nil
        clock.reset()
        failure = nil
        lastBatchDuration = nil
        watch = Watch(of: training.experiment.body)
        sweeper.reset()
    }
}
