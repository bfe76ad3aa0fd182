import BinaryBrain

/// The net of an experiment without shapes and parameters, on which its commands are tried when its file is read: what no layer
/// understands is told then, and not after hours of training.
final class RehearsalNet {
    private let net: any Model
    private let hasModulation: Bool

    /// The net of these layers.
    init(_ layers: [LayerSpecification], modulation: ModulationSpecification?, seed: UInt64) throws {
        let body = Sequential(try layers.map { try $0.makeModel(defaultSeed: seed) })
        hasModulation = modulation != nil
        net = hasModulation ? try BinaryModulation(body) : body
    }

    /// Carries out what a place of a file asks for; an error names the place.
    /// - Throws: `SpecificationError`.
    func rehearse(_ command: Command, for place: SpecificationValue) throws {
        do { try rehearse(command) } catch let reason as BrainError {
            throw place.error("\(reason.what): \(reason.why)", reason.remedy)
        }
    }

    /// Carries a command out as far as it concerns layers.
    /// - Throws: `BrainError` if no layer understands it, or the experiment has not what it changes.
    func rehearse(_ command: Command) throws {
        switch command {
        case .binary(let value, let layers):
            try layers.switchLayers(of: net, "binary", value) { $0.isBinary }
        case .hostOnly(let value, let layers):
            try layers.switchLayers(of: net, "host_only", value) { $0.isHostOnly }
        case .device(let value, let layers):
            try layers.switchLayers(of: net, "device", value) { $0.usesDevice }
        case .send(let sent, let layers): try layers.send(sent, to: net)
        case .recalibrate: _ = try Recalibration.measuringLayers(of: net)
        case .modulation, .modulationMethod:
            guard hasModulation else {
                throw BrainError(
                    .command, what: "\(command)", why: "this experiment has no binary modulation",
                    remedy: "add 'modulation: { train: 7 }' to its file")
            }
        case .learningRate, .batchSize, .epochs, .measureTest, .save, .load, .pause, .resume, .stepMiniBatch,
            .stepEpoch,
            .prune, .restart, .export, .stop:
            break
        }
    }
}
