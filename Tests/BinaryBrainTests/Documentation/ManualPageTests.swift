import Foundation
import TestSupport
import Testing

/// Documentation/Manual.md maps every entry of the manual to something that exists.
@Suite("The page about the manual")
struct ManualPageTests {
    private static let rows = MarkdownPage("Manual.md").rows()

    @Test func everyEntryOfTheManualHasARow() {
        let mapped = Self.rows.map { "\($0[0]) \($0[1].trimmingCharacters(in: ["`"]))" }
        #expect(Set(ManualEntries.all).subtracting(mapped).sorted() == [], "without a row")
        #expect(Set(mapped).subtracting(ManualEntries.all).sorted() == [], "not in the manual")
        #expect(mapped.count == Set(mapped).count && ManualEntries.all.count > 190)
    }

    @Test func everySymbolExists() {
        let declarations = SourceDeclarations()
        for row in Self.rows {
            let symbols = row[2].matches(of: #/`([A-Z][^`]*)`/#).map { String($0.1) }
            #expect(!symbols.isEmpty, "\(row[1]) is mapped to nothing")
            let missing = symbols.filter { !declarations.contain($0) }
            #expect(missing == [], "\(row[1])")
        }
        let invented = ["Sequential.noSuchMember", "NoSuchType"].filter { declarations.contain($0) }
        #expect(invented == [])
    }

    @Test func everyCommandExists() {
        let commands = try? FileManager.default.contentsOfDirectory(atPath: ProjectFolder.path("Sources/bbwb"))
        for row in Self.rows {
            for match in row[3].matches(of: #/`bbwb (\w+)/#) {
                #expect(commands?.contains("\(match.1.capitalized)Command.swift") == true, "bbwb \(match.1)")
            }
        }
    }
}
