/// A part of a layer's `trainingState`: what a resumed training needs and the layer's form in files of the original has no place
/// for.
public struct LayerState: Sendable, Hashable {
    /// Where a file of the original holds it all the same.
    public enum Place: Sendable, Hashable {
        /// Nowhere.
        case nowhere
        /// In the layer's form, as what it comes to: the wires that were chosen.
        case formOfTheLayer
        /// In a layer that `Model.withLevelsAsLayers` puts behind it.
        case layerBehind
        /// In layers that `Model.withAveragingAsLayers` puts in its place.
        case layersInstead
    }

    /// Its key in `trainingState`.
    public let key: String
    /// What it is, for people: "not in the file: `name` of first, second".
    public let name: String
    /// Where a file of the original holds it all the same.
    public let place: Place

    /// A part of a state.
    public init(_ key: String, _ name: String, in place: Place = .nowhere) {
        self.key = key
        self.name = name
        self.place = place
    }

    /// A switch, which people know by its verb.
    static func command(_ verb: String) -> LayerState { LayerState(verb, verb) }
    /// Whether the plain reference code runs.
    static let hostOnly = command("host_only")
    /// The instance name.
    static let layerName = LayerState("name", "the name")
    /// What random numbers come next.
    static let generator = LayerState("generator", "the state of the random numbers")
    /// The switches of `LayerLocks`.
    static let locks = [command("backward_break"), command("parameter_lock")]
    /// What a `LearnableConnection` keeps.
    static let wires = [
        LayerState("wires", "the settings of its wires", in: .formOfTheLayer),
        LayerState("wire_candidates", "the candidates of its wires", in: .formOfTheLayer),
        LayerState("wire_scores", "what its wires could still learn (they are written as they are)"),
    ]
}
