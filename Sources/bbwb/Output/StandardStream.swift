import Foundation

/// Standard output or standard error: the only writer that it has.
///
/// A write that fails never ends the program: what it means is decided when the program ends (`Console.exit`), so that a
/// training whose lines nobody can read goes on and is saved. All text is escaped on its way (`PrintableText`).
final class StandardStream: @unchecked Sendable {
    /// What became of a stream.
    enum Condition: Equatable {
        /// All that was printed has arrived.
        case whole
        /// Whoever read it has seen enough, and wants no more.
        case unread
        /// Something was lost, for this reason of the operating system.
        case failed(code: Int32)
    }

    /// What messages call it.
    let name: String
    /// Whether a person sees it.
    let isTerminal: Bool
    private let descriptor: Int32
    private let lock = NSLock()
    private var state = Condition.whole
    private var isStatusShown = false
    /// A write waits no longer than this once the program was told to stop, in milliseconds: a full pipe or a stopped terminal
    /// must not keep a training from being saved.
    private static let patience = 1000
    private static let pollInterval: Int32 = 100
    /// A pipe that is writable has room for so much at least (POSIX).
    private static let pieceSize = 512

    init(_ descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        isTerminal = isatty(descriptor) == 1
    }

    /// What has become of it so far.
    var condition: Condition { lock.withLock { state } }

    /// Prints a line.
    func line(_ text: String) { put(PrintableText.escaped(text) + "\n") }

    /// Prints text whose line breaks are meant.
    func lines(_ text: String) { put(PrintableText.escapedLines(text) + "\n") }

    /// Prints a line of JSON.
    func json(_ line: String) { put(PrintableText.escapedJSON(line) + "\n") }

    /// Shows a line that the next one, of either kind, takes the place of; nothing where no person sees it.
    func status(_ text: String) {
        guard isTerminal else { return }
        lock.withLock {
            isStatusShown = true
            write("\r\u{1B}[K\(PrintableText.escaped(text))")
        }
    }

    /// Takes the line of `status` away.
    func clearStatus() { put("") }

    private func put(_ text: String) {
        lock.withLock {
            write((isStatusShown ? "\r\u{1B}[K" : "") + text)
            isStatusShown = false
        }
    }

    private func write(_ text: String) {
        guard !text.isEmpty, state != .unread else { return }
        guard let code = Self.write(Array(text.utf8), to: descriptor) else { return }
        if code == EPIPE { state = .unread } else if state == .whole { state = .failed(code: code) }
    }

    /// Writes everything, or gives the reason why not.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var offset = 0
        var waited = 0
        while offset < bytes.count {
            var target = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&target, 1, pollInterval) == 0 {
                if Interruption.hasHappened { waited += Int(pollInterval) }
                if waited >= patience { return ETIMEDOUT }
                continue
            }
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + offset, min(pieceSize, bytes.count - offset))
            }
            if count >= 0 { offset += count } else if errno != EINTR && errno != EAGAIN { return errno }
        }
        return nil
    }
}
