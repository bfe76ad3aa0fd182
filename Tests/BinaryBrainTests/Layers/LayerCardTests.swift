import Testing

@testable import BinaryBrain

@Suite("Cards of layer classes") struct LayerCardTests {
    @Test("An instance knows the commands of its card, and no others", arguments: CommandTests.cases)
    func commands(_ subject: CommandTests.Case) throws {
        let layer = try subject.make()
        let known = Dictionary(uniqueKeysWithValues: layer.card.commands.map { ($0.verb, $0.argument) })
        for verb in Set(LayerRegistry.cards.flatMap(\.commands).map(\.verb)) {
            // The name that the Switcher among the cases has is also a number.
            let command = try ModelCommand("\(verb) \(known[verb] == .flag ? "true" : "0.5")")
            // A layer that does not take the argument knows the verb.
            let isUnderstood = (try? layer.handle(command)) ?? true
            #expect(isUnderstood == (known[verb] != nil), "\(layer.modelName) \(verb)")
        }
    }

    @Test("A command takes no number that its field refuses", arguments: CommandTests.cases)
    func ranges(_ subject: CommandTests.Case) throws {
        let layer = try subject.make()
        for command in layer.card.commands where command.argument == .number {
            let name = command.verb.hasPrefix("set_") ? String(command.verb.dropFirst(4)) : command.verb
            guard case .number(let range)? = layer.card.fields.first(where: { $0.name == name })?.kind else { continue }
            for value in [range.lowerBound - 1, range.upperBound + 1] where abs(value) < 1e6 {
                #expect(throws: BrainError.self, "\(layer.modelName) \(command.verb) \(value)") {
                    _ = try layer.handle(ModelCommand("\(command.verb) \(value)"))
                }
            }
        }
    }

    @Test("Each class has a name and an object of its own, and takes its defaults")
    func registry() throws {
        let cards = LayerRegistry.builtIn
        #expect(Set(cards.map(\.name)).count == cards.count)
        #expect(Set(cards.compactMap(\.file?.level)).count == cards.compactMap(\.file).count)
        for card in cards where card.insteadOfFields == nil {
            var values: [String: FieldValue] = [:]
            for field in card.fields where field.isRequired {
                switch field.kind {
                case .shape: values[field.name] = .shape([4])
                case .integer(let range): values[field.name] = .integer(range.lowerBound)
                case .number(let range): values[field.name] = .number(range.lowerBound)
                case .planeSize: values[field.name] = .planeSize(PlaneSize(1))
                default: break
                }
            }
            // What holds other layers is made of them by whoever has them.
            let holdsLayers = card.fields.contains { $0.isRequired && [.layers, .models, .branches].contains($0.kind) }
            guard !holdsLayers else { continue }
            if card.name == "Reduce" { values["integration_size"] = .integer(1) }
            #expect(throws: Never.self, "\(card.name)") { try card.makeLayer(values) }
        }
    }

    @Test(
        "A card's shapes are those of the layer, and its formula and fields have words", arguments: CommandTests.cases)
    func shapesAndWords(_ subject: CommandTests.Case) throws {
        let layer = try subject.make()
        let card = layer.card
        #expect(!card.formula.isEmpty && card.fields.allSatisfy { !$0.meaning.isEmpty && !$0.meaning.hasSuffix(".") })
        let input: Shape = [4, 6, 6]
        let output = try layer.setInputShape(input)
        switch card.shapes {
        case "any, kept": #expect(output == input, "\(layer.modelName)")
        case "any → output_shape": #expect(output == [2], "\(layer.modelName)")
        default: break
        }
    }

    @Test("A class that is registered already is refused") func doubles() {
        #expect(throws: BrainError.self) { try LayerRegistry.register(ReLU.card) }
        let other = LayerCard(
            "Other", "reads objects of another class", formula: "y = x", shapes: "any, kept",
            insteadOfFields: "leave it out", file: .single("ReLU") { _ in Softmax() })
        #expect(throws: BrainError.self) { try LayerRegistry.register(other) }
    }
}
