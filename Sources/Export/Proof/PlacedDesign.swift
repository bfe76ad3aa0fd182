import BinaryBrain
import Foundation

/// The clock that a bundle's design reaches after place and route, as its Makefile finds it.
public struct PlacedDesign: Sendable, Hashable {
    /// In megahertz.
    public let megahertz: Double
    /// The router's version, in its own words.
    public let version: String

    /// Places and routes the bundle in the runner's folder.
    /// - Throws: `BrainError` if a tool is missing or fails, `CancellationError`.
    init(_ runner: ToolRunner) throws {
        let outcome = try runner.run("make", ["-s", "place"])
        let line = outcome.output.split(separator: "\n").last { $0.hasPrefix(Self.mark) }
        guard outcome.status == 0, let megahertz = line.flatMap(Self.megahertz) else {
            let end = outcome.output.split(separator: "\n").last.map { SafeText.comment(String($0.prefix(200))) } ?? ""
            throw BrainError(
                .usage, what: "place and route of the bundle", why: "it ended with status \(outcome.status): \(end)",
                remedy: "run `make place` in the bundle to see all of it, or export without --place")
        }
        self.megahertz = megahertz
        version =
            try runner.run("make", ["-s", "place-version"]).output.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// How the Makefile's line begins.
    static let mark = "clock: "

    /// The clock at the end of the line `clock: asked …, estimated …, routed 154.2 MHz`.
    static func megahertz(_ line: Substring) -> Double? {
        line.firstMatch(of: /routed ([0-9.]+) MHz/).flatMap { Double($0.1) }
    }

    /// What stands in the report.
    var text: String { "\(megahertz.fixed(1)) MHz by \(SafeText.comment(version))" }
}
