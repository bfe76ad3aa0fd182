extension Model {
    /// The net with some layers replaced by several that do the same work one after the other.
    ///
    /// Layers in Sequentials, Switchers, Convolution2d and BinaryModulation are looked at; what a Sequential holds stays flat.
    /// Layers that are not replaced are those of this net, not copies.
    /// - Parameter expansion: the layers to put in place of one; nil to leave it.
    func expandingLayers(_ expansion: (any Model) throws -> [any Model]?) throws -> any Model {
        let layers = try expanded(expansion)
        return layers.count == 1 ? layers[0] : Sequential(restoring: layers, name: nil)
    }

    private func expanded(_ expansion: (any Model) throws -> [any Model]?) throws -> [any Model] {
        switch self {
        case let net as Sequential:
            return [Sequential(restoring: try net.layers.flatMap { try $0.expanded(expansion) }, name: net.name)]
        case let net as Switcher:
            let models = try net.models.map { (key: $0.key, model: try $0.model.expandingLayers(expansion)) }
            let switcher = Switcher(
                restoring: models, current: net.models.firstIndex { $0.key == net.currentName } ?? 0)
            switcher.name = net.name
            return [switcher]
        case let layer as Convolution2d:
            let convolution = Convolution2d(
                restoring: layer.im2col, try layer.subLayer.expandingLayers(expansion), layer.col2im)
            convolution.name = layer.name
            return [convolution]
        case let net as BinaryModulation:
            return [net.wrapping(try net.layer.expandingLayers(expansion))]
        default:
            return try expansion(self) ?? [self]
        }
    }
}
