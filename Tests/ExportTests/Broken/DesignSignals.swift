import Foundation

@testable import Export

/// The signals of the Verilog in a bundle, by their paths below the testbench.
struct DesignSignals {
    /// Paths such as `tiny_tb.dut.core.x3`.
    private(set) var paths: [String] = []

    /// - Parameter sources: each module's name and text.
    init(_ sources: [String: String], top: String) {
        add(top, "\(top)_tb.dut", sources)
        paths.sort()
    }

    private mutating func add(_ module: String, _ path: String, _ sources: [String: String]) {
        guard let text = sources[module] else { return }
        for line in text.split(separator: "\n") { paths += Self.names(in: String(line)).map { "\(path).\($0)" } }
        for other in sources.keys {
            for match in text.matches(
                of: try! Regex(
                    "(?m)^    \(other) (?:#\\([^;]*?\\n    \\) )?(\\w+) \\(", as: (Substring, Substring).self)
            ) {
                add(other, "\(path).\(match.1)", sources)
            }
        }
    }

    /// What a line declares: wires, registers and ports, but no memories and nothing that says it is unused.
    private static func names(in line: String) -> [String] {
        let line = line.trimmingCharacters(in: .whitespaces)
        guard let match = line.wholeMatch(of: /(?:(?:input|output) +)?(?:wire|reg)(?: *\[[^\]]*\])? +(\w+[^;]*?);?/),
            !match.1.contains("[0:")
        else { return [] }
        // One with a value, several, or a port.
        let list = match.1.split(separator: "=")[0]
        return list.split { $0 == "," || $0 == " " }.map(String.init).filter {
            !$0.isEmpty && !$0.hasPrefix("unused")
        }
    }
}
