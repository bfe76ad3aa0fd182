/// Everything that is to be known of a class of layers in one place: what it does, its fields in experiment files and how a layer is
/// made of them, the commands that it knows, and how it stands in files.
///
/// A class has its card as `static let card`, and each of its instances hands it out as `Model.card`. `LayerRegistry.builtIn` lists
/// the cards of this package; a program that has layers of its own adds theirs with `LayerRegistry.register`. How an instance
/// becomes hardware may depend on its settings: that is `Model.hardware`.
public struct LayerCard: Sendable {
    /// What the command `binary` of a layer decides.
    public enum BinaryMeaning: Sendable, Hashable {
        /// Whether it hands on bits or numbers.
        case signals
        /// How its inputs are read; it hands on numbers either way.
        case inputs
        /// Which values its parameters may take.
        case parameters
    }

    /// Name of the class in experiment files.
    public let name: String
    /// What it does, in a line.
    public let summary: String
    /// The formula of a node, y of x.
    public let formula: String
    /// The shapes of a frame that it takes, and what comes out.
    public let shapes: String
    /// The fields that an experiment file gives.
    public let fields: [LayerField]
    /// What an experiment file has in place of the class; nil if it can name it.
    public let insteadOfFields: String?
    /// The commands that its instances know, in no order.
    public let commands: [LayerCommand]
    /// The parts that the `trainingState` of an instance may have, in no order. A key that is none of them is shown to people as it is.
    public let states: [LayerState]
    /// What its command `binary` decides, if it knows it.
    public let binary: BinaryMeaning
    /// How its instances stand in `.bb_net` files; nil if they have no place there.
    public let file: LayerFile?
    private let maker: @Sendable (LayerArguments) throws -> any Model

    /// A card of a class that experiment files can name.
    /// - Parameter make: makes a layer of its fields; what it throws is an error about them.
    public init(
        _ name: String, _ summary: String, formula: String, shapes: String, fields: [LayerField],
        commands: [LayerCommand] = [],
        states: [LayerState] = [], binary: BinaryMeaning = .signals, file: LayerFile?,
        make: @escaping @Sendable (LayerArguments) throws -> any Model
    ) {
        self.name = name
        self.summary = summary
        self.formula = formula
        self.shapes = shapes
        self.fields = fields
        insteadOfFields = nil
        self.commands = commands
        self.states = states
        self.binary = binary
        self.file = file
        maker = make
    }

    /// A card of a class that programs and model files alone can make.
    /// - Parameter remedy: what an experiment file has in its place.
    public init(
        _ name: String, _ summary: String, formula: String, shapes: String, insteadOfFields remedy: String,
        commands: [LayerCommand] = [],
        states: [LayerState] = [], binary: BinaryMeaning = .signals, file: LayerFile?
    ) {
        self.name = name
        self.summary = summary
        self.formula = formula
        self.shapes = shapes
        fields = []
        insteadOfFields = remedy
        self.commands = commands
        self.states = states
        self.binary = binary
        self.file = file
        maker = { _ in
            throw BrainError(
                .usage, what: name, why: "an experiment file cannot name this class", remedy: remedy)
        }
    }

    /// A layer of these fields whose input shape is not set yet.
    /// - Parameters:
    ///   - values: the fields that are given; the others have their defaults.
    ///   - defaultSeed: the seed of a layer that gives none.
    /// - Throws: `BrainError` if the class does not take the values, or there is no way to make it of fields.
    public func makeLayer(_ values: [String: FieldValue] = [:], defaultSeed: UInt64 = 1) throws -> any Model {
        try makeLayer(LayerArguments(fields: fields, values: values, defaultSeed: defaultSeed))
    }

    /// A layer of fields that may hold layers themselves.
    /// - Throws: `BrainError` if the class does not take the values, or no experiment file can name it.
    public func makeLayer(_ arguments: LayerArguments) throws -> any Model { try maker(arguments) }

    /// Verbs of commands that change nothing: switches of the original that it never reads, or between code paths of which there
    /// is one here. They are kept in files.
    public var verbsWithoutEffect: Set<String> { Set(commands.filter { !$0.hasEffect }.map(\.verb)) }
}
