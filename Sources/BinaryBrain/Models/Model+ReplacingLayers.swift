extension Model {
    /// The net with each layer replaced by what `replacement` makes of it, in the order of the original's `get_model_list`:
    /// through Sequential, Switcher and Convolution2d, whose insides are layers to its Python package.
    func replacingLayers(_ replacement: (any Model) throws -> any Model) throws -> any Model {
        switch self {
        case let net as Sequential:
            return Sequential(
                restoring: try net.layers.map { try $0.replacingLayers(replacement) }, name: net.name)
        case let net as Switcher:
            let models = try net.models.map { (key: $0.key, model: try $0.model.replacingLayers(replacement)) }
            let replaced = Switcher(
                restoring: models, current: net.models.firstIndex { $0.key == net.currentName } ?? 0)
            replaced.name = net.name
            return replaced
        case let layer as Convolution2d:
            let replaced = Convolution2d(
                restoring: try layer.im2col.replaced(replacement), try layer.subLayer.replacingLayers(replacement),
                try layer.col2im.replaced(replacement))
            replaced.name = layer.name
            return replaced
        default:
            return try replacement(self)
        }
    }

    /// What `replacement` makes of this layer, which must be of the same class.
    private func replaced(_ replacement: (any Model) throws -> any Model) throws -> Self {
        guard let layer = try replacement(self) as? Self else {
            preconditionFailure("a layer is replaced by one of its object name, and so of its class")
        }
        return layer
    }
}
