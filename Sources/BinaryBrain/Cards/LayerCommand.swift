/// A command that a class of layers knows: what follows its verb, and what it does.
public struct LayerCommand: Sendable {
    /// What follows the verb.
    public enum Argument: Sendable, Hashable {
        /// true or false.
        case flag
        /// A finite number.
        case number
        /// A name.
        case word
    }

    /// The first word, such as `binary`.
    public let verb: String
    /// What follows it.
    public let argument: Argument
    /// What it does, in a line.
    public let summary: String
    /// Whether it changes anything beside what files keep.
    public let hasEffect: Bool
    private let action: @Sendable (any Model, ModelCommand) throws -> Void

    /// A command of a class, whose action gets the argument as what it is.
    private init<Layer, Value>(
        _ verb: String, _ argument: Argument, _ summary: String, hasEffect: Bool = true,
        reading read: @escaping @Sendable (ModelCommand) throws -> Value,
        _ action: @escaping @Sendable (Layer, Value) throws -> Void
    ) {
        self.verb = verb
        self.argument = argument
        self.summary = summary
        self.hasEffect = hasEffect
        self.action = { model, command in
            guard let layer = model as? Layer else {
                preconditionFailure("the card of \(model.modelName) has the command \(verb) of another class")
            }
            try action(layer, read(command))
        }
    }

    /// A command with true or false behind it.
    /// - Parameter action: does it; what it throws leaves the layer as it was.
    public static func flag<Layer>(
        _ verb: String, _ summary: String, _ action: @escaping @Sendable (Layer, Bool) throws -> Void
    ) -> LayerCommand {
        LayerCommand(verb, .flag, summary, reading: { try $0.bool() }, action)
    }

    /// A command with a number behind it.
    /// - Parameter range: numbers that it takes; nil for any that is finite.
    /// - Parameter action: does it; what it throws leaves the layer as it was.
    public static func number<Layer>(
        _ verb: String, in range: ClosedRange<Float>? = nil, _ summary: String,
        _ action: @escaping @Sendable (Layer, Float) throws -> Void
    ) -> LayerCommand {
        LayerCommand(
            verb, .number, summary,
            reading: { command in try range.map { try command.number(in: $0) } ?? command.number() }, action)
    }

    /// A command with a name behind it.
    /// - Parameter action: does it; what it throws leaves the layer as it was.
    public static func word<Layer>(
        _ verb: String, _ summary: String, _ action: @escaping @Sendable (Layer, String) throws -> Void
    ) -> LayerCommand {
        LayerCommand(verb, .word, summary, reading: { $0.argument }, action)
    }

    /// A switch that is kept for files of the original and changes nothing.
    /// - Parameter action: keeps it.
    public static func withoutEffect<Layer>(
        _ verb: String, _ action: @escaping @Sendable (Layer, Bool) throws -> Void
    ) -> LayerCommand {
        LayerCommand(
            verb, .flag, "no effect; kept for files of the original", hasEffect: false, reading: { try $0.bool() },
            action)
    }

    /// Whether signals are single bits.
    public static func binary<Layer>(_ action: @escaping @Sendable (Layer, Bool) throws -> Void) -> LayerCommand {
        flag("binary", "bits or real numbers between layers", action)
    }

    /// Whether no gradient flows below the layer.
    public static func backwardBreak<Layer>(
        _ action: @escaping @Sendable (Layer, Bool) throws -> Void
    ) -> LayerCommand {
        flag("backward_break", "no gradient flows below the layer", action)
    }

    /// Whether the parameters stay as they are.
    public static func parameterLock<Layer>(
        _ action: @escaping @Sendable (Layer, Bool) throws -> Void
    ) -> LayerCommand {
        flag("parameter_lock", "the parameters stay as they are", action)
    }

    /// The verb of the switch whether inputs count as −1 or +1, which `binary` decides, too.
    public static let binarizeInputVerb = "binarize_input"

    /// Does what a command of this verb says.
    /// - Throws: `BrainError` of kind `.command` for an argument that it does not take; the model is as before.
    func apply(_ command: ModelCommand, to model: any Model) throws { try action(model, command) }
}
