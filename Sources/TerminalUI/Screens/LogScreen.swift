import Foundation
import Workbench

/// Screen 7: events of the session and lines that a library printed, in order of time, the newest at the bottom.
struct LogScreen: Screen {
    let title = "Log"

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let entries = Self.entries(snapshot, state)
        let filter = state.logFilter.isEmpty ? "" : " with '\(SafeText.clean(state.logFilter))'"
        canvas.write(
            "log: \(entries.count) line\(entries.count == 1 ? "" : "s")\(filter)", x: 0, y: 0, style: Style(.strong),
            limit: size.width)
        let rows = size.height - 1
        let end = max(min(entries.count, rows), entries.count - state.logScroll)
        for (row, entry) in entries[max(0, end - max(0, rows))..<end].enumerated() {
            let time = Self.clock(entry.time) + " "
            let used = canvas.write(time, x: 0, y: row + 1, style: Style(.quiet), limit: size.width)
            canvas.write(
                entry.line(width: size.width - used, theme: theme), x: used, y: row + 1, limit: size.width - used)
        }
        if entries.isEmpty {
            let note = state.logFilter.isEmpty ? "nothing has happened yet" : "no line holds that: esc shows all"
            canvas.write(note, x: 0, y: 1, style: Style(.quiet), limit: size.width)
        }
        return canvas
    }

    /// How many lines there are to scroll through.
    static func count(_ snapshot: Snapshot, _ state: UIState) -> Int {
        state.logFilter.isEmpty ? snapshot.events.count + state.captured.count : entries(snapshot, state).count
    }

    private static func entries(_ snapshot: Snapshot, _ state: UIState) -> [LogEntry] {
        var all = snapshot.events.map(LogEntry.event) + state.captured.map(LogEntry.captured)
        if !state.logFilter.isEmpty { all = all.filter { $0.text.localizedStandardContains(state.logFilter) } }
        // Stable: events of one moment keep their order.
        return all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    private static func clock(_ date: Date) -> String {
        let parts = Calendar.current.dateComponents([.hour, .minute, .second], from: date)
        return String(format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    }
}

/// A line that something in the process wrote to standard output or standard error.
struct CapturedLine: Hashable, Sendable {
    var time: Date
    var text: String
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

    func line(width: Int, theme: Theme) -> Line {
        switch self {
        case .event(let event): EventList.line(event, width: width, theme: theme)
        case .captured(let line): Line("output: " + line.text, Style(.quiet))
        }
    }
}
