import Foundation
import TestSupport
import Testing

/// Documentation/Original/Golden.md says what the tests compare: no vector or file is kept that it does not count.
@Suite("The page about golden vectors")
struct GoldenPageTests {
    private static let page = MarkdownPage("Original/Golden.md")

    @Test func everyVectorIsSortedAndCounted() throws {
        var expected: [String: Int] = [:]
        for vector in GoldenReport.vectors {
            expected[try #require(GoldenReport.className(of: vector), "\(vector)"), default: 0] += 1
        }
        let rows = Self.page.rows(below: "Numbers")
        let counted = Dictionary(rows.map { ($0[0], Int($0[1])) }) { first, _ in first }
        #expect(counted == expected.mapValues { Optional($0) }, "run 'make golden'")
    }

    @Test func noDeviationIsLarge() throws {
        for row in Self.page.rows(below: "Numbers") {
            let deviation = try #require(Float(row[3]))
            #expect(deviation < 0.01, "\(row[0])")
        }
    }

    @Test func everyFileIsThereByteForByte() {
        let rows = Self.page.rows(below: "Files")
        #expect(rows.map { $0[0] } == GoldenReport.modelFiles.map { "`\($0).bb_net`" }, "run 'make golden'")
        #expect(rows.allSatisfy { $0[1] == "byte for byte" })
    }

    @Test func everyVersionIsKnownFromSomething() throws {
        let evidence = try GoldenModelFiles.evidence()
        #expect(Self.page.rows(below: "Versions") == evidence.rows, "run 'make golden'")
    }

    @Test func whatCannotBeComparedHasAReason() {
        let rows = Self.page.rows(below: "What cannot be compared")
        #expect(rows.count > 5)
        #expect(rows.allSatisfy { $0.count == 2 && !$0[1].isEmpty })
    }
}
