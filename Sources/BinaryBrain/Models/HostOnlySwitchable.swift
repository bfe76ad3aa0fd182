/// A layer that has plain reference code beside its vectorised kernels, or in the original code for the host beside code for
/// a device, and chooses by the command `host_only`.
public protocol HostOnlySwitchable: Model {
    /// Whether the plain reference code runs.
    var hostOnly: Bool { get set }
}

extension HostOnlySwitchable {
    /// What the command `host_only` says.
    public var isHostOnly: Bool? { hostOnly }

    /// Applies the command `host_only`; false for any other.
    /// - Throws: `BrainError` of kind `.command` for an argument other than true or false.
    public func switchHostOnly(_ command: ModelCommand) throws -> Bool {
        guard command.verb == "host_only" else { return false }
        hostOnly = try command.bool()
        return true
    }
}
