import BinaryBrain

extension Checkpoint {
    /// The net of this checkpoint with its modulation, switches and random state.
    /// - Parameter seed: the experiment's; generators begin from it before their state is restored.
    func makeNet(seed: UInt64, path: String) throws -> any Model {
        try NetImage(net: net, modelStates: modelStates, progress: progress).makeNet(seed: seed, path: path)
    }
}
