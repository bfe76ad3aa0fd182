import Testing

/// What a command does stands on the card of its class, beside its verb (`LayerCommand`). A layer that compared verbs itself could know
/// one that its card does not name, or forget one that it names.
@Suite("Verbs of commands to layers")
struct VerbTests {
    private static func comparisons(in text: String) -> [String] {
        text.replacing(#/\/\/[^\n]*/#, with: "").matches(
            of: #/switch command\.verb|command\.verb ==|== command\.verb|func handle\(/#
        )
        .map { String($0.0) }
    }

    @Test func noLayerComparesThem() throws {
        let sources = try SourceText.all(below: ["Sources/BinaryBrain"]).filter { $0.path.hasSuffix(".swift") }
        #expect(sources.count > 100)
        let found = sources.flatMap { source in Self.comparisons(in: source.text).map { "\(source.path): \($0)" } }
        // The one lookup in the card.
        #expect(
            found == [
                "Sources/BinaryBrain/Models/Model.swift: func handle(",
                "Sources/BinaryBrain/Models/Model.swift: == command.verb",
            ])
    }

    @Test func aComparisonIsSeen() {
        #expect(Self.comparisons(in: "guard command.verb == \"tau\" else {} // command.verb ==").count == 1)
        #expect(Self.comparisons(in: "switch command.verb {").count == 1)
    }
}
