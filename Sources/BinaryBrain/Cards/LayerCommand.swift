/// A command that a class of layers knows: what follows its verb, and what it does.
public struct LayerCommand: Sendable, Hashable {
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

    /// A command with true or false behind it.
    public static func flag(_ verb: String, _ summary: String) -> LayerCommand {
        LayerCommand(verb: verb, argument: .flag, summary: summary, hasEffect: true)
    }

    /// A command with a number behind it.
    public static func number(_ verb: String, _ summary: String) -> LayerCommand {
        LayerCommand(verb: verb, argument: .number, summary: summary, hasEffect: true)
    }

    /// A command with a name behind it.
    public static func word(_ verb: String, _ summary: String) -> LayerCommand {
        LayerCommand(verb: verb, argument: .word, summary: summary, hasEffect: true)
    }

    /// A switch that is kept for files of the original and changes nothing.
    public static func withoutEffect(_ verb: String) -> LayerCommand {
        LayerCommand(
            verb: verb, argument: .flag, summary: "no effect; kept for files of the original", hasEffect: false)
    }

    /// Whether signals are single bits.
    public static let binary = flag("binary", "bits or real numbers between layers")
    /// Whether inputs count as −1 or +1, which `binary` decides, too.
    public static let binarizeInput = flag("binarize_input", "inputs count as −1 or +1")
    /// Whether the plain reference code runs.
    public static let hostOnly = flag("host_only", "use the plain reference code")
    /// Whether no gradient flows below the layer.
    public static let backwardBreak = flag("backward_break", "no gradient flows below the layer")
    /// Whether the parameters stay as they are.
    public static let parameterLock = flag("parameter_lock", "the parameters stay as they are")
}
