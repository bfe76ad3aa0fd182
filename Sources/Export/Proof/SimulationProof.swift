import BinaryBrain
import Foundation

/// That a Verilog bundle answers like the netlist: by simulation, by its own testbench and Makefile.
struct SimulationProof {
    /// A simulator that the bundle's Makefile knows.
    enum Simulator: String {
        case iverilog, verilator, ghdl

        /// Those that read Verilog.
        static let verilog = [iverilog, verilator]

        var versionArgument: String { self == .iverilog ? "-V" : "--version" }
        /// What it needs, and the Debian package of each.
        var tools: [(name: String, package: String)] {
            switch self {
            case .iverilog: [("iverilog", "iverilog"), ("vvp", "iverilog"), ("make", "make")]
            case .ghdl: [("ghdl", "ghdl"), ("make", "make")]
            case .verilator: [("verilator", "verilator"), ("g++", "g++"), ("make", "make")]
            }
        }
    }

    let runner: ToolRunner

    /// What is missing for a simulation; nil if nothing is.
    static func missing(_ simulator: Simulator) -> String? {
        simulator.tools.first { !ToolRunner.isInstalled($0.name) }.map {
            "\($0.name) is not installed: install it (Debian: apt-get install \($0.package)) and export again, or run "
                + "`make \(simulator.rawValue)` in the bundle"
        }
    }

    /// Simulates.
    func run(_ simulator: Simulator) throws -> (ProofReport.Outcome, String) {
        if let missing = Self.missing(simulator) { return (.notChecked, missing) }
        let version = try runner.version(simulator.rawValue, [simulator.versionArgument])
        let outcome = try runner.run("make", ["-s", simulator.rawValue])
        let lines = outcome.output.split(separator: "\n").map(String.init)
        guard let result = lines.last(where: { $0.hasPrefix("PASS ") || $0.hasPrefix("FAIL ") }) else {
            return (.failed, "\(version)\nno result:\n" + lines.suffix(10).joined(separator: "\n"))
        }
        let passed = outcome.status == 0 && result.hasPrefix("PASS ")
        // What a testbench has measured, or the first of what it has found wrong.
        let evidence = lines.filter { $0.hasPrefix(passed ? "measured " : "vector ") }.prefix(10)
        return (passed ? .passed : .failed, ([version, result] + evidence).joined(separator: "\n"))
    }
}
