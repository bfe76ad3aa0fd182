import BinaryBrain
import Testing

@testable import Workbench

/// Whatever its fields and commands, what a layer keeps beside its form in files has a name on its card.
@Suite("Names of what files leave out") struct LayerStateNameTests {
    private static let shape: Shape = [2, 4, 4]

    /// A layer as an experiment file makes it, with its shape; nil for fields that do not go together, or a layer that is too large.
    private static func layer(_ variant: LayerVariant) -> (any Model)? {
        guard let spec = try? variant.spec(), let memory = try? spec.memory(input: [1, 6, 6], output: [4]),
            memory.total < 64 << 20, let layer = try? spec.net[variant.index].makeModel(defaultSeed: 1),
            (try? layer.setInputShape(shape)) != nil
        else { return nil }
        return layer
    }

    /// The least that a class needs, and that with each value of each further field.
    private static func layers(of card: LayerCard) -> [(variant: LayerVariant, layer: any Model)] {
        func made(_ variants: [LayerVariant]) -> [(variant: LayerVariant, layer: any Model)] {
            variants.compactMap { variant in layer(variant).map { (variant, $0) } }
        }
        var required = [LayerVariant(layerClass: card, values: [:])]
        for field in card.fields where field.isRequired {
            required = required.flatMap { variant in field.candidates.map { variant.with(field, $0) } }
        }
        func further(_ variants: [LayerVariant]) -> [LayerVariant] {
            card.fields.filter { !$0.isRequired }.flatMap { field in
                variants.flatMap { variant in field.candidates.map { variant.with(field, $0) } }
            }
        }
        let least = required.lazy.compactMap { variant in layer(variant).map { (variant: variant, layer: $0) } }.first
        return least.map { [$0] + made(further([$0.variant])) } ?? made(further(required))
    }

    /// The keys of a layer and of those inside it that are on no card, and those that are, while each of its switches goes on and
    /// off, in both orders.
    private static func keys(of layer: any Model) -> (known: Set<String>, unknown: Set<String>) {
        var (known, unknown): (Set<String>, Set<String>) = ([], [])
        func look() {
            for model in layer.withDescendants {
                let names = Set(model.card.states.map(\.key))
                for key in model.trainingState.keys {
                    let text = "\(model.card.name) \(key)"
                    if names.contains(key) { known.insert(text) } else { unknown.insert(text) }
                }
            }
        }
        look()
        let switches = Set(layer.withDescendants.flatMap(\.card.commands).filter { $0.argument == .flag }.map(\.verb))
            .sorted()
        for verbs in [switches, switches.reversed()] {
            for value in [true, false] {
                for verb in verbs {
                    _ = try? layer.sendCommand(ModelCommand(verb, value))
                    look()
                }
            }
        }
        return (known, unknown)
    }

    @Test func everyKeyHasOne() {
        var (seen, made): (Set<String>, Set<String>) = ([], [])
        for card in LayerRegistry.cards where card.insteadOfFields == nil {
            for (variant, layer) in Self.layers(of: card) {
                made.insert(card.name)
                let (known, unknown) = Self.keys(of: layer)
                #expect(unknown.isEmpty, "\(variant.yaml)")
                seen.formUnion(known)
            }
        }
        let cards = LayerRegistry.cards.filter { $0.insteadOfFields == nil }
        #expect(Set(cards.map(\.name)).subtracting(made) == [])
        let named = Set(cards.flatMap { card in card.states.map { "\(card.name) \($0.key)" } })
        #expect(named.subtracting(seen) == [], "no layer has these")
    }

    @Test func noClassNamesAKeyTwice() {
        for card in LayerRegistry.cards {
            #expect(Set(card.states.map(\.key)).count == card.states.count, "\(card.name)")
            #expect(card.states.allSatisfy { !$0.name.isEmpty })
        }
    }
}
