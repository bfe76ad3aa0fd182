/// Text as it may be printed: names, paths, error texts and whatever else came from outside can neither move the terminal's
/// cursor, nor change its colours, nor turn the direction of writing, nor begin a line.
enum PrintableText {
    /// `text` in one line; control characters, invisible formatting and line separators are escaped as in `\u{1B}`.
    static func escaped(_ text: String) -> String {
        replacingHidden(text) { $0.escaped(asASCII: true) }
    }

    /// `text` line by line: its line breaks stay, everything else is as in `escaped`.
    static func escapedLines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(
            separator: "\n")
    }

    /// A line of JSON. JSON itself escapes only the characters below U+0020; the rest is escaped in its own way here, so that
    /// the value stays the same.
    static func escapedJSON(_ line: String) -> String {
        replacingHidden(line) { scalar in
            String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }

    private static func replacingHidden(_ text: String, by replacement: (Unicode.Scalar) -> String) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        return text.unicodeScalars.map { isHidden($0) ? replacement($0) : String($0) }.joined()
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
