/// How it stands with a run.
public enum RunCondition: String, Sendable, Codable, CaseIterable {
    /// A process is at it.
    case running
    /// All epochs are done.
    case finished
    /// It was told to stop before its last epoch.
    case interrupted
    /// It could not go on.
    case failed
    /// Its process ended without a word: killed, or the machine went down.
    case crashed
}
