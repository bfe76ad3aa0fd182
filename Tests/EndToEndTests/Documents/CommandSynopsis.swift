/// A command line in the notation of manuals: `[…]` may be left out, `a|b` is a choice, `…` means more of the same.
struct CommandSynopsis {
    private indirect enum Part {
        case word(String)
        case optional([Part])
    }

    private let parts: [Part]

    init(_ text: String) {
        var words = DocumentedCommand.words(of: text).flatMap(Self.brackets)[...]
        parts = Self.parse(&words)
    }

    /// The brackets of a word as words of their own; `[` within a word, as of an array, stays.
    private static func brackets(_ word: String) -> [String] {
        var core = Substring(word)
        var (opening, closing) = (0, 0)
        while core.hasPrefix("[") { core.removeFirst(); opening += 1 }
        while core.hasSuffix("]") { core.removeLast(); closing += 1 }
        return Array(repeating: "[", count: opening) + (core.isEmpty ? [] : [String(core)])
            + Array(repeating: "]", count: closing)
    }

    private static func parse(_ words: inout ArraySlice<String>) -> [Part] {
        var parts: [Part] = []
        while let word = words.popFirst(), word != "]" {
            parts.append(word == "[" ? .optional(parse(&words)) : .word(word))
        }
        return parts
    }

    /// Command lines that between them use everything: one without what may be left out, one for each optional part and
    /// each choice. ` | ` between whole commands (`bbwb data list | path NAME`) makes a command of each.
    var variants: [[String]] {
        let commands = Self.commands(parts)
        return commands.flatMap { command -> [[String]] in
            let least = Self.spelled(command, with: nil)
            let optional = command.indices.filter { if case .optional = command[$0] { true } else { false } }
            let more = optional.flatMap { Self.spelled(command, with: $0) }
            return least + more
        }
    }

    private static func commands(_ parts: [Part]) -> [[Part]] {
        var commands: [[Part]] = [[]]
        for part in parts {
            if case .word("|") = part { commands.append([]) } else { commands[commands.count - 1].append(part) }
        }
        // The second and later begin like the first, up to the word that is replaced: `bbwb data`.
        return [commands[0]] + commands.dropFirst().map { commands[0].prefix(2) + $0 }
    }

    /// The command's words with one of its optional parts, in every choice.
    private static func spelled(_ command: [Part], with chosen: Int?) -> [[String]] {
        var results: [[String]] = [[]]
        for (index, part) in command.enumerated() {
            switch part {
            case .word(let word): results = product(results, choices(word).map { [$0] })
            case .optional(let inner) where index == chosen: results = product(results, spelled(inner, with: nil))
            case .optional: break
            }
        }
        return results
    }

    private static func product(_ heads: [[String]], _ tails: [[String]]) -> [[String]] {
        heads.flatMap { head in tails.map { head + $0 } }
    }

    private static func choices(_ word: String) -> [String] {
        word.split(separator: "|").map(String.init)
    }
}
