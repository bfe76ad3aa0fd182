import BinaryBrain
import Workbench

extension Command {
    /// The commands that take this one back, for an experiment that is as `snapshot` says; nil if the snapshot does not tell.
    func inverse(in snapshot: Snapshot) -> [Command]? {
        switch self {
        case .binary(let value, let selector):
            let layers = snapshot.layers.indices.filter { selector.matches($0, snapshot.layers[$0]) }
            var commands = layers.flatMap { Self.inverse(ofBinary: value, $0, snapshot.layers[$0]) }
            // The modulator around the net is in no row of the table, and obeys what is for all.
            if selector == .all, snapshot.modulation?.isBinary == !value {
                commands += BinaryModulation.ends.map { .binary(!value, .named($0.name)) }
            }
            return commands
        case .hostOnly(let value, let selector):
            return snapshot.layers.indices.filter {
                selector.matches($0, snapshot.layers[$0]) && snapshot.layers[$0].isHostOnly == !value
            }.map { .hostOnly(!value, .layer($0)) }
        case .device(let value, let selector):
            return snapshot.layers.indices.filter {
                selector.matches($0, snapshot.layers[$0]) && snapshot.layers[$0].usesDevice == !value
            }.map { .device(!value, .layer($0)) }
        case .modulation(let train, let test):
            guard let modulation = snapshot.modulation else { return nil }
            return [
                .modulation(train: train.map { _ in modulation.train }, test: test.map { _ in modulation.test })
            ]
        case .modulationMethod: return snapshot.modulation.map { [.modulationMethod($0.method)] }
        case .learningRate: return [.learningRate(snapshot.learningRate)]
        case .batchSize: return [.batchSize(snapshot.batchSize)]
        case .send, .recalibrate, .prune, .epochs, .measureTest, .save, .load, .pause, .resume, .stepMiniBatch,
            .stepEpoch,
            .restart, .export, .stop:
            return nil
        }
    }

    /// What takes `binary VALUE` back for a layer that is as `row` says: some have two switches for it.
    private static func inverse(ofBinary value: Bool, _ index: Int, _ row: LayerSnapshot) -> [Command] {
        let changes = row.isBinary == !value
        var commands = changes ? [Command.binary(!value, .layer(index))] : []
        if let input = row.binarizesInput, input != (changes ? !value : value) {
            commands.append(.send(ModelCommand(LayerCommand.binarizeInputVerb, input), .layer(index)))
        }
        return commands
    }
}
