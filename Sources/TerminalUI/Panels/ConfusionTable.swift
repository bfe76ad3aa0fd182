import Workbench

/// Which class the net says for which: rows are the right classes, columns what it said, and the last column is how many of
/// the row it got right.
struct ConfusionTable {
    let matrix: ConfusionMatrix
    let classNames: [String]
    let theme: Theme

    /// Cells that the whole table needs.
    var size: Size {
        Size(width: nameWidth + 1 + matrix.classCount * cellWidth + 6, height: matrix.classCount + 2)
    }

    private var cellWidth: Int { max(3, (0..<matrix.classCount).map { "\(matrix[$0, $0])".count + 1 }.max() ?? 3) }
    private var nameWidth: Int { min(10, max(3, (0..<matrix.classCount).map { name($0).displayWidth }.max() ?? 3)) }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let total = max(1, matrix.total)
        canvas.write(
            parts: [
                (Line("confusion", Style(.strong)), 0),
                (
                    Line(
                        "\(matrix.rightCount) of \(matrix.total) right, "
                            + NumberText.percent(Double(matrix.rightCount) / Double(total))), 1
                ),
                (Line("step \(matrix.step)", Style(.quiet)), 2),
            ], x: area.x, y: area.y, width: area.width)
        guard area.height >= 3, area.width >= nameWidth + 1 + cellWidth else { return }
        let columns = min(matrix.classCount, (area.width - nameWidth - 1) / cellWidth)
        let rows = min(matrix.classCount, area.height - 2)
        let left = area.x + nameWidth + 1
        for column in 0..<columns {
            let heading = name(column).truncated(to: cellWidth - 1, theme: theme).leftPadded(to: cellWidth)
            canvas.write(heading, x: left + column * cellWidth, y: area.y + 1, style: Style(.axis))
        }
        for row in 0..<rows {
            let y = area.y + 2 + row
            canvas.write(
                name(row).truncated(to: nameWidth, theme: theme).leftPadded(to: nameWidth), x: area.x, y: y,
                style: Style(.axis))
            for column in 0..<columns { drawCell(row, column, on: &canvas, x: left + column * cellWidth, y: y) }
            let share = left + columns * cellWidth
            if columns == matrix.classCount, share + 6 <= area.maxX {
                let count = max(1, matrix.total(label: row))
                let text = NumberText.percent(Double(matrix[row, row]) / Double(count), digits: 0)
                canvas.write(text.leftPadded(to: 6), x: share, y: y, style: Style(.quiet))
            }
        }
        if columns < matrix.classCount || rows < matrix.classCount {
            canvas.write(theme.text("…", "~"), x: area.maxX - 1, y: area.y + 1, style: Style(.quiet))
        }
    }

    private func drawCell(_ row: Int, _ column: Int, on canvas: inout Canvas, x: Int, y: Int) {
        let count = matrix[row, column]
        let text = (count == 0 ? theme.text("·", ".") : "\(count)").leftPadded(to: cellWidth)
        let isMistake = row != column && count > 0
        // One in ten of a class taken for the same other one is worth a look.
        let isFrequent = isMistake && count * 10 >= matrix.total(label: row)
        let style =
            row == column
            ? Style(.good) : isFrequent ? Style(.bad) : isMistake ? Style(.warning) : Style(.quiet)
        canvas.write(text, x: x, y: y, style: style)
    }

    private func name(_ index: Int) -> String {
        classNames.indices.contains(index) ? SafeText.clean(classNames[index]) : "\(index)"
    }
}
