/// A layer that has plain reference code beside its vectorised kernels, or in the original code for the host beside code for
/// a device, and chooses by the command `host_only`.
public protocol HostOnlySwitchable: Model {
    /// Whether the plain reference code runs.
    var hostOnly: Bool { get set }
}

extension HostOnlySwitchable {
    /// What the command `host_only` says.
    public var isHostOnly: Bool? { hostOnly }
}

extension LayerCommand {
    /// Whether the plain reference code runs, for a class that is `HostOnlySwitchable`.
    public static let hostOnly = flag("host_only", "use the plain reference code") {
        (layer: any HostOnlySwitchable, on: Bool) in layer.hostOnly = on
    }
}
