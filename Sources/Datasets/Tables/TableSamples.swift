import BinaryBrain

/// Rows of a table as samples to ask a net about.
public enum TableSamples {
    /// Whether a path is that of a table.
    public static func isTable(_ path: String) -> Bool { path.contains(/\.(csv|tsv)(\.gz|\.xz)?$/) }

    /// The input columns of a table, row after row; other columns may be there too.
    /// - Parameter names: the columns, in the order of the nodes; nil for all.
    /// - Throws: `BrainError` with file, line and column.
    public static func read(_ path: String, columns names: [String]?) throws -> (values: [Float], rowCount: Int) {
        let table = try TableFile(contentsOf: path)
        return (try table.numbers(names ?? table.names), table.rowCount)
    }

    /// A table of numbers: a heading, and a row for each `names.count` of them.
    public static func text(_ values: [Float], names: [String]) -> String {
        func cell(_ text: String) -> String {
            text.contains(where: { ",;\t\"\n\r".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
        }
        var lines = [names.map(cell).joined(separator: ",")]
        for start in stride(from: 0, to: values.count, by: names.count) {
            lines.append(values[start..<start + names.count].map { "\($0)" }.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
