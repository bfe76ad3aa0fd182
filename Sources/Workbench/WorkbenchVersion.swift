import BinaryBrain

/// The version of the program.
public enum WorkbenchVersion {
    /// As `bbwb --version` and every journal show it.
    public static let current = BrainSystem.versionString
}
