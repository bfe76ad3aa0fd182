import BinaryBrain
import Foundation

/// What a command has done to a training.
public struct CommandEffect: Sendable {
    /// What there is to tell, in order.
    public fileprivate(set) var events: [SessionEvent] = []
    /// Whether the net is not as it was, although no mini-batch was trained: what was measured of it is old.
    public fileprivate(set) var changesNet = false
}

extension ExperimentTraining {
    /// Carries out a command, or throws and leaves the training as it was.
    ///
    /// Commands that tell a session when to train, or write something and change nothing, have no effect here; nor has `load`, whose
    /// bytes come from whoever calls `load(_:path:)`.
    /// - Parameter stop: what may cut a pruning short, which takes long; nil for nothing.
    /// - Throws: `WorkStopped` if it was cut short; `BrainError` that says which value or layer the command cannot have.
    @discardableResult
    public func carryOut(_ command: Command, until stop: StopToken? = nil) throws -> CommandEffect {
        var effect = CommandEffect()
        switch command {
        case .binary(let value, let layers):
            tell(try layers.switchLayers(of: net, "binary", value) { $0.isBinary }, &effect)
        case .hostOnly(let value, let layers):
            tell(try layers.switchLayers(of: net, "host_only", value) { $0.isHostOnly }, &effect)
        case .device(let value, let layers):
            // The bits are the same: what was measured stays true, and no checkpoint has to know.
            tell(.info, try layers.switchLayers(of: net, "device", value) { $0.usesDevice }.text, &effect)
        case .send(let sent, let layers):
            tell(try layers.send(sent, to: net), &effect)
        case .modulation(let train, let test):
            try setModulation(train: train, test: test, &effect)
        case .modulationMethod(let method):
            try setMethod(method, &effect)
        case .learningRate(let rate):
            guard LayerField.learningRates.contains(rate) else {
                throw refusal(
                    command, "\(FigureText.shortest(Float(rate))) is not a usable learning rate",
                    "choose one from 1e-9 to 1000")
            }
            experiment.trainer.optimizer.learningRate = Float(rate)
            tell(.steering, "\(command)", &effect)
        case .batchSize(let size):
            try experiment.checkBatchSize(size)
            try experiment.requireMemory(batchSize: size)
            experiment.progress.batchSize = size
            // What is left of the epoch may be too little for the new size.
            experiment.progress.awaitsEvaluation =
                experiment.progress.stepInEpoch > 0 && experiment.order.remainingBatches(of: size) == 0
            tell(.steering, "\(command)", &effect)
        case .epochs(let count):
            try extend(to: count)
            tell(.info, "\(count) \(count == 1 ? "epoch" : "epochs") in all", &effect)
        case .recalibrate:
            tell(.steering, "recalibrate: \(try experiment.recalibrate())", &effect)
            effect.changesNet = true
        case .prune(let share, let target):
            let (checkpoint, outcome) = try cutShort(by: stop) { try experiment.pruned(share, target) }
            try load(checkpoint.encode(), path: "the pruned net")
            tell(.steering, "\(command): \(outcome)", &effect)
            effect.changesNet = true
        case .restart:
            try restart()
            tell(.info, "back to step 0", &effect)
        case .load, .save, .export, .measureTest, .pause, .resume, .stepMiniBatch, .stepEpoch, .stop: break
        }
        if effect.changesNet { netHasChanged() }
        return effect
    }

    private func refusal(_ command: Command, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.command, what: "\(command)", why: why, remedy: remedy)
    }

    private func tell(_ level: SessionEvent.Level, _ text: String, _ effect: inout CommandEffect) {
        let event = SessionEvent(step: step, time: Date(), level: level, text: text)
        effect.events.append(event)
        if level == .steering { experiment.steering.append(event) }
    }

    /// More epochs, or fewer, but no fewer than have begun.
    private func extend(to count: Int) throws {
        let progress = experiment.progress
        let begun = max(1, progress.epoch + (progress.stepInEpoch > 0 ? 1 : 0))
        guard count >= begun, Command.epochCounts.contains(count) else {
            throw refusal(
                .epochs(count), "\(begun) \(begun == 1 ? "epoch has" : "epochs have") already begun",
                "ask for \(begun) or more in all")
        }
        experiment.spec = try spec.with(epochs: count)
        // Who asks for more does not want the end that the file says.
        if experiment.course.hasEnded(spec) { experiment.course.goOn() }
    }

    /// Says what came of a command to layers.
    private func tell(_ delivery: LayerDelivery, _ effect: inout CommandEffect) {
        tell(.steering, delivery.text, &effect)
        if let caution = delivery.caution { tell(.warning, caution, &effect) }
        effect.changesNet = true
    }

    // MARK: Modulation

    private func modulation() throws -> BinaryModulation {
        guard let modulation = experiment.net.modulation else {
            throw BrainError(
                .command, what: "modulation", why: "this experiment has no binary modulation",
                remedy: "add 'modulation: { train: 7 }' to its file")
        }
        return modulation
    }

    private func setModulation(train: Int?, test: Int?, _ effect: inout CommandEffect) throws {
        let modulation = try modulation()
        // The second size is checked before the first is set.
        for size in [train, test].compactMap({ $0 }) where !(1...RealToBinary.maximumModulationSize).contains(size) {
            throw BrainError(
                .command, what: "modulation", why: "\(size) is not an oversampling",
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
        tell(
            .steering,
            "modulation train \(experiment.progress.trainModulation) test \(experiment.progress.testModulation)",
            &effect)
        effect.changesNet = true
    }

    private func setMethod(_ method: ModulationMethod, _ effect: inout CommandEffect) throws {
        let modulation = try modulation()
        modulation.realToBinary.valueGenerator = method.makeGenerator(seed: spec.seed)
        experiment.progress.method = method
        tell(.steering, "modulation_method \(method.rawValue)", &effect)
        effect.changesNet = true
    }

    /// Runs work that changes nothing, unless it is cut short: what it comes to after a request to stop is worthless.
    private func cutShort<Result>(by stop: StopToken?, _ work: () throws -> Result) throws -> Result {
        guard let stop else { return try work() }
        let result: Result
        do { result = try stop.within(work) } catch { throw stop.isMade ? WorkStopped() : error }
        guard !stop.isMade else { throw WorkStopped() }
        return result
    }
}
