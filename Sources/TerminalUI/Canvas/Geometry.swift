/// Columns and rows of a terminal or a part of it.
struct Size: Hashable, Sendable {
    var width: Int
    var height: Int
}

/// A rectangle of cells; never of negative size.
struct Area: Hashable, Sendable {
    var x: Int
    var y: Int
    let width: Int
    let height: Int

    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    var size: Size { Size(width: width, height: height) }
    var isEmpty: Bool { width == 0 || height == 0 }
    var maxX: Int { x + width }
    var maxY: Int { y + height }

    /// Whether (x, y) lies inside.
    func contains(_ x: Int, _ y: Int) -> Bool { x >= self.x && y >= self.y && x < maxX && y < maxY }

    /// The part within `left`, `top`, `right` and `bottom` cells of the edges.
    func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Area {
        Area(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
    }
}
