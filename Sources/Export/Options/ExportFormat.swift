import BinaryBrain

/// What a net can be written as.
public enum ExportFormat: String, Sendable, Hashable, Codable, CaseIterable {
    /// A Verilog module with testbench, Makefile and documents.
    case verilog
    /// A C++ function for high-level synthesis (Vitis HLS), with testbench.
    case hls
    /// A C file without dependencies that evaluates 64 frames at a time.
    case c
    /// A VHDL entity of the LUTs with testbench, Makefile and documents.
    case vhdl
    /// The LUTs as logic in BLIF, for other tools of synthesis.
    case blif
    /// The LUTs as AND gates and inverters in binary AIGER, for tools of verification.
    case aiger

    /// Reads a name.
    /// - Throws: `BrainError` that gives the nearest right one.
    public init(parsing name: String) throws {
        guard let format = Self(rawValue: name) else {
            throw BrainError(
                .parameter, what: "export to '\(name)'", why: "there is no such format",
                remedy: NearestName.remedy(for: name, among: Self.allCases.map(\.rawValue)))
        }
        self = format
    }
}
