import BinaryBrain
import Foundation

/// A net at one moment as a value: what another thread can make a net of its own from.
struct NetImage: Sendable {
    /// The net, as a `.bb_net` file holds it.
    var net: [UInt8]
    /// What the file does not carry (switches, random state): see `ModelStates`.
    var modelStates: [[String: [UInt64]]]
    /// Settings of the modulation.
    var progress: Progress

    /// A net with the same parameters, modulation, switches and random state.
    /// - Parameter seed: the experiment's; generators begin from it before their state is restored.
    func makeNet(seed: UInt64, path: String) throws -> any Model {
        let net = try ModelFile.decodeFromCheckpoint(Data(self.net))
        if let modulation = net.modulation {
            try modulation.setTrainingModulationSize(progress.trainModulation)
            try modulation.setInferenceModulationSize(progress.testModulation)
            modulation.realToBinary.valueGenerator = progress.method.makeGenerator(seed: seed)
        }
        try ModelStates.restore(modelStates, to: net, path: path)
        return net
    }
}

extension Checkpoint {
    /// The net of this checkpoint with its modulation, switches and random state.
    /// - Parameter seed: the experiment's; generators begin from it before their state is restored.
    func makeNet(seed: UInt64, path: String) throws -> any Model {
        try NetImage(net: net, modelStates: modelStates, progress: progress).makeNet(seed: seed, path: path)
    }
}
