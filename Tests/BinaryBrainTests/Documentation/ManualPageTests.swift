import BinaryBrain
import Foundation
import TestSupport
import Testing

/// Documentation/Original/Manual.md maps every entry of the manual to something that exists.
@Suite("The page about the manual")
struct ManualPageTests {
    private static let rows = MarkdownPage("Original/Manual.md").rows().filter { $0.count == 4 }

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

    /// Models, losses, metrics and optimizers are classes that an experiment file names; the page says which are not, and why.
    @Test func theFewThatAnExperimentFileCannotNameAreListed() {
        let layers = Set(LayerRegistry.named.map(\.name))
        let others =
            TrainingRegistry.losses.cards.map { "Loss\($0.name)" }
            + TrainingRegistry.metrics.cards.map { "Metrics\($0.name)" }
            + TrainingRegistry.optimizers.cards.map { "Optimizer\($0.name)" }
        let named = Set((Array(layers) + others).map { $0.lowercased() })
        let chapters = ["5.2", "5.3", "6.2"]
        let classes = ManualEntries.all.compactMap { line -> String? in
            let parts = line.split(separator: " ")
            let section = parts[0].split(separator: ".").prefix(3).joined(separator: ".")
            // From 6.2.12 on the manual has functions: files, hardware, the system.
            guard chapters.contains(where: { section.hasPrefix($0) }),
                !["6.2.12", "6.2.13", "6.2.14"].contains(section),
                !parts[1].contains(".")
            else { return nil }
            return String(parts[1])
        }
        let missing = Set(classes).filter { name in
            // The manual's StochasticLutN is StochasticLut with its field N.
            !named.contains(name.lowercased())
                && !(name.hasSuffix("LutN") && named.contains(name.dropLast().lowercased()))
        }
        let listed = MarkdownPage("Original/Manual.md").rows(below: "What an experiment file does not name")
        #expect(listed.allSatisfy { $0.count == 2 && $0[1].count > 20 })
        #expect(Set(listed.map { $0[0].trimmingCharacters(in: ["`"]) }) == missing)
        #expect(classes.count > 50 && missing.count < 12)
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
