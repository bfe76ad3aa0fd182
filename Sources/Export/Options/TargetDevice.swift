import BinaryBrain

/// The family of parts that hardware is written for; it decides how a LUT is written.
public enum TargetDevice: String, Sendable, Hashable, Codable, CaseIterable {
    /// Any synthesiser: plain expressions.
    case generic
    /// AMD (Xilinx): LUT1 … LUT6 primitives with INIT, which the synthesiser keeps as they are.
    case xilinx
    /// Lattice iCE40: plain expressions, with constraints and place and route of this part.
    case ice40
    /// Lattice ECP5: plain expressions, with constraints and place and route of this part.
    case ecp5

    /// Reads a name.
    /// - Throws: `BrainError` that gives the nearest right one.
    public init(parsing name: String) throws {
        guard let device = Self(rawValue: name) else {
            throw BrainError(
                .parameter, what: "device '\(name)'", why: "it is not known",
                remedy: NearestName.remedy(for: name, among: Self.allCases.map(\.rawValue)))
        }
        self = device
    }
}

extension TargetDevice {
    /// Inputs of the part's LUTs.
    var lutInputs: Int {
        switch self {
        case .generic, .xilinx: 6
        case .ice40, .ecp5: 4
        }
    }
}
