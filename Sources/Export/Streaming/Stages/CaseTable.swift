/// Values that a counter selects, as a Verilog `case`: the most frequent ones are the default, so that only what is special,
/// such as the border of an image, takes lines.
struct CaseTable {
    /// A value that the table drives.
    struct Column {
        let name: String
        let width: Int
    }

    let selector: String
    let selectorWidth: Int
    let columns: [Column]

    /// Declarations and the block.
    /// - Parameter rows: an expression for each column, by value of the selector.
    func write(_ rows: [[String]], to text: inout TextBuilder) {
        var counts: [[String]: Int] = [:]
        for row in rows { counts[row, default: 0] += 1 }
        // The first of the most frequent: the text does not depend on the order of a dictionary.
        let most = counts.values.max() ?? 0
        let usual = rows.first { counts[$0] == most } ?? []
        let special = rows.indices.filter { rows[$0] != usual }
        if special.isEmpty {
            for (column, value) in zip(columns, usual) {
                text.line("    wire \(Self.range(column.width))\(column.name) = \(value);")
            }
            return
        }
        for column in columns { text.line("    reg \(Self.range(column.width))\(column.name);") }
        text.line("    always @* begin")
        for (column, value) in zip(columns, usual) { text.line("        \(column.name) = \(value);") }
        text.line("        case (\(selector))")
        for index in special {
            let assignments = columns.indices.filter { rows[index][$0] != usual[$0] }
                .map { "\(columns[$0].name) = \(rows[index][$0]);" }
            text.line("            \(selectorWidth)'d\(index): begin \(assignments.joined(separator: " ")) end")
        }
        text.line("            default: ;")
        text.line("        endcase")
        text.line("    end")
    }

    /// `[width-1:0] `, or nothing for a single bit.
    static func range(_ width: Int) -> String { width == 1 ? "" : "[\(width - 1):0] " }
}
