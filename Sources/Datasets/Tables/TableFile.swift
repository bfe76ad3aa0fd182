import BinaryBrain

/// A table of text: a header with a name for each column, then one row per line (CSV, RFC 4180).
///
/// The separator is the one of `,` `;` and tab that the header holds most often outside quotes. A cell may be in double quotes; empty lines
/// are skipped. Only the text is read here: what a cell means is asked for cell by cell.
struct TableFile {
    /// The file.
    let path: String
    /// Names of the columns.
    let names: [String]
    /// Line of each row in the file, from 1; the heading is line 1 unless empty lines precede it.
    private(set) var lines: [Int] = []
    /// Where the cells of all rows lie, row after row.
    private var cells: [Range<Int>] = []
    private let bytes: [UInt8]

    /// Number of rows below the heading.
    var rowCount: Int { lines.count }

    init(contentsOf path: String) throws { try self.init(ArchiveReader.contents(of: path), path: path) }

    /// Reads the bytes of a file.
    /// - Throws: `BrainError` with file and line for a row of another length than the heading, a quote that is not closed, names that
    ///   are missing or occur twice, or bytes that are not UTF-8.
    init(_ bytes: [UInt8], path: String) throws {
        self.path = path
        self.bytes = bytes
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw BrainError.malformedFile(path, "it is not UTF-8 text")
        }
        var scanner = TableScanner(bytes)
        guard let heading = try scanner.nextRow(path) else {
            throw BrainError.malformedFile(path, "it is empty; the first line names the columns")
        }
        names = heading.cells.map { Self.text(bytes[$0]) }
        if let index = names.firstIndex(of: "") {
            throw BrainError.malformedFile(path, "line \(heading.line): column \(index + 1) has no name")
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw BrainError.malformedFile(path, "line \(heading.line): two columns are called '\(name)'")
        }
        // A heading of numbers is a file without one.
        if names.allSatisfy({ Double($0) != nil }) {
            throw BrainError.malformedFile(
                path, "line \(heading.line) contains only numbers: the first line must name the columns")
        }
        while let row = try scanner.nextRow(path) {
            guard row.cells.count == names.count else {
                throw BrainError.malformedFile(
                    path, "line \(row.line) has \(row.cells.count) cells, but the header names \(names.count) columns")
            }
            lines.append(row.line)
            cells += row.cells
        }
        guard !lines.isEmpty else { throw BrainError.malformedFile(path, "there is no row below the header") }
    }

    /// The text of a cell.
    func text(row: Int, column: Int) -> String { Self.text(bytes[cells[row * names.count + column]]) }

    /// A finite number; anything else is an error with file, line and column.
    func number(row: Int, column: Int) throws -> Float {
        let text = text(row: row, column: column)
        if let value = Float(text), value.isFinite { return value }
        throw error(
            row: row, column: column,
            text.isEmpty ? "the cell is empty" : "'\(text.prefix(40))' is not a finite number",
            "write a number there, or leave the column out: columns: { leave_out: [\(names[column])] }")
    }

    /// An error about a cell.
    func error(row: Int, column: Int, _ why: String, _ remedy: String) -> BrainError {
        BrainError(
            .format, what: "\(path), line \(lines[row]), column '\(names[column])'", why: why, remedy: remedy)
    }

    /// Without quotes and the blanks around.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        var rest = bytes
        while let first = rest.first, blanks.contains(first) { rest.removeFirst() }
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        let quote = UInt8(ascii: "\"")
        guard rest.count >= 2, rest.first == quote, rest.last == quote else {
            return String(decoding: rest, as: UTF8.self)
        }
        return String(decoding: rest.dropFirst().dropLast(), as: UTF8.self).replacing("\"\"", with: "\"")
    }
}

/// Finds rows and cells in the bytes of a table.
private struct TableScanner {
    private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The mark that some programs write before UTF-8 text.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        let heading = bytes[position...].drop { $0 == Self.lineFeed || $0 == Self.carriageReturn }.prefix {
            $0 != Self.lineFeed && $0 != Self.carriageReturn
        }
        var isQuoted = false
        var counts = [Int](repeating: 0, count: Self.separators.count)
        for byte in heading {
            if byte == Self.quote { isQuoted.toggle() }
            if !isQuoted, let place = Self.separators.firstIndex(of: byte) { counts[place] += 1 }
        }
        separator = Self.separators[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
    }

    /// The next row that is not empty; nil at the end.
    mutating func nextRow(_ path: String) throws -> (line: Int, cells: [Range<Int>])? {
        while position < bytes.count {
            let start = (line: line, position: position)
            var cells: [Range<Int>] = []
            var cellStart = position
            var isQuoted = false
            while position < bytes.count {
                let byte = bytes[position]
                if byte == Self.quote { isQuoted.toggle() }
                if byte == Self.lineFeed { line += 1 }
                if !isQuoted {
                    if byte == Self.lineFeed || byte == Self.carriageReturn { break }
                    if byte == separator {
                        cells.append(cellStart..<position)
                        cellStart = position + 1
                    }
                }
                position += 1
            }
            guard !isQuoted else {
                throw BrainError.malformedFile(path, "line \(start.line): a double quote is not closed")
            }
            cells.append(cellStart..<position)
            let isEmpty = position == start.position
            // One line end, in any of its spellings.
            if position < bytes.count, bytes[position] == Self.carriageReturn {
                position += 1
                if position < bytes.count, bytes[position] == Self.lineFeed { position += 1 }
                line += 1
            } else {
                position += 1
            }
            if !isEmpty { return (start.line, cells) }
        }
        return nil
    }
}
