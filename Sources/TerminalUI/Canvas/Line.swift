/// A line of text in several styles, built from left to right.
struct Line: Sendable {
    private(set) var spans: [(text: String, style: Style)] = []

    /// Cells that the line takes.
    var width: Int { spans.reduce(0) { $0 + $1.text.displayWidth } }
    var isEmpty: Bool { spans.isEmpty }

    init() {}

    init(_ text: String, _ style: Style = .plain) { append(text, style) }

    /// Adds text.
    mutating func append(_ text: String, _ style: Style = .plain) { spans.append((SafeText.clean(text), style)) }

    /// Adds text in the style of a role.
    mutating func append(_ text: String, _ role: Role) { append(text, Style(role)) }

    /// Adds another line.
    mutating func append(_ line: Line) { spans += line.spans }
}

extension Canvas {
    /// Writes a line within `limit` cells from (x, y) and returns the cells used.
    @discardableResult
    mutating func write(_ line: Line, x: Int, y: Int, limit: Int = .max) -> Int {
        var used = 0
        for span in line.spans {
            used += write(span.text, x: x + used, y: y, style: span.style, limit: limit == .max ? .max : limit - used)
        }
        return used
    }

    /// Writes as many of `parts` as fit within `width` cells, in order of appearance, leaving out the least important ones
    /// first. Importance 0 is the last to go; what then still does not fit is clipped.
    mutating func write(parts: [(line: Line, importance: Int)], gap: Int = 2, x: Int, y: Int, width: Int) {
        var kept = parts.filter { !$0.line.isEmpty }
        while kept.count > 1, kept.reduce(gap * (kept.count - 1), { $0 + $1.line.width }) > width {
            let least = kept.map(\.importance).max()!
            kept.remove(at: kept.lastIndex { $0.importance == least }!)
        }
        var position = 0
        for part in kept {
            position += write(part.line, x: x + position, y: y, limit: width - position) + gap
        }
    }
}
