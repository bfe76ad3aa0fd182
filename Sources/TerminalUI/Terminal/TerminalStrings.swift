import Foundation

/// What is asked of a terminal beside pictures and keys, as the sequences that it takes.
enum TerminalStrings {
    /// Longer texts are not copied: some terminals drop them without a word.
    static let longestCopy = 74_994

    /// A text into the clipboard (OSC 52); nil for one that is too long.
    static func copy(_ text: String) -> String? {
        guard text.utf8.count <= longestCopy else { return nil }
        return "\u{1b}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}"
    }

    /// A notice: the bell, and a message of the desktop in the two forms that terminals know (OSC 9 and OSC 777).
    static func notice(_ text: String, _ kind: NoticeKind) -> String {
        // A semicolon would end the title; nothing of a text from files may end the sequence.
        let text = SafeText.clean(text).replacing(";", with: ",")
        return switch kind {
        case .none: ""
        case .bell: "\u{7}"
        case .desktop: "\u{1b}]9;bbwb: \(text)\u{7}\u{1b}]777;notify;bbwb;\(text)\u{7}\u{7}"
        }
    }
}
