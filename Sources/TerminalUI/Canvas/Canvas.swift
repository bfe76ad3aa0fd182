/// One cell: a character and its look.
struct Cell: Hashable, Sendable {
    /// The right half of a wide character.
    static let continuation: Unicode.Scalar = "\0"
    static let blank = Cell(scalar: " ", style: .plain)

    var scalar: Unicode.Scalar
    var style: Style
}

/// A grid of cells to draw on. Every operation clips: drawing outside, and on a canvas without cells, does nothing.
struct Canvas: Sendable, Equatable {
    let size: Size
    private(set) var cells: [Cell]
    /// What a pointer finds where; later ones lie over earlier ones.
    private(set) var targets: [Target] = []

    init(size: Size) {
        self.size = Size(width: max(0, size.width), height: max(0, size.height))
        cells = [Cell](repeating: .blank, count: self.size.width * self.size.height)
    }

    var width: Int { size.width }
    var height: Int { size.height }
    /// The whole canvas.
    var area: Area { Area(x: 0, y: 0, width: width, height: height) }

    /// The cell at (x, y); blank outside.
    subscript(x: Int, y: Int) -> Cell { contains(x, y) ? cells[y * width + x] : .blank }

    /// The cells of row `y`.
    func row(_ y: Int) -> ArraySlice<Cell> { cells[y * width..<(y + 1) * width] }

    private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && y >= 0 && x < width && y < height }

    /// Puts one character at (x, y). A wide one that does not fit before the edge becomes a blank.
    mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, style: Style = .plain) {
        guard contains(x, y) else { return }
        switch scalar.displayWidth {
        case 1: set(Cell(scalar: scalar, style: style), x, y)
        case 2 where x + 1 < width:
            set(Cell(scalar: scalar, style: style), x, y)
            set(Cell(scalar: Cell.continuation, style: style), x + 1, y, keepLeft: true)
        case 2: set(Cell(scalar: " ", style: style), x, y)
        default: break
        }
    }

    /// Writes a cell; the other half of a wide character that it cuts becomes a blank.
    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int, keepLeft: Bool = false) {
        let index = y * width + x
        if cells[index].scalar == Cell.continuation && !keepLeft && x > 0 { cells[index - 1].scalar = " " }
        if x + 1 < width && cells[index + 1].scalar == Cell.continuation { cells[index + 1].scalar = " " }
        cells[index] = cell
    }

    /// Writes text from (x, y) to the right, within `limit` cells if given, and returns the cells used. The text is cleaned
    /// of control sequences.
    @discardableResult
    mutating func write(_ text: String, x: Int, y: Int, style: Style = .plain, limit: Int = .max) -> Int {
        var used = 0
        for scalar in SafeText.clean(text).unicodeScalars {
            let wide = scalar.displayWidth
            guard used + wide <= limit else { break }
            put(scalar, x: x + used, y: y, style: style)
            used += wide
        }
        return used
    }

    /// Fills an area with one character.
    mutating func fill(_ area: Area, _ scalar: Unicode.Scalar = " ", style: Style = .plain) {
        for y in max(0, area.y)..<max(0, area.y, min(height, area.maxY)) {
            for x in max(0, area.x)..<max(0, area.x, min(width, area.maxX)) { put(scalar, x: x, y: y, style: style) }
        }
    }

    /// Gives the cells of an area another style and keeps their characters.
    mutating func restyle(_ area: Area, _ change: (Style) -> Style) {
        for y in max(0, area.y)..<max(0, area.y, min(height, area.maxY)) {
            for x in max(0, area.x)..<max(0, area.x, min(width, area.maxX)) {
                cells[y * width + x].style = change(cells[y * width + x].style)
            }
        }
    }

    /// Says what a pointer finds in an area.
    mutating func mark(_ area: Area, as meaning: Target.Meaning) {
        if !area.isEmpty { targets.append(Target(area: area, meaning: meaning)) }
    }

    /// What a pointer finds at (x, y).
    func target(x: Int, y: Int) -> Target? { targets.last { $0.area.contains(x, y) } }

    /// Copies another canvas with its top left corner at (x, y).
    mutating func draw(_ other: Canvas, x: Int, y: Int) {
        for target in other.targets {
            let area = Area(
                x: target.area.x + x, y: target.area.y + y, width: target.area.width, height: target.area.height)
            mark(area, as: target.meaning)
        }
        if x == 0, other.width == width, y >= 0, y + other.height <= height {
            // Whole rows, as a screen is: no wide character can be cut.
            cells.replaceSubrange(y * width..<(y + other.height) * width, with: other.cells)
            return
        }
        for row in 0..<other.height {
            for column in 0..<other.width where other[column, row].scalar != Cell.continuation {
                let cell = other[column, row]
                put(cell.scalar, x: x + column, y: y + row, style: cell.style)
            }
        }
    }

    /// The characters alone, a line a row, without spaces at the ends: what a golden file holds.
    var text: String {
        (0..<height).map { y in
            let scalars = row(y).lazy.map(\.scalar).filter { $0 != Cell.continuation }
            var line = String(String.UnicodeScalarView(scalars))
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
