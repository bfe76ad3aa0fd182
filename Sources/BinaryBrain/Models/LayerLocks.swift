/// A layer that has the two switches.
protocol Lockable: AnyObject {
    /// Both.
    var locks: LayerLocks { get set }
}

/// The two switches that keep a layer with parameters from training, or those below it.
struct LayerLocks {
    /// Whether no gradient flows below the layer.
    var backwardBreak = false
    /// Whether the layer's parameters stay as they are.
    var parameterLock = false

    /// The commands `backward_break` and `parameter_lock` of a `Lockable`.
    static let commands: [LayerCommand] = [
        .backwardBreak { (layer: any Lockable, on: Bool) in layer.locks.backwardBreak = on },
        .parameterLock { (layer: any Lockable, on: Bool) in layer.locks.parameterLock = on },
    ]

    /// Both as a `Model.trainingState`: files have no place for them.
    var trainingState: [String: [UInt64]] {
        get { ["backward_break": [backwardBreak ? 1 : 0], "parameter_lock": [parameterLock ? 1 : 0]] }
        set {
            backwardBreak = newValue["backward_break"]?.first == 1
            parameterLock = newValue["parameter_lock"]?.first == 1
        }
    }
}
