/// Names that come from models and people, made safe for source text, comments and paths.
enum SafeText {
    private static let longest = 64

    /// Whether a text is an identifier of Verilog and of C as it stands, and no word that something reserves.
    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= longest else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
            && !ReservedWords.contain(text)
    }

    /// An identifier that resembles a text; `fallback` if nothing of it can be kept. What is a word of a language, or a signal
    /// within exported Verilog, gets `_` and `fallback` behind it.
    static func identifier(_ text: String, fallback: String = "net") -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(longest) {
            if isLetter(byte) || isDigit(byte) {
                bytes.append(byte)
            } else if bytes.last != underscore {
                bytes.append(underscore)
            }
        }
        while bytes.last == underscore { bytes.removeLast() }
        while let first = bytes.first, first == underscore { bytes.removeFirst() }
        var name = String(decoding: bytes, as: UTF8.self)
        if let first = bytes.first, isDigit(first) { name = "\(fallback)_\(name)" }
        if name.isEmpty { return fallback }
        name = String(name.prefix(longest))
        return ReservedWords.contain(name) || ReservedWords.areSignals(name) ? "\(name)_\(fallback)" : name
    }

    /// A text as part of one line of a comment or document: of ASCII only what can neither end the comment nor mean anything
    /// to a language, a tool's pragma or Markdown.
    static func comment(_ text: String) -> String {
        let kept = Set(" .,:+-=()".utf8)
        var bytes = text.utf8.prefix(longest).map { byte in
            isLetter(byte) || isDigit(byte) || byte == underscore || kept.contains(byte) ? byte : underscore
        }
        if text.utf8.count > longest { bytes += Array("...".utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let underscore = UInt8(ascii: "_")
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
