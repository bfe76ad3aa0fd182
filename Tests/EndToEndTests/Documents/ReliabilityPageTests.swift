import Foundation
import TestSupport
import Testing

/// Documentation/Reliability.md: each promise names a test that is there, and a figure from a run of it.
@Suite("The page of reliability", .enabled(if: SlowTests.areEnabled))
struct ReliabilityPageTests {
    private static func rows() throws -> [[String]] {
        let promises = try DocumentedPage("Documentation/Reliability.md").text.components(separatedBy: "\n## Measured")[
            0]
        return promises.split(separator: "\n")
            .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") && !$0.hasPrefix("| promise |") }
            .map { row in
                row.replacingOccurrences(of: "\\|", with: "\u{1}").dropFirst().dropLast()
                    .split(separator: "|", omittingEmptySubsequences: false)
                    .map { $0.trimmingCharacters(in: .whitespaces) }
            }
    }

    @Test func everyPromiseHasATestThatIsThere() throws {
        let tests = try SourceText.all(below: ["Tests"])
        let rows = try Self.rows()
        #expect(rows.count >= 10)
        for row in rows {
            try #require(row.count == 3, "promise, test and figure: \(row)")
            let names = row[1].matches(of: #/`([^`]+)`/#).map { String($0.1) }
            #expect(!names.isEmpty, "no test for '\(row[0])'")
            for name in names where !name.hasPrefix("make ") {
                #expect(tests.contains { $0.text.contains("struct \(name)") }, "'\(row[0])' names \(name)")
            }
            #expect(!row[2].isEmpty, "no figure for '\(row[0])'; write 'not measured' if there is none yet")
        }
    }
}
