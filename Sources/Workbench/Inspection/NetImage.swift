import BinaryBrain
import Foundation

/// A net at one moment as a value: what another thread can make a net of its own from.
struct NetImage: Sendable {
    /// The net, as a `.bb_net` file holds it.
    var net: [UInt8]
    /// What the file does not carry (switches, random state), one entry a model, outermost first.
    var modelStates: [[String: [UInt64]]]
    /// Settings of the modulation.
    var progress: Progress

    init(net: [UInt8], modelStates: [[String: [UInt64]]], progress: Progress) {
        self.net = net
        self.modelStates = modelStates
        self.progress = progress
    }

    /// The net of an experiment, as it is now.
    init(of experiment: Experiment) throws {
        self.init(
            net: Array(try ModelFile.encodeForCheckpoint(experiment.net)),
            modelStates: experiment.net.withDescendants.map(\.trainingState), progress: experiment.progress)
    }

    /// A net with the same parameters, modulation, switches and random state.
    /// - Parameter seed: the experiment's; generators begin from it before their state is restored.
    func makeNet(seed: UInt64, path: String) throws -> any Model {
        let net = try ModelFile.decodeFromCheckpoint(Data(self.net))
        if let modulation = net as? BinaryModulation {
            try modulation.setTrainingModulationSize(progress.trainModulation)
            try modulation.setInferenceModulationSize(progress.testModulation)
            modulation.realToBinary.valueGenerator = progress.method.makeGenerator(seed: seed)
        }
        let models = net.withDescendants
        guard models.count == modelStates.count else {
            throw BrainError.damagedCheckpoint(path, "it lacks the state of some layers")
        }
        for (model, state) in zip(models, modelStates) {
            guard Set(model.trainingState.keys) == Set(state.keys) else {
                throw BrainError.damagedCheckpoint(path, "the state of \(model.displayName) is not of its kind")
            }
            let target = model
            target.trainingState = state
        }
        return net
    }
}
