extension Model {
    /// This net with a DepthwiseDenseAffine behind each layer whose levels are not −1/+1, which maps −1/+1 to them:
    /// y = (high − low)/2 · x + (high + low)/2. It means what this net means once a file has been written and read.
    public func withLevelsAsLayers() throws -> any Model {
        try expandingLayers { layer in
            guard let rule = layer.levelsBesideFiles, (rule.low, rule.high) != (-1, 1), layer.outputShape.rank > 0
            else { return nil }
            return [layer, try DepthwiseDenseAffine(mapping: rule, shape: layer.outputShape)]
        }
    }
}

extension DepthwiseDenseAffine {
    /// One factor and one offset a node.
    fileprivate convenience init(mapping rule: Binarization, shape: Shape) throws {
        let nodes = shape.count
        try self.init(outputShape: shape, depthSize: nodes)
        let (weights, bias) = (Tensor(.fp32, shape: [nodes, 1, 1]), Tensor(.fp32, shape: [nodes, 1]))
        for node in 0..<nodes {
            weights[node] = (rule.high - rule.low) / 2
            bias[node] = (rule.high + rule.low) / 2
        }
        install(inputShape: shape, groupCount: nodes, weights: weights, bias: bias)
    }
}
