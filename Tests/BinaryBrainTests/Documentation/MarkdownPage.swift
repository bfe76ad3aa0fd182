import Foundation
import TestSupport

/// The tables of a page of the documentation.
struct MarkdownPage {
    private let lines: [String]

    init(_ name: String) {
        let text = try? String(contentsOfFile: ProjectFolder.path("Documentation/\(name)"), encoding: .utf8)
        lines = text?.split(separator: "\n").map(String.init) ?? []
    }

    /// The cells of all rows of tables, or of those below one heading, without the tables' own headings.
    func rows(below heading: String? = nil) -> [[String]] {
        var chosen = lines[...]
        if let heading {
            let start = lines.firstIndex(of: "## \(heading)") ?? lines.endIndex
            chosen = lines[start...].dropFirst().prefix { !$0.hasPrefix("## ") }
        }
        let indices = chosen.indices.filter { chosen[$0].hasPrefix("|") }
        return indices.filter { index in
            // A heading is a row before the row of dashes.
            !isRule(lines[index]) && !(index + 1 < lines.endIndex && isRule(lines[index + 1]))
        }.map { index in
            lines[index].dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func isRule(_ line: String) -> Bool { line.hasPrefix("| ---") }
}
