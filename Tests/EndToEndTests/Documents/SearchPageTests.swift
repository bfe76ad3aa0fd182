import Foundation
import TestSupport
import Testing

/// The programs on Documentation/Search.md run as they stand there.
@Suite("The page of search", .enabled(if: SlowTests.areEnabled)) struct SearchPageTests {
    private static let environment = ProjectFolder.path(".build/search-environment")

    private static func program(importing module: String) throws -> String {
        let text = try DocumentedPage("Documentation/Search.md").text
        let blocks = text.components(separatedBy: "```python\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        return try #require(blocks.first { $0.contains("import \(module)") || $0.contains("from \(module) ") })
    }

    @Test(.hangLimit, arguments: [("optuna", "optuna"), ("ray", "ray[tune]")])
    func searches(module: String, package: String) throws {
        let shell = Shell(folder: try CommandLineTests.Folder())
        let path = "\(shell.folder.path)/search.py"
        try Data(try Self.program(importing: module).utf8).write(to: URL(fileURLWithPath: path))
        let environment = "\(Self.environment)-\(module)"
        let installed = try shell.run(
            """
            [ -x '\(environment)/bin/python' ] || /usr/bin/python3 -m venv '\(environment)'
            '\(environment)/bin/python' -c 'import \(module)' 2>/dev/null || '\(environment)/bin/pip' install --quiet '\(package)'
            """)
        // Without the package (no network) there is nothing to show.
        guard installed.status == 0 else {
            print("search: \(package) could not be installed: \(installed.errors)")
            return
        }
        let outcome = try shell.run(
            "RAY_USAGE_STATS_ENABLED=0 '\(environment)/bin/python' search.py \"$BBWB\" 3 1 | tail -1")
        print("\(module): \(outcome.output)")
        #expect(outcome.status == 0, "\(outcome)")
        let best = outcome.output.split(separator: " ").first.flatMap { Double($0) } ?? 0
        #expect(best > 0.3, "far above chance after an epoch: \(outcome)")
    }
}
