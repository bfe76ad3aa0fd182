import BinaryBrain
import Datasets
import Foundation

// How a run begins, and begins anew.
extension ExperimentEngine {
    /// Reads the data, builds the net (or takes it from a checkpoint), opens the run's folder, and begins; or does nothing of
    /// what is left of that once the end was asked for.
    func start() {
        do {
            let dataset = try options.loadDataset(spec.data)
            let ready: ExperimentTraining
            var origin: (path: String, bytes: [UInt8])?
            if let path = options.checkpointPath {
                let bytes = try CheckpointContainer.read(path)
                ready = try ExperimentTraining(spec, dataset: dataset, checkpoint: bytes, path: path)
                origin = (path, bytes)
            } else {
                ready = try ExperimentTraining(spec, dataset: dataset)
            }
            guard mailbox.begin() else { return endEarly() }
            let keeper = try RunKeeper(base: options.runsFolder, spec: spec, onRecord: options.onRecord)
            log.begin(keeper)
            training = ready
            hasAdopted(ready)
            log.record(
                .start(
                    JournalRecord.Start(
                        experiment: spec.name, data: spec.data, seed: spec.seed, epochs: spec.epochs,
                        batchSize: ready.experiment.progress.batchSize, step: step,
                        origin: origin.map { log.keep($0.bytes, from: $0.path, at: step) }, time: Date(),
                        kernels: Kernels.selectedName, owner: keeper.owner)))
            for caution in try ready.experiment.cautions() { note(.warning, caution) }
            if let origin { checkpoints.noteOrigin(origin.path, of: ready.experiment) }
            activity = isTrainingDone ? .finished : .running(until: .end)
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
        clock.reset()
        failure = nil
        lastBatchDuration = nil
        watch = Watch(of: training.experiment.body)
        sweeper.reset()
    }
}
