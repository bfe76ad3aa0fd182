import BinaryBrain

extension Command {
    /// What a snapshot shows after this steering command; nil if it shows that already, or the command does not steer.
    package func apply(to snapshot: Snapshot) -> Snapshot? {
        var changed = snapshot
        switch self {
        case .binary(let on, let selector):
            for index in changed.layers.indices where selector.matches(index, changed.layers[index]) {
                if changed.layers[index].isBinary != nil { changed.layers[index].isBinary = on }
            }
            if selector == .all { changed.modulation?.isBinary = on }
        case .hostOnly(let on, let selector):
            for index in changed.layers.indices where selector.matches(index, changed.layers[index]) {
                if changed.layers[index].isHostOnly != nil { changed.layers[index].isHostOnly = on }
            }
        case .device(let on, let selector):
            for index in changed.layers.indices where selector.matches(index, changed.layers[index]) {
                if changed.layers[index].usesDevice != nil { changed.layers[index].usesDevice = on }
            }
        case .modulation(let train, let test):
            if let train { changed.modulation?.train = train }
            if let test { changed.modulation?.test = test }
        case .modulationMethod(let method): changed.modulation?.method = method
        case .batchSize(let size): changed.batchSize = size
        case .learningRate(let rate):
            // The engine keeps it in single precision.
            if abs(rate - snapshot.learningRate) > 1e-6 * abs(rate) { changed.learningRate = rate }
        case .send, .recalibrate, .prune, .epochs, .measureTest, .save, .load, .pause, .resume, .stepMiniBatch,
            .stepEpoch,
            .restart, .export, .stop:
            return nil
        }
        let isSame =
            changed.layers == snapshot.layers && changed.modulation == snapshot.modulation
            && changed.learningRate == snapshot.learningRate && changed.batchSize == snapshot.batchSize
        return isSame ? nil : changed
    }
}

extension LayerSelector {
    /// Whether a command with this address is for a row of the layer table.
    package func matches(_ index: Int, _ layer: LayerSnapshot) -> Bool {
        switch self {
        case .all: true
        case .layer(let wanted): wanted == index
        case .named(let name): layer.address.answers(to: name)
        }
    }
}
