// What sequences do to the cells: cursor, erasing, scrolling.

extension VTScreen {
    mutating func moveTo(_ x: Int, _ y: Int) {
        cursorX = min(max(0, x), columns - 1)
        cursorY = min(max(0, y), rows - 1)
        isWrapPending = false
    }

    mutating func saveCursor() { saved = (cursorX, cursorY, rendition) }

    mutating func restoreCursor() {
        moveTo(saved.x, saved.y)
        rendition = saved.rendition
    }

    mutating func setMargins(_ top: Int, _ bottom: Int) {
        guard top < bottom, bottom <= rows else { return }
        (scrollTop, scrollBottom) = (top - 1, bottom - 1)
        moveTo(0, 0)
    }

    /// Erased cells keep the background colour (xterm's `bce`).
    var blank: Cell {
        var cell = Cell()
        cell.rendition.background = rendition.background
        return cell
    }

    mutating func erase(_ range: Range<Int>) {
        for index in range { cells[index] = blank }
    }

    mutating func eraseLine(_ mode: Int) {
        let start = cursorY * columns
        switch mode {
        case 0: erase(start + cursorX..<start + columns)
        case 1: erase(start..<start + cursorX + 1)
        case 2: erase(start..<start + columns)
        default: note("EL \(mode)")
        }
    }

    mutating func eraseScreen(_ mode: Int) {
        let position = cursorY * columns + cursorX
        switch mode {
        case 0: erase(position..<cells.count)
        case 1: erase(0..<position + 1)
        case 2: erase(0..<cells.count)
        case 3: break
        default: note("ED \(mode)")
        }
    }

    mutating func insertCells(_ count: Int) {
        let end = (cursorY + 1) * columns
        let start = cursorY * columns + cursorX
        let count = min(count, end - start)
        cells.removeSubrange(end - count..<end)
        cells.insert(contentsOf: [Cell](repeating: blank, count: count), at: start)
    }

    mutating func deleteCells(_ count: Int) {
        let end = (cursorY + 1) * columns
        let start = cursorY * columns + cursorX
        let count = min(count, end - start)
        cells.insert(contentsOf: [Cell](repeating: blank, count: count), at: end)
        cells.removeSubrange(start..<start + count)
    }

    mutating func lineFeed() {
        if cursorY == scrollBottom { scrollUp(1, from: scrollTop) } else if cursorY < rows - 1 { cursorY += 1 }
    }

    mutating func scrollUp(_ count: Int, from top: Int) {
        guard top <= scrollBottom else { return }
        for _ in 0..<min(count, scrollBottom - top + 1) {
            cells.insert(contentsOf: [Cell](repeating: blank, count: columns), at: (scrollBottom + 1) * columns)
            cells.removeSubrange(top * columns..<(top + 1) * columns)
        }
    }

    mutating func scrollDown(_ count: Int, from top: Int) {
        guard top <= scrollBottom else { return }
        for _ in 0..<min(count, scrollBottom - top + 1) {
            cells.removeSubrange(scrollBottom * columns..<(scrollBottom + 1) * columns)
            cells.insert(contentsOf: [Cell](repeating: blank, count: columns), at: top * columns)
        }
    }
}
