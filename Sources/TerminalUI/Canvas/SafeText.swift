import Foundation

/// Text as it may be shown: whatever a file, a library or a class name holds, no control sequence of it reaches the terminal.
enum SafeText {
    /// `text` composed, without escape sequences, control characters and invisible formatting; line breaks and tabs become
    /// spaces.
    static func clean(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
        if text.unicodeScalars.allSatisfy(\.isPlainDrawing) { return text }
        var result = String.UnicodeScalarView()
        var scalars = ArraySlice(text.precomposedStringWithCanonicalMapping.unicodeScalars)
        while let scalar = scalars.popFirst() {
            switch scalar.value {
            case 0x1b: dropEscapeSequence(&scalars)
            case 0x9b: dropControlSequence(&scalars)
            case 0x90, 0x98, 0x9d, 0x9e, 0x9f: dropString(&scalars)
            case 0x09, 0x0a, 0x0d, 0x2028, 0x2029: result.append(" ")
            default: if scalar.displayWidth > 0 { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// After ESC: a control sequence, a string, or one of the two- and three-character sequences.
    private static func dropEscapeSequence(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        guard let next = scalars.first else { return }
        switch next {
        case "[":
            scalars.removeFirst()
            dropControlSequence(&scalars)
        case "]", "P", "X", "^", "_":
            scalars.removeFirst()
            dropString(&scalars)
        default:
            while let intermediate = scalars.first, (0x20...0x2f).contains(intermediate.value) { scalars.removeFirst() }
            if let final = scalars.first, (0x30...0x7e).contains(final.value) { scalars.removeFirst() }
        }
    }

    /// Parameters and intermediates up to the final byte `@`…`~`; anything else ends a broken sequence.
    private static func dropControlSequence(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        while let next = scalars.first {
            guard (0x20...0x7e).contains(next.value) else { return }
            scalars.removeFirst()
            if next.value >= 0x40 { return }
        }
    }

    /// An OSC, DCS, SOS, PM or APC string: up to BEL or ST.
    private static func dropString(_ scalars: inout ArraySlice<Unicode.Scalar>) {
        while let next = scalars.popFirst() {
            if next.value == 0x07 || next.value == 0x9c { return }
            if next.value == 0x1b {
                if scalars.first == "\\" { scalars.removeFirst() }
                return
            }
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a printable ASCII character, or one of box drawing, blocks or braille: what most of a picture is made of.
    /// Such a character takes one cell and combines with nothing.
    fileprivate var isPlainDrawing: Bool {
        (0x20...0x7e).contains(value) || (0x2500...0x259f).contains(value) || (0x2800...0x28ff).contains(value)
    }

    /// Cells that a terminal gives this scalar: 0 for controls, combining marks and invisible formatting, 2 for East Asian
    /// wide characters and emoji, 1 for the rest (Unicode UAX #11; ambiguous counts as narrow).
    var displayWidth: Int {
        if value < 0x7f { return value < 0x20 ? 0 : 1 }
        if value < 0xa0 { return 0 }
        if value < 0x300 { return value == 0xad ? 0 : 1 }
        if isPlainDrawing { return 1 }
        switch properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark, .surrogate, .lineSeparator, .paragraphSeparator:
            return 0
        default: break
        }
        switch value {
        case 0x1160...0x11ff: return 0
        case 0x1100...0x115f, 0x231a...0x231b, 0x2329...0x232a, 0x23e9...0x23ec, 0x2e80...0x303e, 0x3041...0x33ff,
            0x3400...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
            0xff01...0xff60, 0xffe0...0xffe6, 0x1f004...0x1f004, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
            0x1f900...0x1f9ff, 0x20000...0x3fffd:
            return 2
        default: return 1
        }
    }
}

extension StringProtocol {
    /// Cells that a terminal gives this text.
    var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }
}

extension String {
    /// The text cut to `width` cells, with `…` (or `~`) where something was left out.
    func truncated(to width: Int, theme: Theme) -> String {
        if displayWidth <= width { return self }
        if width <= 0 { return "" }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in unicodeScalars {
            guard used + scalar.displayWidth <= width - 1 else { break }
            used += scalar.displayWidth
            kept.append(scalar)
        }
        return String(kept) + theme.text("…", "~")
    }

    /// The text padded with spaces on the right to `width` cells.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - displayWidth)) }

    /// The text padded with spaces on the left to `width` cells.
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - displayWidth)) + self }
}
