import Foundation
import TestSupport

/// A page of the documentation, taken apart into text and code.
struct DocumentedPage: Sendable {
    /// Its path from the project's folder.
    let name: String
    /// Lines of code blocks.
    let codeLines: [String]
    /// What stands between backticks in the text; one that goes on in the next line is one piece.
    let codeSpans: [String]
    /// All of it.
    let text: String

    init(_ name: String) throws {
        try self.init(name: name, text: String(contentsOfFile: ProjectFolder.path(name), encoding: .utf8))
    }

    init(name: String, text: String) {
        self.name = name
        self.text = text
        var blocks: [String] = []
        var prose = ""
        var isBlock = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isBlock.toggle()
            } else if isBlock {
                blocks.append(String(line))
            } else {
                prose += line + (line.isEmpty ? "\n" : " ")
            }
        }
        codeLines = blocks
        codeSpans = prose.split(separator: "\n").flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } }
    }

    /// Every page that a user or a newcomer reads.
    static func all() throws -> [Self] {
        let documentation = FileManager.default.enumerator(atPath: ProjectFolder.path("Documentation"))
        let pages = (documentation?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") }.sorted()
        let names =
            ["README.md", "CONTRIBUTING.md", "Benchmarks/README.md", "Benchmarks/Export.md", "datasets/README.md"]
            + pages.map { "Documentation/\($0)" }
        return try names.map { try Self($0) }
    }
}
