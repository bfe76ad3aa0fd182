import Datasets
import Foundation

/// Shows a fetch on stderr: a bar that grows on a terminal, plain lines elsewhere.
final class FetchDisplay {
    private var lastBar = Date.distantPast
    private static let barWidth = 24
    private static let barInterval = 0.1

    /// Shows one event.
    func show(_ event: FetchEvent) {
        switch event {
        case .started(let source): line("reading \(source)")
        case .progress(let file, let received, let total): bar(file, received, total)
        case .finished(let file): line("checked \(file)")
        case .note(let text): line("note: \(text)")
        }
    }

    /// Leaves the cursor at the beginning of an empty line.
    func end() { Console.errors.clearStatus() }

    private func line(_ text: String) { Console.errors.line(text) }

    private func bar(_ file: String, _ received: Int, _ total: Int?) {
        guard received == total || Date().timeIntervalSince(lastBar) >= Self.barInterval else { return }
        lastBar = Date()
        Console.errors.status(Self.bar(file: file, received: received, total: total))
    }

    /// `name [####----]  50 %  5.0 of 9.9 MB`, or only what has arrived if the total is unknown.
    static func bar(file: String, received: Int, total: Int?) -> String {
        let megabytes = { (bytes: Int) in String(format: "%.1f", Double(bytes) / 1e6) }
        guard let total, total > 0 else { return "\(file)  \(megabytes(received)) MB" }
        let fraction = min(1, Double(received) / Double(total))
        let filled = Int(fraction * Double(barWidth))
        return file + " [" + String(repeating: "#", count: filled) + String(repeating: "-", count: barWidth - filled)
            + "] \(Int(fraction * 100)) %  \(megabytes(received)) of \(megabytes(total)) MB"
    }
}
