import Foundation
import Workbench

/// The newest events, the newest last.
struct EventList {
    let events: [SessionEvent]
    let theme: Theme

    /// Draws the last events that fit.
    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let shown = events.suffix(area.height)
        for (row, event) in shown.enumerated() {
            canvas.write(
                Self.line(event, width: area.width, theme: theme), x: area.x, y: area.y + row, limit: area.width)
        }
    }

    /// An event as one line: the step, and the text in the colour of its level.
    static func line(_ event: SessionEvent, width: Int, theme: Theme) -> Line {
        let step = step(event)
        var line = Line(step, Style(.quiet))
        line.append(
            text(event, theme: theme).truncated(to: max(0, width - step.count), theme: theme), Style(Role(event.level)))
        return line
    }

    /// When it happened.
    static func step(_ event: SessionEvent) -> String { "step \(event.step) " }

    /// What happened.
    static func text(_ event: SessionEvent, theme: Theme) -> String {
        mark(event.level, theme: theme) + SafeText.clean(event.text)
    }

    private static func mark(_ level: SessionEvent.Level, theme: Theme) -> String {
        switch level {
        case .info: ""
        case .steering: theme.text("▾ ", "v ")
        case .warning: "warning: "
        case .error: "error: "
        }
    }
}
