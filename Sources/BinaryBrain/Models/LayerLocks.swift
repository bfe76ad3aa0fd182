/// The two switches that keep a layer with parameters from training, or those below it.
struct LayerLocks {
    /// Whether no gradient flows below the layer.
    var backwardBreak = false
    /// Whether the layer's parameters stay as they are.
    var parameterLock = false

    /// Applies the commands `backward_break` and `parameter_lock`; false for any other.
    mutating func handle(_ command: ModelCommand) throws -> Bool {
        switch command.verb {
        case "backward_break": backwardBreak = try command.bool()
        case "parameter_lock": parameterLock = try command.bool()
        default: return false
        }
        return true
    }

    /// Both as a `Model.trainingState`: files have no place for them.
    var trainingState: [String: [UInt64]] {
        get { ["backward_break": [backwardBreak ? 1 : 0], "parameter_lock": [parameterLock ? 1 : 0]] }
        set {
            backwardBreak = newValue["backward_break"]?.first == 1
            parameterLock = newValue["parameter_lock"]?.first == 1
        }
    }
}
