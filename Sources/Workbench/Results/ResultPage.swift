import Foundation

/// A table of results as a page of Markdown: what was reached, at what cost, by which command, and beside it what others published.
public struct ResultPage {
    /// A picture that the page shows.
    public struct Picture: Sendable, Hashable {
        /// What it shows.
        public var title: String
        /// Its file, from the page's folder, without the end: there is an `.svg` and a `.png`.
        public var path: String

        /// A picture.
        public init(title: String, path: String) {
            self.title = title
            self.path = path
        }
    }

    private let list: ResultList
    private let figures: [String: ResultFigure]
    private let pictures: [String: [Picture]]

    /// A page.
    /// - Parameters:
    ///   - figures: what the rows have found.
    ///   - pictures: those of a section, by its title.
    public init(_ list: ResultList, _ figures: [ResultFigure], pictures: [String: [Picture]] = [:]) {
        self.list = list
        self.figures = Dictionary(figures.map { ($0.row.name, $0) }) { first, _ in first }
        self.pictures = pictures
    }

    /// The page's text.
    public var markdown: String {
        let parts = ["# \(list.title)", Self.origin, list.text] + list.sections.map(section)
        return parts.filter { !$0.isEmpty }.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n")
            + "\n"
    }

    private static let origin = """
        Written by `make results`, which trains what is missing, measures it, and writes this page anew; nothing here was put in by hand \
        but the figures of others.
        """

    private func section(_ section: ResultList.Section) -> String {
        let own = section.rows.compactMap { figures[$0.name] }
        var parts = ["## \(section.title)", section.text]
        if !own.isEmpty {
            parts.append(Self.table(ResultTable.headings(own), own.map(ResultTable.cells)))
            parts.append(own.compactMap(ResultTable.remark).map { "- \($0)" }.joined(separator: "\n"))
            parts.append("```\n" + own.map(\.row.command).joined(separator: "\n") + "\n```")
        }
        let circuits = ResultCircuits.cells(own)
        if !circuits.isEmpty {
            parts.append(Self.table(ResultCircuits.headings, circuits))
            parts.append(ResultCircuits.checks(own))
        }
        if !section.references.isEmpty {
            parts.append(
                Self.table(
                    ["others, as published", "figure", "cost", "what the cost counts"],
                    section.references.map { [$0.work, $0.figure, $0.cost, $0.counts] }))
        }
        for picture in pictures[section.title] ?? [] {
            parts.append("![\(picture.title)](\(picture.path).svg)\n\n[The same as PNG](\(picture.path).png)")
        }
        return parts.filter { !$0.isEmpty }.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n")
    }

    private static func table(_ headings: [String], _ rows: [[String]]) -> String {
        let lines = [headings, headings.map { _ in "---" }] + rows
        return lines.map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    /// A text that ends no cell.
    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
