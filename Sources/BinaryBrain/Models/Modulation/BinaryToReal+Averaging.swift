// The original's BinaryToReal counts numbers as bits. What averages them over frames there is a chain of other layers:
// ConvolutionCol2Im makes the frames of a sample its nodes, Shuffle puts the values of one frame side by side, and Reduce takes
// the mean over frames, and over depth if there are more nodes than outputs.

extension BinaryToReal {
    /// Layers whose files make the original average where this layer does; none if there is nothing to average.
    func averagingLayers() throws -> [any Model] {
        var layers: [any Model] = []
        let nodes = inputShape.count
        if frameIntegrationSize > 1 {
            layers.append(try ConvolutionCol2Im(outputSize: PlaneSize(height: 1, width: frameIntegrationSize)))
            layers.append(try Shuffle(shuffleUnit: nodes))
        }
        if frameIntegrationSize > 1 || nodes != outputShape.count {
            layers.append(try Reduce(outputShape: outputShape, name: name))
        }
        _ = try layers.reduce(inputShape) { shape, layer in try layer.setInputShape(shape) }
        return layers
    }

    /// The demodulator that the last layers of a chain stand for, and how many they are; nil if they are no such layers.
    static func averaging(endOf layers: [any Model]) throws -> (demodulator: BinaryToReal, count: Int)? {
        guard layers.count > 3, let reduce = layers.last as? Reduce,
            let shuffle = layers[layers.count - 2] as? Shuffle,
            let frames = layers[layers.count - 3].hardware.raising, frames.outputSize.height == 1,
            frames.inputShape.rank > 0, shuffle.shuffleUnit == frames.inputShape.count
        else { return nil }
        let demodulator = try BinaryToReal(
            frameIntegrationSize: frames.outputSize.width, depthIntegrationSize: 0, outputShape: reduce.outputShape,
            averagesReals: true, name: reduce.name)
        try demodulator.setInputShape(frames.inputShape)
        return (demodulator, 3)
    }
}

extension Model {
    /// This net with each BinaryToReal that averages numbers as the layers that do so in the original.
    /// - Throws: `BrainError` if a layer that is needed for it cannot be built.
    public func withAveragingAsLayers() throws -> any Model {
        try expandingLayers { layer in
            guard let demodulator = layer.hardware.counter, demodulator.averagesReals, demodulator.binaryMode,
                demodulator.inputShape.rank > 0
            else { return nil }
            return try demodulator.averagingLayers()
        }
    }
}
