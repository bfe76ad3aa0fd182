import Foundation
import Workbench

/// Screen 7: events of the session and lines that a library printed, in order of time, the newest at the bottom.
/// Long lines go on below.
struct LogScreen: Screen {
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let entries = Self.entries(snapshot, state)
        let filter = state.logFilter.isEmpty ? "" : " with '\(SafeText.clean(state.logFilter))'"
        canvas.write(
            "log: \(entries.count) line\(entries.count == 1 ? "" : "s")\(filter)", x: 0, y: 0, style: Style(.strong),
            limit: size.width)
        let lines = entries.flatMap { $0.lines(width: size.width, theme: theme) }
        let rows = size.height - 1
        let end = max(min(lines.count, rows), lines.count - state.logScroll)
        for (row, line) in lines[max(0, end - max(0, rows))..<end].enumerated() {
            canvas.write(line, x: 0, y: row + 1, limit: size.width)
        }
        if entries.isEmpty {
            let note =
                state.logFilter.isEmpty
                ? "nothing has happened yet" : "no line contains that: \(state.keys.place(of: .escape).label) shows all"
            canvas.write(note, x: 0, y: 1, style: Style(.quiet), limit: size.width)
        }
        return canvas
    }

    /// How many lines there are to scroll through.
    static func count(_ snapshot: Snapshot, _ state: UIState, theme: Theme = Theme()) -> Int {
        entries(snapshot, state).reduce(0) { $0 + $1.lines(width: state.bodySize.width, theme: theme).count }
    }

    private static func entries(_ snapshot: Snapshot, _ state: UIState) -> [LogEntry] {
        var all = snapshot.events.map(LogEntry.event) + state.captured.map(LogEntry.captured)
        if !state.logFilter.isEmpty { all = all.filter { $0.text.localizedStandardContains(state.logFilter) } }
        // Stable: events of one moment keep their order.
        return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}

private enum LogEntry {
    case event(SessionEvent)
    case captured(CapturedLine)

    var time: Date {
        switch self {
        case .event(let event): event.time
        case .captured(let line): line.time
        }
    }

    var text: String {
        switch self {
        case .event(let event): event.text
        case .captured(let line): "output: " + line.text
        }
    }

    /// The entry in as many lines as it takes. What goes on below stands below its text, where there is room for that.
    func lines(width: Int, theme: Theme) -> [Line] {
        let (step, text, style): (String, String, Style)
        switch self {
        case .event(let event):
            step = EventList.step(event)
            text = EventList.text(event, theme: theme)
            style = Style(Role(event.level))
        case .captured: (step, text, style) = ("", SafeText.clean(self.text), Style(.quiet))
        }
        let lead = clock + " " + step
        guard width >= 2 * lead.count else { return (lead + text).wrapped(to: width).map { Line($0, style) } }
        return text.wrapped(to: width - lead.count).enumerated().map { index, piece in
            var line = Line(index == 0 ? lead : String(repeating: " ", count: lead.count), Style(.quiet))
            line.append(piece, style)
            return line
        }
    }

    private var clock: String {
        let parts = Calendar.current.dateComponents([.hour, .minute, .second], from: time)
        return String(format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    }
}
