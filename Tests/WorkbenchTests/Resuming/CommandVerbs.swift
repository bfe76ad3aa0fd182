import BinaryBrain
import Foundation
import TestSupport

/// The commands of layers, with the arguments that the sweep gives them.
enum CommandVerbs {
    /// Every verb of every card with every argument to try.
    static let commands: [ModelCommand] = Set(LayerRegistry.cards.flatMap(\.commands).map { [$0.verb, kind($0)] })
        .sorted { $0[0] < $1[0] }
        .flatMap { entry in
            switch entry[1] {
            case "flag": [ModelCommand(entry[0], true), ModelCommand(entry[0], false)]
            case "number": [try! ModelCommand("\(entry[0]) 0.375")]
            default: [try! ModelCommand("\(entry[0]) second")]
            }
        }

    private static func kind(_ command: LayerCommand) -> String {
        switch command.argument {
        case .flag: "flag"
        case .number: "number"
        case .word: "word"
        }
    }

    /// The verbs that layers compare commands with, read from the sources.
    static func inSources() throws -> Set<String> {
        let root = ProjectFolder.path("Sources/BinaryBrain/Models")
        var verbs: Set<String> = []
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
            // From each `command.verb` to the end of the function that holds it.
            for part in text.components(separatedBy: "func ") {
                let function = part.components(separatedBy: "\n    }\n")[0]
                guard function.contains("command.verb") else { continue }
                for match in function.matches(
                    of: #/case ((?:"\w+"(?:, )?)+)|verb [!=]= "(\w+)"|\[((?:"\w+"(?:, )?)+)\]/#)
                {
                    for word in String(match.1 ?? match.2 ?? match.3 ?? "").split(whereSeparator: {
                        "\", ".contains($0)
                    }) {
                        verbs.insert(String(word))
                    }
                }
            }
        }
        return verbs
    }
}
