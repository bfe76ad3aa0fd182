import BinaryBrain

/// The family of parts that hardware is written for; it decides how a LUT is written.
public enum TargetDevice: String, Sendable, Hashable, Codable, CaseIterable {
    /// Any synthesiser: plain expressions.
    case generic
    /// AMD (Xilinx): LUT1 … LUT6 primitives with INIT, which the synthesiser keeps as they are.
    case xilinx
    /// Lattice iCE40: expressions that fall into 4-input LUTs.
    case ice40
    /// Lattice ECP5: expressions that fall into 4-input LUTs.
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

    /// Inputs of the part's LUTs, if expressions are to be shaped for them; 0 where they are not.
    var shapedLutInputs: Int {
        switch self {
        case .generic, .xilinx: 0
        case .ice40, .ecp5: 4
        }
    }

    /// Rules of thumb for the clock: see `ClockEstimate`. Wires of the Lattice parts are as long as nextpnr makes them in a
    /// net of random connections (Documentation/Export.md).
    var timing: DeviceTiming {
        switch self {
        case .generic, .xilinx:
            DeviceTiming(part: "a 28 nm 7-series part", overhead: 0.8, perLut: 0.12, perWire: 0.75, lutsPerLevel: 1)
        case .ice40:
            DeviceTiming(part: "an iCE40 HX part", overhead: 1.2, perLut: 0.4, perWire: 1.0, lutsPerLevel: 2.5)
        case .ecp5:
            DeviceTiming(part: "an ECP5 part", overhead: 0.9, perLut: 0.24, perWire: 1.55, lutsPerLevel: 1.8)
        }
    }
}

/// What a register-to-register path costs, in nanoseconds.
struct DeviceTiming {
    /// The part that the figures are typical of.
    let part: String
    /// Clock-to-output plus set-up.
    let overhead: Double
    /// A LUT of the part.
    let perLut: Double
    /// A wire between two of them.
    let perWire: Double
    /// LUTs of the part, one after another, that a six-input LUT becomes.
    let lutsPerLevel: Double

    /// The longest path through `levels` LUTs of the netlist.
    func period(levels: Int) -> Double {
        let luts = max(1, (Double(levels) * lutsPerLevel).rounded(.up))
        return overhead + luts * perLut + (luts + 1) * perWire
    }
}
