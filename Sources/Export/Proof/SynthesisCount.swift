import BinaryBrain
import Foundation

/// What yosys maps the design of a bundle to: the cells of LUTs that its `make synthesis` counts.
///
/// For the device `generic` these are LUTs of six inputs (`synth -flatten`, `abc -lut 6`) and can be compared with the formula of
/// `HardwareCount`; for a part they are its own. With `--with-io` comparisons, counters and the choice of the class are among them.
public struct SynthesisCount: Sendable, Hashable {
    /// A kind of cell.
    public struct Cells: Sendable, Hashable {
        /// As yosys calls it: `$lut`, `LUT4`, `SB_LUT4` …
        public let name: String
        /// How many there are.
        public let count: Int
    }

    /// Cells of LUTs, in the order of yosys' table.
    public let cells: [Cells]
    /// The tool's version, in its own words.
    public let version: String

    /// LUTs of all sizes.
    public var total: Int { cells.reduce(0) { $0 + $1.count } }

    /// Maps the bundle in the runner's folder; nil if yosys or make is not installed.
    /// - Throws: `BrainError` if the synthesis fails, `CancellationError`.
    init?(_ runner: ToolRunner) throws {
        guard ToolRunner.isInstalled("yosys"), ToolRunner.isInstalled("make") else { return nil }
        let outcome = try runner.run("make", ["-s", "synthesis"])
        guard outcome.status == 0 else {
            let end = outcome.output.split(separator: "\n").last.map { SafeText.comment(String($0.prefix(200))) } ?? ""
            throw BrainError(
                .usage, what: "synthesis of the bundle", why: "yosys ended with status \(outcome.status): \(end)",
                remedy: "run `make synthesis` in the bundle to see all of it")
        }
        cells = Self.cells(inStatistics: outcome.output)
        version = try runner.version("yosys", ["-V"])
    }

    /// The cells of LUTs in the last table that yosys' `stat` prints: name and number, or in newer versions number and name.
    static func cells(inStatistics text: String) -> [Cells] {
        let tables = text.split(separator: "===")
        guard tables.count > 1, let last = tables.last else { return [] }
        return last.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 1, let first = words.first, let end = words.last else { return nil }
            let (name, number) = Int(first) == nil ? (first, end) : (end, first)
            guard name.wholeMatch(of: #/\$lut|SB_LUT4|LUT[1-6]/#) != nil, let count = Int(number) else { return nil }
            return Cells(name: String(name), count: count)
        }
    }

    /// A line of `report.txt`.
    var line: String {
        let kinds = cells.map { $0.name == "$lut" ? "LUT6" : "\($0.count.grouped) \($0.name)" }
        let names = kinds == ["LUT6"] ? "" : " (\(kinds.joined(separator: ", ")))"
        return "by \(SafeText.comment(version)): \(total.grouped) LUT\(kinds == ["LUT6"] ? "6" : "s")\(names)"
    }
}
