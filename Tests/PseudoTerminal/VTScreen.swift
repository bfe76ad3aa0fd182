/// A terminal's screen without a window: interprets the part of xterm's language that ncurses speaks for
/// `TERM=xterm-256color`, and writes down what it does not know, so that a test can insist on having understood everything.
public struct VTScreen: Sendable {
    /// One cell; the right half of a wide character holds no scalar.
    public struct Cell: Hashable, Sendable {
        /// The character; nil in the right half of a wide one.
        public var scalar: Unicode.Scalar? = " "
        /// Its look.
        public var rendition = Rendition()
    }

    /// Columns.
    public internal(set) var columns: Int
    /// Rows.
    public internal(set) var rows: Int
    /// Column of the cursor, 0-based.
    public internal(set) var cursorX = 0
    /// Row of the cursor, 0-based.
    public internal(set) var cursorY = 0
    /// Whether the cursor is shown (`?25`).
    public private(set) var isCursorVisible = true
    /// Whether the alternate screen is shown (`?1049`).
    public private(set) var isAlternate = false
    /// Whether pasted text comes between marks (`?2004`).
    public private(set) var marksPastes = false
    /// Whether the keypad sends application codes (`ESC =`).
    public private(set) var isKeypadApplication = false
    /// How often the bell rang.
    public private(set) var bells = 0
    /// How often the child has asked whether the terminal is well (DSR).
    public private(set) var statusRequests = 0
    /// Sequences that were not understood.
    public private(set) var unknown: [String] = []

    var cells: [Cell]
    private var primary: [Cell] = []
    var rendition = Rendition()
    var saved: (x: Int, y: Int, rendition: Rendition) = (0, 0, Rendition())
    var scrollTop = 0
    var scrollBottom: Int
    var isWrapPending = false
    private var isInserting = false
    private var lastScalar: Unicode.Scalar = " "
    private var parser = VTParser()

    /// An empty screen.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
        cells = [Cell](repeating: Cell(), count: self.columns * self.rows)
        scrollBottom = self.rows - 1
    }

    // MARK: Reading

    /// The cell at (x, y).
    public subscript(x: Int, y: Int) -> Cell { cells[y * columns + x] }

    /// The text of a row without spaces at its end.
    public func line(_ y: Int) -> String {
        var text = String(String.UnicodeScalarView(cells[y * columns..<(y + 1) * columns].compactMap(\.scalar)))
        while text.last == " " { text.removeLast() }
        return text
    }

    /// All rows, a line each.
    public var text: String { (0..<rows).map { line($0) }.joined(separator: "\n") }

    /// Whether some row holds `text`.
    public func contains(_ text: String) -> Bool { (0..<rows).contains { line($0).contains(text) } }

    // MARK: Writing

    /// Interprets bytes of the program.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            for action in parser.feed(byte) { perform(action) }
        }
    }

    /// Changes the size; rows are cut or added at the bottom, columns at the right.
    public mutating func resize(columns newColumns: Int, rows newRows: Int) {
        let width = max(1, newColumns)
        let height = max(1, newRows)
        let resized = { (old: [Cell], oldColumns: Int, oldRows: Int) in
            var new = [Cell](repeating: Cell(), count: width * height)
            for y in 0..<min(height, oldRows) {
                for x in 0..<min(width, oldColumns) { new[y * width + x] = old[y * oldColumns + x] }
            }
            return new
        }
        cells = resized(cells, columns, rows)
        if !primary.isEmpty { primary = resized(primary, columns, rows) }
        (columns, rows) = (width, height)
        (scrollTop, scrollBottom) = (0, height - 1)
        moveTo(cursorX, cursorY)
    }

    private mutating func perform(_ action: VTParser.Action) {
        switch action {
        case .print(let scalar): put(scalar)
        case .control(let code): control(code)
        case .escape(let intermediates, let final): escape(intermediates, final)
        case .sequence(let prefix, let parameters, let intermediates, let final):
            sequence(prefix, parameters, intermediates, final)
        case .string: break
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = VTScreen.width(scalar)
        guard width > 0 else { return }
        if isWrapPending || cursorX + width > columns {
            cursorX = 0
            lineFeed()
        }
        isWrapPending = false
        if isInserting { insertCells(width) }
        cells[cursorY * columns + cursorX] = Cell(scalar: scalar, rendition: rendition)
        if width == 2 && cursorX + 1 < columns {
            cells[cursorY * columns + cursorX + 1] = Cell(scalar: nil, rendition: rendition)
        }
        lastScalar = scalar
        if cursorX + width >= columns {
            cursorX = columns - 1
            isWrapPending = true
        } else {
            cursorX += width
        }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36f, 0x200b...0x200f: 0
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff01...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
            2
        default: 1
        }
    }

    private mutating func control(_ code: UInt8) {
        switch code {
        case 0x07: bells += 1
        case 0x08: moveTo(cursorX - 1, cursorY)
        case 0x09: moveTo((cursorX / 8 + 1) * 8, cursorY)
        case 0x0a, 0x0b, 0x0c:
            isWrapPending = false
            lineFeed()
        case 0x0d: moveTo(0, cursorY)
        case 0x00, 0x0f: break
        default: note("control \(code)")
        }
    }

    private mutating func escape(_ intermediates: String, _ final: Unicode.Scalar) {
        switch (intermediates, final) {
        case ("", "7"): saveCursor()
        case ("", "8"): restoreCursor()
        case ("", "="): isKeypadApplication = true
        case ("", ">"): isKeypadApplication = false
        case ("", "M"): cursorY == scrollTop ? scrollDown(1, from: scrollTop) : moveTo(cursorX, cursorY - 1)
        case ("", "c"): self = VTScreen(columns: columns, rows: rows)
        case ("(", "B"), (")", "B"), ("", "\\"): break
        default: note("ESC \(intermediates)\(final)")
        }
    }

    private mutating func sequence(
        _ prefix: String, _ parameters: [Int], _ intermediates: String, _ final: Unicode.Scalar
    ) {
        let count = max(1, parameters.first ?? 1)
        let second = parameters.count > 1 ? max(1, parameters[1]) : 1
        switch (prefix, intermediates, final) {
        case ("", "", "A"): moveTo(cursorX, cursorY - count)
        case ("", "", "B"): moveTo(cursorX, cursorY + count)
        case ("", "", "C"): moveTo(cursorX + count, cursorY)
        case ("", "", "D"): moveTo(cursorX - count, cursorY)
        case ("", "", "G"): moveTo(count - 1, cursorY)
        case ("", "", "d"): moveTo(cursorX, count - 1)
        case ("", "", "H"), ("", "", "f"): moveTo(second - 1, count - 1)
        case ("", "", "J"): eraseScreen(parameters.first ?? 0)
        case ("", "", "K"): eraseLine(parameters.first ?? 0)
        case ("", "", "X"): erase(cursorY * columns + cursorX..<cursorY * columns + min(columns, cursorX + count))
        case ("", "", "@"): insertCells(count)
        case ("", "", "P"): deleteCells(count)
        case ("", "", "L"): scrollDown(count, from: cursorY)
        case ("", "", "M"): scrollUp(count, from: cursorY)
        case ("", "", "S"): scrollUp(count, from: scrollTop)
        case ("", "", "T"): scrollDown(count, from: scrollTop)
        case ("", "", "b"): for _ in 0..<count { put(lastScalar) }
        case ("", "", "m"):
            if !rendition.apply(parameters) { note("SGR \(parameters)") }
        case ("", "", "r"): setMargins(count, parameters.count > 1 ? parameters[1] : rows)
        case ("", "", "h"), ("", "", "l"): setMode(parameters, final == "h")
        case ("?", "", "h"), ("?", "", "l"): setPrivateMode(parameters, final == "h")
        case ("", "", "n") where parameters == [5]: statusRequests += 1
        // Window titles onto and off a stack (part of the alternate-screen strings), key encoding of xterm.
        case ("", "", "t"), (">", "", "m"): break
        default: note("CSI \(prefix)\(parameters)\(intermediates)\(final)")
        }
    }

    private mutating func setMode(_ parameters: [Int], _ on: Bool) {
        for mode in parameters { mode == 4 ? isInserting = on : note("mode \(mode)") }
    }

    private mutating func setPrivateMode(_ parameters: [Int], _ on: Bool) {
        for mode in parameters {
            switch mode {
            case 25: isCursorVisible = on
            case 1049: showAlternate(on)
            case 2004: marksPastes = on
            // Cursor keys, cursor blinking, wrapping (always on here), mouse, meta.
            case 1, 12, 7, 1000, 1002, 1006, 1034: break
            default: note("private mode \(mode)")
            }
        }
    }

    private mutating func showAlternate(_ on: Bool) {
        guard on != isAlternate else { return }
        isAlternate = on
        if on {
            saveCursor()
            primary = cells
            erase(0..<cells.count)
        } else {
            cells = primary
            primary = []
            restoreCursor()
        }
    }

    mutating func note(_ text: String) { unknown.append(text) }
}
