/// What a pointer does at a cell of the terminal.
struct PointerEvent: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case press, drag, release, wheelUp, wheelDown
    }

    var kind: Kind
    var x: Int
    var y: Int
}

/// What a person does at the terminal.
enum Input: Hashable, Sendable {
    case key(Key)
    case pointer(PointerEvent)
    /// A text that was pasted, not typed.
    case paste(String)
}

/// Reads what a terminal sends for a pointer behind `ESC [ <`: button, column and row, and `M` (pressed, moved) or `m`
/// (released), as xterm's SGR mode 1006 says.
struct PointerSequence: Sendable {
    enum Step: Hashable, Sendable {
        /// More is to come.
        case incomplete
        /// Something that has a meaning here.
        case event(PointerEvent)
        /// Something else, such as another button, or no such sequence at all.
        case nothing
    }

    private var numbers: [Int] = [0]
    private var length = 0
    private static let longest = 24

    /// Takes the next character.
    mutating func take(_ scalar: Unicode.Scalar) -> Step {
        length += 1
        guard length <= Self.longest else { return .nothing }
        switch scalar {
        case "0"..."9":
            numbers[numbers.count - 1] = min(99_999, numbers[numbers.count - 1] * 10 + Int(scalar.value - 0x30))
            return .incomplete
        case ";" where numbers.count < 3:
            numbers.append(0)
            return .incomplete
        case "M", "m": return finish(isRelease: scalar == "m")
        default: return .nothing
        }
    }

    /// Bits 0, 1 and 6 of the first number are the button (64 and 65 the wheel), bit 5 says that it moved; the others are
    /// keys held down.
    private func finish(isRelease: Bool) -> Step {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return .nothing }
        let kind: PointerEvent.Kind
        switch (numbers[0] & 0b110_0011, isRelease) {
        case (0, true): kind = .release
        case (0, false): kind = .press
        case (32, false): kind = .drag
        case (64, false): kind = .wheelUp
        case (65, false): kind = .wheelDown
        default: return .nothing
        }
        return .event(PointerEvent(kind: kind, x: numbers[1] - 1, y: numbers[2] - 1))
    }
}

/// What the mouse does, for the help page and the documentation.
enum PointerSummary {
    static let title = "Mouse"

    static let rows: [(action: String, summary: String)] = [
        ("press", "select a layer, LUT, sample or line; again: choose the line"),
        ("press", "on a plot: show the values at that point"),
        ("drag", "on a plot: pan"),
        ("wheel", "scroll, or select; on a plot: zoom"),
        ("shift", "with the mouse: select text, as usual in the terminal"),
    ]
}
