import BinaryBrain
import Foundation

extension Checkpoint {
    /// The net of this checkpoint with its modulation, switches and random state.
    /// - Parameter seed: the experiment's; generators begin from it before their state is restored.
    func makeNet(seed: UInt64, path: String) throws -> any Model {
        let net = try ModelFile.decode(Data(self.net))
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
