import BinaryBrain
import Datasets
import Foundation

// How a run begins, and begins anew.
extension ExperimentEngine {
    /// Reads the data, builds the net (or takes it from a checkpoint), opens the run's folder, and begins; or does nothing of
    /// what is left of that once the end was asked for.
    func start() {
        do {
            let data = ExperimentData(dataset: try options.loadDataset(spec.data), target: spec.target)
            let ready: Experiment
            var origin: (path: String, bytes: [UInt8])?
            if let path = options.checkpointPath {
                let bytes = try CheckpointContainer.read(path)
                let checkpoint = try Checkpoint(decoding: bytes, path: path)
                ready = try Experiment(checkpoint, spec: spec, data: data, path: path)
                origin = (path, bytes)
            } else {
                ready = try Experiment(spec: spec, data: data)
            }
            guard mailbox.begin() else { return endEarly() }
            let keeper = try RunKeeper(base: options.runsFolder, spec: spec, onRecord: options.onRecord)
            self.keeper = keeper
            adopt(ready)
            record(
                .start(
                    JournalRecord.Start(
                        experiment: spec.name, data: spec.data, seed: spec.seed, epochs: spec.epochs,
                        batchSize: ready.progress.batchSize, step: ready.progress.step,
                        origin: origin.map { keep($0.bytes, from: $0.path) }, time: Date(),
                        kernels: Kernels.selectedName, owner: keeper.owner)))
            for caution in try ready.cautions() { note(.warning, caution) }
            if let origin { noteOrigin(origin.path, of: ready) }
            activity = isTrainingDone ? .finished : .running(until: .end)
        } catch {
            guard mailbox.begin() else { return endEarly() }
            fail(error)
        }
        work()
    }

    /// There is no run, so there is nothing to note.
    private func endEarly() { activity = .ended }

    /// Makes an experiment the present one.
    func adopt(_ experiment: Experiment) {
        self.experiment = experiment
        keeper?.restart(at: experiment.progress.step)
        hasChangedSinceSaving = true
        evaluation = nil
        epochTestFigures = nil
        clock.reset()
        failure = nil
        lastBatchDuration = nil
        watch = Watch(of: experiment.body)
        sweeper.reset()
    }
}
