import BinaryBrain
import Netlist

extension NetSummary {
    /// What a trained net is as a netlist, in one line, and whether that is another net than the stored one; if it cannot become
    /// one, why.
    public static func netlistLine(of net: any Model) -> String {
        do {
            let raw = try Netlist(extracting: net)
            let (simple, report) = raw.simplifiedWithReport()
            let reasons = [
                (report.constants, "constant"), (report.passThroughs, "wires or inverters"),
                (report.duplicates, "equal to others"), (report.dead, "unused"),
            ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            let numbers = net.layersOfNumbers.count
            let mode = numbers == 0 ? "" : " in binary mode"
            let other =
                numbers == 0 ? "" : "; not the same net as stored, where \(numbers) layers output real numbers"
            let isUnrolled = net.leaves.contains { $0.hardware.isLowering }
            return
                "netlist\(mode): \(raw.luts.count) LUTs\(isUnrolled ? " unrolled" : ""), \(simple.luts.count) simplified"
                + (reasons.isEmpty ? "" : " (\(reasons.joined(separator: ", ")))")
                + ", \(simple.statistics.levelCount) level\(simple.statistics.levelCount == 1 ? "" : "s"), \(simple.statistics.usedInputCount) of "
                + "\(simple.inputCount) inputs used" + other
                + (simple.isClassifier && !isUnrolled ? "\n" + HardwareCount(simple).line : "")
        } catch {
            return "netlist: none, \(error)"
        }
    }

    /// How many of the simplified LUTs of a net read how many inputs; none for a net that has no netlist.
    public static func lutCensus(of net: any Model) -> [(inputs: Int, luts: Int)] {
        guard let netlist = try? Netlist(extracting: net).simplified() else { return [] }
        let counts = Dictionary(grouping: netlist.luts) { $0.inputs.count }.mapValues(\.count)
        return counts.sorted { $0.key < $1.key }.map { (inputs: $0.key, luts: $0.value) }
    }

    /// What a `.bb_netlist` file holds.
    /// - Throws: `BrainError` if the file cannot be read.
    public static func netlistLines(path: String) throws -> [String] {
        let netlist = try BrainError.naming(path) {
            try Netlist(decoding: AtomicFile.read(path) { try Netlist.checkHead($0, size: $1) })
        }
        let statistics = netlist.statistics
        let (encoding, decoding) = (netlist.encoding, netlist.decoding)
        var lines = [
            "netlist: \(netlist.luts.count) LUTs in \(statistics.levelCount) level\(statistics.levelCount == 1 ? "" : "s"), "
                + "\(statistics.usedInputCount) of \(netlist.inputCount) inputs used, \(netlist.outputs.count) outputs",
            "input \(encoding.shape), \(encoding.frameModulationSize) frames per image, "
                + "\(encoding.depthModulationSize) bits per number; output \(decoding.shape)",
        ]
        lines += statistics.layers.map { "  \(printable($0.name)): \($0.lutCount) LUTs" }
        return lines
    }

    /// A name from a file without what could steer a terminal.
    private static func printable(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append("_")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

extension Netlist {
    /// Whether its answers are counted, as those of a classifier are, and are no picture.
    fileprivate var isClassifier: Bool {
        if case .bits = decoding { return false }
        return decoding.shape.rank == 1 && decoding.shape.count <= 1000
    }
}
