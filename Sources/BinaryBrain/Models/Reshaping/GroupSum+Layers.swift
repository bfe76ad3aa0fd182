extension Model {
    /// This net with layers that the original knows in place of each GroupSum: Shuffle, which deals the groups out, Reduce, and a
    /// DepthwiseDenseAffine that makes the mean a sum at the temperature.
    /// - Throws: `BrainError` if a layer that is needed for it cannot be built.
    public func withGroupSumsAsLayers() throws -> any Model {
        try expandingLayers { layer in
            guard let sum = layer.hardware.groupSum, sum.inputShape.rank > 0 else { return nil }
            let (shuffle, reduce) = (
                try Shuffle(shuffleUnit: sum.outputShape.count), try Reduce(outputShape: sum.outputShape)
            )
            _ = try reduce.setInputShape(shuffle.setInputShape(sum.inputShape))
            let factor = try DepthwiseDenseAffine(
                factor: Float(sum.groupSize) * sum.scale, offset: 0, shape: sum.outputShape)
            factor.name = sum.name
            return [shuffle, reduce, factor]
        }
    }
}
