import BinaryBrain

/// The commands as a part of Documentation/Layers.md, from their verbs and from the cards of the layers.
enum CommandDocumentation {
    static var markdown: String {
        var text = """

            ## Commands to layers

            Written with or without the layers that they are for: `lut_binarize true`, `binary false @2`,
            `momentum 0.9 @DifferentiableLut`.

            | command | does | classes |
            | --- | --- | --- |

            """
        for command in LayerCommand.known {
            let classes = LayerRegistry.cards.filter {
                $0.commands.contains { $0.verb == command.verb && $0.hasEffect }
            }
            // Where many know it, each class says so in its own section.
            let owners = classes.count > 6 ? "\(classes.count) classes" : classes.map(\.name).joined(separator: ", ")
            text += row(command.offers, command.summary) + " \(owners) |\n"
        }
        text += """

            ## Commands to the experiment

            | command | does |
            | --- | --- |

            """
        for verb in CommandVerb.allCases { text += row(verb.offers, verb.summary) + "\n" }
        return text
    }

    private static func row(_ offers: [String], _ summary: String) -> String {
        "| " + offers.map { $0.last == " " ? "`\($0)…`" : "`\($0)`" }.joined(separator: " ") + " | \(summary) |"
    }
}
