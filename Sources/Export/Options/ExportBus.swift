import BinaryBrain

/// What a stream is connected to.
public enum ExportBus: String, Sendable, Hashable, Codable, CaseIterable {
    /// The original's ports: `clk`, `reset`, AXI4-Stream video with as many bits as a pixel has.
    case plain
    /// AXI: `aclk`, `aresetn`, streams of whole bytes with packet numbers, and registers on AXI4-Lite.
    case axi

    /// Reads a name.
    /// - Throws: `BrainError` that gives the nearest right one.
    public init(parsing name: String) throws {
        guard let bus = Self(rawValue: name) else {
            throw BrainError(
                .parameter, what: "bus '\(SafeText.comment(name))'", why: "it is not known",
                remedy: NearestName.remedy(for: name, among: Self.allCases.map(\.rawValue)))
        }
        self = bus
    }
}
