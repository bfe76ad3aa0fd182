import Workbench

/// What is shown before anything is opened: the experiments with their data sets, and what enter will start.
struct StartScreen {
    let menu: StartMenu

    func draw(size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        var heading = Line(" bbwb ", Style(.strong, .reverse))
        heading.append("  nets of look-up tables: train, watch, steer, export", .quiet)
        // On a low terminal the list is worth more than what stands around it.
        let isRoomy = size.height >= menu.items.count + 5
        var y = 0
        if size.height > 2 {
            canvas.write(heading, x: 0, y: 0, limit: size.width)
            y = isRoomy ? 2 : 1
        }
        let rows = max(1, min(menu.items.count, size.height - y))
        let first = min(max(0, menu.selection - rows / 2), max(0, menu.items.count - rows))
        let nameWidth = menu.items.map(\.name.displayWidth).max() ?? 0
        let dataWidth = menu.items.map { $0.data.displayWidth + 2 }.max() ?? 0
        for (row, index) in (first..<min(menu.items.count, first + rows)).enumerated() {
            let rowArea = Area(x: 0, y: y + row, width: size.width, height: 1)
            draw(menu.items[index], nameWidth, dataWidth, on: &canvas, y: y + row, theme: theme)
            canvas.mark(rowArea, as: .item(index))
            guard index == menu.selection else { continue }
            canvas.put(theme.glyph("▸", ">"), x: 0, y: y + row, style: Style(.key))
            canvas.restyle(rowArea) { style in
                Style(foreground: style.foreground, attributes: style.attributes.union(.reverse))
            }
        }
        guard isRoomy else { return canvas }
        let advice = [
            "To open another experiment, a checkpoint or a run:  bbwb FILE",
            "To fetch a data set that is missing:  bbwb data fetch NAME",
        ]
        for (line, text) in advice.enumerated() {
            canvas.write(text, x: 2, y: y + rows + 1 + line, style: Style(.quiet), limit: size.width - 2)
        }
        return canvas
    }

    private func draw(
        _ item: StartMenu.Item, _ nameWidth: Int, _ dataWidth: Int, on canvas: inout Canvas, y: Int, theme: Theme
    ) {
        var line = Line(item.name.padded(to: nameWidth + 2), Style(.strong))
        let isThere = item.remedy == nil
        line.append(isThere ? theme.text("● ", "* ") : theme.text("○ ", "o "), isThere ? Role.on : .quiet)
        line.append(item.data.padded(to: dataWidth), isThere ? Role.text : .quiet)
        line.append(isThere ? item.summary : "missing", .quiet)
        canvas.write(line, x: 2, y: y, limit: canvas.width - 2)
    }
}
