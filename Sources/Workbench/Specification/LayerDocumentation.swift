import BinaryBrain

/// What the cards of layers, losses, metrics, optimizers and encoders say, for people: Documentation/Layers.md and `bbwb info CLASS`.
public enum LayerDocumentation {
    /// A layer class as `bbwb info` shows it; nil if there is none of this name.
    public static func lines(ofClass name: String) -> [String]? {
        guard let card = LayerRegistry.card(named: name) else { return nil }
        var lines = ["\(card.name): \(card.summary)", "  \(card.formula)", "  shapes: \(card.shapes)"]
        if let instead = card.insteadOfFields { lines.append("not in experiment files: \(instead)") }
        lines += card.fields.map { "  \($0.name): \(text($0)); \($0.meaning)" }
        lines += card.commands.map { "  command \($0.verb): \($0.summary)" }
        lines.append("hardware: \(hardware(of: card))")
        return lines
    }

    /// The page, in Markdown.
    static var markdown: String {
        var text = """
            # Layers, commands, losses, metrics, optimizers and encoders

            Generated from the cards of the classes (`LayerCard`, `TrainingCard`) by `make pages`. `bbwb info CLASS` shows
            the card of a layer. Fields have the names of the manual's Python API. Defaults of layers are in their tables; in lists of fields,
            a default follows the equals sign. An optional field without a default may be left out: the class then chooses a value, or needs
            none. Words may begin with a capital, as in the manual.

            ## Layers

            | class | description |
            | --- | --- |

            """
        for card in LayerRegistry.named { text += row(["[`\(card.name)`](#\(card.name.lowercased()))", card.summary]) }
        for card in LayerRegistry.named { text += section(card) }
        text += CommandDocumentation.markdown
        text += section("Losses", TrainingRegistry.losses.cards)
        text += section("Metrics", TrainingRegistry.metrics.cards)
        text += section("Optimizers", TrainingRegistry.optimizers.cards)
        text += section(
            "Fixed thresholds of RealToBinary", EncoderRegistry.thresholdRules.map { $0.card })
        text += section("Generators of thresholds", EncoderRegistry.valueGenerators.map { $0.card })
        return text
    }

    private static func section(_ card: LayerCard) -> String {
        var text = "\n### \(card.name)\n\n\(card.summary)\n\n"
        text += "    \(card.formula)\n\nShapes: \(card.shapes).\n\n"
        if !card.fields.isEmpty {
            text += "| field | value | default | meaning |\n| --- | --- | --- | --- |\n"
            for field in card.fields {
                text += row([
                    "`\(field.name)`", kind(of: field), field.isRequired ? "required" : standard(of: field) ?? "",
                    field.meaning,
                ])
            }
            text += "\n"
        }
        if !card.commands.isEmpty {
            text += "Commands: \(card.commands.map { "`\($0.verb)`" }.joined(separator: ", ")).\n\n"
        }
        return text + "Hardware: \(hardware(of: card)).\n"
    }

    private static func section<Product>(_ title: String, _ cards: [TrainingCard<Product>]) -> String {
        "\n## \(title)\n\n| name | description | fields |\n| --- | --- | --- |\n"
            + cards.map { row(["`\($0.name)`", $0.summary, fields($0.fields)]) }.joined()
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }

    private static func fields(_ fields: [LayerField]) -> String {
        fields.map { "`\($0.name)` \(text($0)), \($0.meaning)" }.joined(separator: "; ")
    }

    /// What a field holds, and its default.
    private static func text(_ field: LayerField) -> String {
        let kind = kind(of: field)
        if field.isRequired { return kind + ", required" }
        return kind + (standard(of: field).map { " = \($0)" } ?? "")
    }

    private static func kind(of field: LayerField) -> String {
        switch field.kind {
        case .shape: "shape"
        case .integer(let range):
            range.upperBound == Int(Int32.max)
                ? "from \(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
        case .number(let range):
            range == -1e6...1e6 ? "number" : "\(number(range.lowerBound))…\(number(range.upperBound))"
        case .flag: "true or false"
        case .text: "word"
        case .choice(let words): words.joined(separator: ", ")
        case .seed: "seed"
        case .planeSize: "size"
        case .connection:
            ConnectionRule.allCases.map(\.rawValue).filter { !$0.isEmpty }.joined(separator: ", ")
                + ", or learnable"
        case .thresholds: names(EncoderRegistry.thresholdRules.map { $0.card.name }) + ", or a list of numbers"
        case .numbers(let count): "\(count.lowerBound) to \(count.upperBound) numbers"
        case .valueGenerator: names(["pwm"] + EncoderRegistry.valueGenerators.map { $0.card.name })
        case .trainedLayer: "FILE @LAYER"
        case .layers: "layers"
        case .models: "named nets"
        case .branches: "lists of layers"
        }
    }

    private static func standard(of field: LayerField) -> String? {
        switch field.standard {
        case .integer(let value)?: String(value)
        case .number(let value)?: number(value)
        case .flag(let value)?: String(value)
        case .text(let value)?: value.isEmpty ? "default" : value
        case .planeSize(let value)?: value.height == value.width ? String(value.height) : value.description
        case .seed(let value)?: String(value)
        case .shape(let value)?: "\(value)"
        case .connection(let value)?: value.rule.rawValue
        case .thresholds(let value)?: value.name
        case .numbers(let values)?: "\(values)"
        case .valueGenerator(let value)?: value?.name ?? "pwm"
        case nil: nil
        }
    }

    private static func names(_ all: [String]) -> String { all.joined(separator: ", ") }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }

    /// The form of a layer with the fewest fields, or why there is none.
    private static func hardware(of card: LayerCard) -> String {
        guard card.insteadOfFields == nil else { return "depends on its layers" }
        let needed = card.fields.filter(\.isRequired).map { "\($0.name): \($0.kind.example)" }.joined(separator: ", ")
        guard let node = try? SpecificationValue.compose("\(card.name): { \(needed) }", source: card.name),
            let layer = try? LayerSpecification(
                SpecificationValue(node: node, path: "", origin: SpecificationOrigin(source: card.name))
            ).makeModel(defaultSeed: 1)
        else { return "depends on its fields" }
        if case .none(let why, _) = layer.hardware { return "none: \(why)" }
        return layer.hardware.name
    }
}
