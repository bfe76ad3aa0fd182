/// The parts of a data set, by what they are for.
public enum DataPart: String, Sendable, Hashable, Codable, CaseIterable {
    /// The net learns from it.
    case train
    /// What is chosen while training runs (the best epoch, a setting) is chosen by it.
    case validation
    /// Measured once all is chosen.
    case test
}
