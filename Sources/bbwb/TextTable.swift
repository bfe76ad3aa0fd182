/// Rows of text in columns that line up.
struct TextTable {
    /// The lines, headings first, without spaces at their ends.
    let lines: [String]

    init(_ headings: [String], rows: [[String]]) {
        let all = [headings] + rows.map { $0.map(PrintableText.escaped) }
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        lines = all.map { row in
            var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(
                separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
