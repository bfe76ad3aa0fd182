// Nets are taken apart and put together again here alone: `Model.rebuilt` of each class says which models inside it are looked at.

extension Model {
    /// The net with some layers replaced by several that do the same work one after the other.
    ///
    /// Layers in Sequentials, Switchers, Convolution2d and BinaryModulation are looked at; what a Sequential holds stays flat.
    /// Layers that are not replaced are those of this net, not copies.
    /// - Parameter expansion: the layers to put in place of one; nil to leave it.
    func expandingLayers(_ expansion: (any Model) throws -> [any Model]?) throws -> any Model {
        Self.inSeries(try expanded(expansion))
    }

    private func expanded(_ expansion: (any Model) throws -> [any Model]?) throws -> [any Model] {
        if let net = try rebuilt({ try $0.expanded(expansion) }) { return [net] }
        return try expansion(self) ?? [self]
    }

    /// The net with each layer replaced by what `replacement` makes of it, in the order of the original's `get_model_list`:
    /// through Sequential, Switcher and Convolution2d, whose insides are layers to its Python package.
    func replacingLayers(_ replacement: (any Model) throws -> any Model) throws -> any Model {
        guard modulation == nil, let net = try rebuilt({ [try $0.replacingLayers(replacement)] }) else {
            return try replacement(self)
        }
        return net
    }

    /// Layers as one model.
    static func inSeries(_ layers: [any Model]) -> any Model {
        layers.count == 1 ? layers[0] : Sequential(restoring: layers, name: nil)
    }

    /// The binary modulation that this net is; nil if it is not one.
    public var modulation: BinaryModulation? { self as? BinaryModulation }
    /// The net without the modulation around it.
    public var withinModulation: any Model { modulation?.layer ?? self }
    /// What it knows as a layer of look-up tables; nil if it is not one.
    public var luts: (any SparseModel)? { self as? any SparseModel }
    /// What it knows as a layer of look-up tables that learn, and whose wires may; nil if it is not one.
    public var learnedLut: LearnedLut? { self as? LearnedLut }
    /// The layers in series that this net is; nil if it is anything else.
    public var sequence: Sequential? { self as? Sequential }
    /// Whether it hands the output of each model inside to the next and does nothing else.
    var passesInSeries: Bool { sequence != nil || modulation != nil }
}
