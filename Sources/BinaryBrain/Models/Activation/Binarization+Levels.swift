extension Model {
    /// This net with a DepthwiseDenseAffine behind each layer whose levels are not −1/+1, which maps −1/+1 to them:
    /// y = (high − low)/2 · x + (high + low)/2. It means what this net means once a file has been written and read.
    /// - Throws: `BrainError` if a layer that is needed for it cannot be built.
    public func withLevelsAsLayers() throws -> any Model {
        try expandingLayers { layer in
            guard let rule = layer.levelsBesideFiles, (rule.low, rule.high) != (-1, 1), layer.outputShape.rank > 0
            else { return nil }
            let (factor, offset) = ((rule.high - rule.low) / 2, (rule.high + rule.low) / 2)
            return [layer, try DepthwiseDenseAffine(factor: factor, offset: offset, shape: layer.outputShape)]
        }
    }
}

extension DepthwiseDenseAffine {
    /// y = factor · x + offset, for each node.
    convenience init(factor: Float, offset: Float, shape: Shape) throws {
        let nodes = shape.count
        try self.init(outputShape: shape, depthSize: nodes)
        let (weights, bias) = (Tensor(.fp32, shape: [nodes, 1, 1]), Tensor(.fp32, shape: [nodes, 1]))
        for node in 0..<nodes {
            weights[node] = factor
            bias[node] = offset
        }
        install(inputShape: shape, groupCount: nodes, weights: weights, bias: bias)
    }
}
