import Foundation
import TestSupport

/// Documentation/Commands.md, made from what `--help` prints.
enum CommandPage {
    /// The page's whole text.
    static let text: String = {
        let introduction = """
            # Commands and options

            Generated from the program's own help texts (`bbwb help COMMAND`).
            `make pages` rewrites it. Every command also takes `--version` and `--help`.

            """
        let sections = HelpPages.all.keys.filter { !$0.isEmpty }.sorted {
            $0.joined(separator: " ") < $1.joined(separator: " ")
        }
        return introduction + sections.map(section).joined()
    }()

    /// Writes the page.
    static func record() throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: ProjectFolder.path("Documentation/Commands.md")))
    }

    private static func section(_ command: [String]) -> String {
        let blocks = (HelpPages.all[command] ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty }
        var text = "\n## bbwb \(command.joined(separator: " "))\n"
        for block in blocks {
            let lines = block.split(separator: "\n").map(String.init)
            switch lines.first ?? "" {
            case let first where first.hasPrefix("OVERVIEW: "):
                text += "\n\(paragraph([String(first.dropFirst("OVERVIEW: ".count))] + lines.dropFirst()))\n"
            case let first where first.hasPrefix("USAGE: "):
                text += "\n`\(paragraph([String(first.dropFirst("USAGE: ".count))] + lines.dropFirst()))`\n"
            case "ARGUMENTS:", "OPTIONS:": text += table(Array(lines.dropFirst()))
            case "SUBCOMMANDS:": break
            case let first where first.hasPrefix("  See "): break
            default: text += "\n\(paragraph(lines))\n"
            }
        }
        return text
    }

    private static func paragraph(_ lines: [String]) -> String {
        lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    /// Columns of a help text before the descriptions.
    private static let nameWidth = 26

    /// The two columns of a help text as a table, without the options that every command has.
    private static func table(_ lines: [String]) -> String {
        var rows: [(name: String, text: String)] = []
        for line in lines {
            if line.hasPrefix("   ") {
                guard !rows.isEmpty else { continue }
                rows[rows.count - 1].text += " " + line.trimmingCharacters(in: .whitespaces)
            } else {
                // A name that just fits its column has a single space behind it; one that is longer has the line to itself.
                let name = line.prefix(nameWidth)
                let isAlone = line.count <= nameWidth || name.last != " "
                let text = isAlone ? "" : line.dropFirst(nameWidth).trimmingCharacters(in: .whitespaces)
                rows.append(((isAlone ? line : String(name)).trimmingCharacters(in: .whitespaces), text))
            }
        }
        rows.removeAll { $0.name.contains("--version") || $0.name.contains("--help") }
        guard !rows.isEmpty else { return "" }
        let body = rows.map { row in
            "| `\(row.name.replacingOccurrences(of: "|", with: "\\|"))` | \(row.text.trimmingCharacters(in: .whitespaces)) |\n"
        }
        return "\n| | |\n| --- | --- |\n" + body.joined()
    }
}
