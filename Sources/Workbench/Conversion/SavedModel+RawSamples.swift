import BinaryBrain
import Datasets

extension Normalization {
    /// The same as a layer that model files know: a BatchNormalization whose running mean and gamma are what was learned.
    ///
    /// - Parameter isUndone: the layer that undoes it.
    func layer(shape: Shape, isUndone: Bool) throws -> BatchNormalization {
        let layer = try BatchNormalization(fixGamma: true, fixBeta: true, name: isUndone ? "units" : "normalize")
        try layer.setInputShape(shape)
        // With the 10⁻⁷ that the layer adds, a variance of exactly 1: the factor is gamma alone.
        layer.runningVariance.fill(1 - 1e-7)
        for node in 0..<shape.count {
            if isUndone {
                layer.gamma.floats[node] = 1 / factors[node]
                layer.beta.floats[node] = offsets[node]
            } else {
                layer.gamma.floats[node] = factors[node]
                layer.runningMean.floats[node] = offsets[node]
            }
        }
        return layer
    }
}

extension SavedModel {
    /// The net with what was done to its samples as layers before it and behind it: it takes them raw, as a file of the original
    /// must.
    func netOfRawSamples() throws -> any Model {
        guard let preparation, preparation.input != nil || preparation.target != nil else { return net }
        try requireShape()
        let front = try preparation.input?.layer(shape: net.inputShape, isUndone: false)
        let back = try preparation.target?.layer(shape: net.outputShape, isUndone: true)
        var layers: [any Model] = [net]
        if let front { layers.insert(front, at: 0) }
        if let back { layers.append(back) }
        let whole = Sequential(layers)
        try whole.setInputShape(net.inputShape)
        return whole
    }

    /// What there is to say of a net alone whose samples were normalised.
    var rawSampleNotes: [String] {
        preparation?.input != nil || preparation?.target != nil
            ? ["the normalisation is written as BatchNormalization: the net takes and answers raw numbers"]
            : []
    }
}
