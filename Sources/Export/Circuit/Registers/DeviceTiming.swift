/// What decides how fast a design runs.
struct DesignSize: Equatable {
    /// LUTs of the net in a row from register to register.
    let levels: Int
    /// Levels of a population count in a row from register to register; 0 without one.
    let headLevels: Int
    /// Whether a register stands between the LUTs and what counts their outputs.
    var isRegistered = true
    /// LUTs of the net: the wires of a larger net are longer.
    let lutCount: Int
    /// Whether windows move over images.
    let hasWindows: Bool
    /// Whether pixels are read from a memory and compared with thresholds.
    let hasImageMemory: Bool
}

/// A rule of thumb for the longest path from register to register, in nanoseconds: the slowest of what a design has.
///
/// The numbers are fitted to designs that were placed and routed, `Benchmarks/routed-designs.csv`; a test computes the error.
struct DeviceTiming {
    /// The part that the figures are typical of.
    let part: String
    /// Clock to output and set-up around LUTs in a row.
    let overhead: Double
    /// A LUT of the net with its wires; several of the part's where these have four inputs.
    let perLevel: Double
    /// A level of a population count: a compressor of six bits, or an addition.
    let perHeadLevel: Double
    /// The counter of pixels and the enables of registers.
    let control: Double
    /// What wires add to that in a net of N LUTs, in proportion to the square root of N.
    let perRootLut: Double
    /// A window's choice of rows and banks, and what each level of LUTs behind it adds to it from the second on.
    let window: Double
    let perLevelOfWindow: Double
    /// From the memory of pixels to the register behind it.
    let memory: Double
    /// How far the designs of the table are from the rule at most, in percent; nil without any.
    let errorPercent: Int?

    /// Through so many LUTs of the net.
    func netPath(levels: Int) -> Double { overhead + Double(levels) * perLevel }
    /// Through so many levels of a population count.
    func headPath(levels: Int) -> Double { overhead + Double(levels) * perHeadLevel }
    /// The longest path by the rule with which a clock is still reached if the rule errs as much as it did for any design of the table.
    func safePeriod(reaching megahertz: Double) -> Double {
        1000 / megahertz * (1 - Double(errorPercent ?? 0) / 100)
    }
    /// The most levels of a net and of a count that a path of a length can pass; 0 if it is too short for one.
    func longestPart(reaching period: Double) -> (net: Int, head: Int) {
        func levels(_ each: Double) -> Int { max(0, Int((period - overhead) / each + 1e-9)) }
        return (levels(perLevel), levels(perHeadLevel))
    }

    /// The longest path, and what it is.
    func period(of size: DesignSize) -> (nanoseconds: Double, reason: String) {
        let levels = max(1, size.levels)
        var paths = [
            (
                netPath(levels: levels),
                "\(levels) level\(levels == 1 ? "" : "s") of LUTs between registers"
            ),
            (
                control + perRootLut * Double(size.lutCount).squareRoot(),
                "the wires and enables of \(size.lutCount.grouped) LUTs"
            ),
        ]
        if size.headLevels > 0 {
            paths.append(
                (
                    headPath(levels: size.headLevels) + (size.isRegistered ? 0 : Double(size.levels) * perLevel),
                    "\(size.headLevels) level\(size.headLevels == 1 ? "" : "s") of a population count between registers"
                ))
        }
        if size.hasWindows {
            paths.append((window + Double(levels - 1) * perLevelOfWindow, "the windows' choice of rows"))
        }
        if size.hasImageMemory { paths.append((memory, "the memory of pixels")) }
        return paths.max { $0.0 < $1.0 } ?? paths[0]
    }
}

extension TargetDevice {
    /// Whether an open tool places and routes for it.
    var isRoutable: Bool { self == .ice40 || self == .ecp5 }

    /// The rule for the device.
    var timing: DeviceTiming {
        switch self {
        case .generic, .xilinx:
            DeviceTiming(
                part: "a 28 nm 7-series part", overhead: 1.55, perLevel: 0.87, perHeadLevel: 0.87, control: 2.4,
                perRootLut: 0, window: 5, perLevelOfWindow: 0.5, memory: 4.5, errorPercent: nil)
        case .ice40:
            DeviceTiming(
                part: "an iCE40 HX8K", overhead: 1.2, perLevel: 3.3, perHeadLevel: 2.6, control: 6.1, perRootLut: 0,
                window: 7.9, perLevelOfWindow: 0.9, memory: 6.8, errorPercent: 19)
        case .ecp5:
            DeviceTiming(
                part: "an ECP5-85K", overhead: 0.9, perLevel: 2.5, perHeadLevel: 1.48, control: 5.64, perRootLut: 0,
                window: 5.3, perLevelOfWindow: 0.7, memory: 9.2, errorPercent: 18)
        }
    }
}
