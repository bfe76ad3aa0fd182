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

    /// The fields of a class in experiment files, by the manual's name of the class; nil if none can name it.
    private static func fields(of name: String) -> Set<String>? {
        let layers = LayerRegistry.named.map { ($0.name, $0.fields) }
        let losses = TrainingRegistry.losses.cards.map { ("Loss\($0.name)", $0.fields) }
        let metrics = TrainingRegistry.metrics.cards.map { ("Metrics\($0.name)", $0.fields) }
        let optimizers = TrainingRegistry.optimizers.cards.map { ("Optimizer\($0.name)", $0.fields) }
        return (layers + losses + metrics + optimizers).first { $0.0.lowercased() == name.lowercased() }.map {
            Set($0.1.map(\.name))
        }
    }

    /// Each parameter of a class is a field, or the page says why not.
    @Test func everyParameterIsAFieldOrHasAReason() {
        let rows = MarkdownPage("Original/Manual.md").rows(below: "Parameters that are not fields")
        #expect(rows.allSatisfy { $0.count == 3 && $0[2].count > 20 })
        let reasons = rows.flatMap { row in
            row[0].matches(of: #/`(\w+)`/#).map { (parameter: String($0.1), owner: row[1]) }
        }
        let ofMany = ["all layers", "layers, losses, metrics, optimizers", "all"]
        var needed: Set<String> = []
        var missing: [String] = []
        for (name, parameters) in ManualParameters.all {
            let fields = Self.fields(of: name) ?? []
            for parameter in parameters where !fields.contains(parameter) {
                let found = reasons.first {
                    $0.parameter == parameter && ($0.owner == name || ofMany.contains($0.owner))
                }
                if let found {
                    needed.insert("\(found.parameter) of \(found.owner)")
                } else {
                    missing.append("\(parameter) of \(name)")
                }
            }
        }
        #expect(missing == [], "neither a field nor a reason")
        #expect(Set(reasons.map { "\($0.parameter) of \($0.owner)" }).subtracting(needed) == [], "no such parameter")

        let entries = Set(ManualEntries.all.map { String($0.split(separator: " ")[1]) })
        let known = Set(ManualParameters.all.map(\.name))
        #expect(known.subtracting(entries) == [], "not in the manual")
        // Those of Python that an experiment file names have their parameters here.
        let python = Set(
            ManualEntries.all.filter { $0.hasPrefix("6.2.") }.map { String($0.split(separator: " ")[1]) })
        #expect(python.filter { Self.fields(of: $0) != nil }.subtracting(known) == [], "without parameters")
        #expect(ManualParameters.all.count > 35)
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
