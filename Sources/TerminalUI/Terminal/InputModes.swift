import CNcurses
import CSystem
import Glibc

/// What a terminal is asked to send beside keys: a pointer, and marks around pasted text.
@MainActor
enum InputModes {
    /// Says that a pointer's sequence begins; ncurses itself is not asked to read them, because what it expects depends on the
    /// terminal type, and all terminals of today send this form if asked.
    static let pointerBegin: Int32 = 0x7000
    /// Says that a pasted text begins.
    static let pasteBegin: Int32 = 0x7001
    /// Says that a pasted text ends.
    static let pasteEnd: Int32 = 0x7002
    /// Says that the terminal has taken the picture behind which it was asked.
    static let pictureTaken: Int32 = 0x7003

    /// Presses, moves while pressed (1002), in the form that knows no limit of columns (1006).
    private static let pointer = (on: "\u{1b}[?1002h\u{1b}[?1006h", off: "\u{1b}[?1006l\u{1b}[?1002l")
    /// Terminals that do not know this mode ignore it.
    private static let paste = (on: "\u{1b}[?2004h", off: "\u{1b}[?2004l")

    /// Whether the terminal type has a mouse.
    private static var hasPointer: Bool {
        // (char *) -1 says that the name is no string capability, NULL that the terminal lacks it.
        guard let string = tigetstr("kmous") else { return false }
        return UInt(bitPattern: string) != UInt.max
    }

    /// What ends all modes: every way out writes it, the rescue after a crash too.
    static var off: String { (hasPointer ? pointer.off : "") + paste.off }

    /// Asks for all modes, or for none.
    static func set(_ isOn: Bool, on terminal: Int32) {
        if isOn {
            if hasPointer { define_key("\u{1b}[<", pointerBegin) }
            define_key("\u{1b}[200~", pasteBegin)
            define_key("\u{1b}[201~", pasteEnd)
            define_key(PictureGate.answer, pictureTaken)
        }
        let text = Array((isOn ? (hasPointer ? pointer.on : "") + paste.on : off).utf8)
        _ = write(terminal, text, text.count)
    }
}
