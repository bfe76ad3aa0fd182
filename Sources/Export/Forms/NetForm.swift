/// A form in which a net can answer.
public enum NetForm: String, Sendable, Hashable, CaseIterable {
    /// The net as it is in its file, or in a running experiment: what was trained, and what `predict` runs.
    case stored
    /// With bits between all layers: `binary true` to those that hand on numbers.
    case binary
    /// The LUTs of the net in binary mode alone: what hardware answers.
    case netlist
    /// The LUTs that don't-cares from training data leave.
    case reduced
    /// With numbers between all layers: `binary false` to those that hand on bits.
    case float

    /// What it is, in a few words.
    public var meaning: String {
        switch self {
        case .stored: "the net as stored"
        case .binary: "the net in binary mode"
        case .netlist: "the netlist"
        case .reduced: "the reduced netlist"
        case .float: "the net with numbers between its layers"
        }
    }
}
