import BinaryBrain

/// Where the layers of an experiment run with the device in use, found by two mini-batches.
public struct DevicePlacement: Sendable, Encodable {
    /// The device's number.
    public let device: Int
    /// The layers that run there, by their numbers in the table of layers.
    public let layers: [Int]
    /// Layers of the net.
    public let layerCount: Int
    /// Bytes that cross between device and processor in a mini-batch, both ways.
    public let bytes: Int

    /// Trains two mini-batches; the first also sends what is sent once.
    /// - Returns: nil without a device.
    /// - Throws: `BrainError` if the experiment cannot be trained, or the device is lost.
    public init?(of spec: ExperimentSpec) throws {
        guard let device = BrainSystem.device else { return nil }
        let training = try ExperimentTraining(spec)
        for _ in 0..<2 where !training.awaitsMeasurement { try training.trainMiniBatch() }
        if let loss = BrainSystem.lostDevice {
            throw BrainError(.usage, what: "device \(device)", why: loss, remedy: "leave it out")
        }
        let leaves = training.experiment.layers
        self.device = device
        layers = leaves.indices.filter { leaves[$0].ranOnDevice }
        layerCount = leaves.count
        bytes = training.deviceBytes ?? 0
    }

    /// The same in a line.
    public var line: String {
        let names = layers.map(String.init).joined(separator: ", ")
        return
            "device \(device): \(layers.isEmpty ? "no layer runs there" : "layers \(names) of \(layerCount) run there")"
            + ", \(bytes) bytes cross in a mini-batch"
    }
}
