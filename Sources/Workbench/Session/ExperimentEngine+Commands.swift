import BinaryBrain
import Foundation

extension ExperimentEngine {
    /// Carries out a command; what goes wrong becomes an event, and the experiment is as before.
    func apply(_ command: Command) {
        if command == .stop {
            stop()
            return
        }
        guard let experiment else {
            note(.error, "\(command): the experiment has not begun: correct what the first error says")
            return
        }
        do {
            let step = experiment.progress.step
            let loaded = try perform(command, on: experiment)
            // An export changes nothing that a replay would have to change again; the log tells of it.
            if case .export = command { return }
            record(.command(step: step, command, loaded: loaded))
        } catch {
            note(.error, String(describing: error))
        }
    }

    /// Carries out a command, or throws and leaves the experiment as it was.
    /// - Returns: the checkpoint that it loaded, if it did.
    @discardableResult
    func perform(_ command: Command, on experiment: Experiment) throws -> JournalRecord.KeptCheckpoint? {
        switch command {
        case .binary(let value, let layers):
            try switchLayers("binary", value, layers, experiment) { $0.isBinary }
        case .hostOnly(let value, let layers):
            try switchLayers("host_only", value, layers, experiment) { $0.isHostOnly }
            if value, options.isWatched { beginHostOnlyGauge() }
        case .send(let text, let layers):
            try sendToLayers(ModelCommand(text), layers, experiment)
        case .modulation(let train, let test):
            try setModulation(train: train, test: test, experiment)
        case .modulationMethod(let method):
            try setMethod(method, experiment)
        case .learningRate(let rate):
            guard OptimizerSpecification.learningRates.contains(rate) else {
                throw refusal(
                    command, "\(FigureText.shortest(Float(rate))) is no usable rate", "choose one from 1e-9 to 1000")
            }
            experiment.trainer.optimizer.learningRate = Float(rate)
            note(.steering, "\(command)")
        case .batchSize(let size):
            try experiment.checkBatchSize(size)
            try experiment.requireMemory(batchSize: size)
            experiment.progress.batchSize = size
            // What is left of the epoch may be too little for the new size.
            experiment.progress.awaitsEvaluation =
                experiment.progress.stepInEpoch > 0 && experiment.order.remainingBatches(of: size) == 0
            note(.steering, "\(command)")
        case .epochs(let count): try extend(to: count, experiment)
        case .save(let path): try save(to: path, experiment)
        case .load(let path): return try load(path, experiment)
        case .export(let request): try export(request, experiment)
        case .restart:
            adopt(try Experiment(spec: spec, data: experiment.data))
            if activity == .finished { activity = .running(until: .end) }
            note(.info, "back to step 0")
        case .pause, .resume, .stepMiniBatch, .stepEpoch: changeActivity(command, experiment)
        case .stop: break
        }
        if command.changesState {
            hasChangedSinceSaving = true
            lastBatchDuration = nil
        }
        return nil
    }

    private func refusal(_ command: Command, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.command, what: "\(command)", why: why, remedy: remedy)
    }

    // MARK: Running

    /// More epochs, or fewer, but no fewer than have begun. A training that was done goes on.
    private func extend(to count: Int, _ experiment: Experiment) throws {
        let progress = experiment.progress
        let begun = max(1, progress.epoch + (progress.stepInEpoch > 0 ? 1 : 0))
        guard count >= begun, ExperimentSpec.epochCounts.contains(count) else {
            throw refusal(
                .epochs(count), "\(begun) \(begun == 1 ? "epoch has" : "epochs have") begun already",
                "ask for \(begun) or more in all")
        }
        try setEpochs(count)
        if activity == .finished, !isTrainingDone { activity = .running(until: .end) }
        note(.info, "\(count) \(count == 1 ? "epoch" : "epochs") in all")
    }

    private func changeActivity(_ command: Command, _ experiment: Experiment) {
        failure = nil
        if activity == .finished {
            if command != .pause { note(.info, "all epochs are done: ask for more, restart, or load a checkpoint") }
            return
        }
        switch command {
        case .pause: activity = .paused
        case .stepMiniBatch: activity = .running(until: .step(experiment.progress.step + 1))
        case .stepEpoch: activity = .running(until: .epoch(experiment.progress.epoch + 1))
        default: activity = .running(until: .end)
        }
        // A glimpse taken while waiting gives way to work.
        if command != .pause, evaluation?.purpose == .preview { evaluation = nil }
    }

    private func stop() {
        exports.cancel()
        let reason: JournalRecord.EndReason
        if failure != nil { reason = .failed } else { reason = activity == .finished ? .finished : .stopped }
        record(
            .end(
                JournalRecord.End(
                    reason: reason, step: experiment?.progress.step ?? 0, epoch: experiment?.progress.epoch ?? 0,
                    time: Date(), digest: try? experiment?.checkpoint().digest)))
        activity = .ended
    }

    // MARK: Layers

    /// Sends a switch to layers and says which of them obeyed.
    private func switchLayers(
        _ verb: String, _ value: Bool, _ layers: LayerSelector, _ experiment: Experiment,
        reading state: (any Model) -> Bool?
    ) throws {
        if case .layer(let index) = layers, let layer = try tableLayer(index), state(layer) == nil {
            throw BrainError(
                .command, what: "\(verb) \(value) \(layers)", why: "\(layer.displayName) has no such switch",
                remedy: "choose a layer whose row shows one")
        }
        try sendToLayers(ModelCommand(verb, value), layers, experiment)
        if case .layer(let index) = layers, let layer = try tableLayer(index), state(layer) != value {
            note(.warning, "\(layer.displayName) stays \(verb) \(!value): its element type has no other mode")
        }
    }

    private func sendToLayers(_ command: ModelCommand, _ layers: LayerSelector, _ experiment: Experiment) throws {
        let understood: Int
        let target: String
        var receivers = experiment.net.withDescendants
        switch layers {
        case .all:
            understood = try experiment.net.sendCommand(command)
            target = ""
        case .layer(let index):
            guard let layer = try tableLayer(index) else { return }
            understood = try layer.sendCommand(command)
            target = ": \(layer.displayName)"
            receivers = layer.withDescendants
        case .named(let name):
            understood = try experiment.net.sendCommand(command, to: name)
            target = ""
            receivers = receivers.filter { $0.answers(to: name) }
        }
        guard understood > 0 else {
            throw BrainError(
                .command, what: "\(command.verb) \(command.argument) \(layers)", why: "no layer there understands it",
                remedy: "check the command, and the layer's class or name")
        }
        note(.steering, "\(command.verb) \(command.argument) \(layers)\(target)")
        let idle = receivers.filter { $0.card.verbsWithoutEffect.contains(command.verb) }
        if idle.count == understood, let first = idle.first {
            note(
                .warning,
                "\(command.verb) changes nothing: \(first.displayName) keeps it for files of the original only")
        }
        netHasChanged()
    }

    private func tableLayer(_ index: Int) throws -> (any Model)? {
        guard let layers = watch.table?.layers else { return nil }
        guard layers.indices.contains(index) else {
            throw BrainError(
                .command, what: "layer \(index)", why: "there are \(layers.count) layers",
                remedy: "count from 0 to \(layers.count - 1)")
        }
        return layers[index]
    }

    // MARK: Modulation

    private func modulation(_ experiment: Experiment) throws -> BinaryModulation {
        guard let modulation = experiment.net.modulation else {
            throw BrainError(
                .command, what: "modulation", why: "this experiment has no binary modulation",
                remedy: "add 'modulation: { train: 7 }' to its file")
        }
        return modulation
    }

    private func setModulation(train: Int?, test: Int?, _ experiment: Experiment) throws {
        let modulation = try modulation(experiment)
        // The second size is checked before the first is set.
        for size in [train, test].compactMap({ $0 }) where !(1...RealToBinary.maximumModulationSize).contains(size) {
            throw BrainError(
                .command, what: "modulation", why: "\(size) is no oversampling",
                remedy: "choose 1 to \(RealToBinary.maximumModulationSize)")
        }
        try experiment.requireMemory(batchSize: experiment.progress.batchSize, train: train, test: test)
        if let train {
            try modulation.setTrainingModulationSize(train)
            experiment.progress.trainModulation = train
        }
        if let test {
            try modulation.setInferenceModulationSize(test)
            experiment.progress.testModulation = test
        }
        note(
            .steering,
            "modulation train \(experiment.progress.trainModulation) test \(experiment.progress.testModulation)")
        netHasChanged()
    }

    private func setMethod(_ method: ModulationMethod, _ experiment: Experiment) throws {
        let modulation = try modulation(experiment)
        modulation.realToBinary.valueGenerator = method.makeGenerator(seed: spec.seed)
        experiment.progress.method = method
        note(.steering, "modulation_method \(method.rawValue)")
        netHasChanged()
    }
}
