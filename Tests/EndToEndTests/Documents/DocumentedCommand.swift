import Foundation
import Testing

/// A command line that a page shows: a line of a code block, or a piece of code within the text.
struct DocumentedCommand: Hashable, Sendable, CustomTestStringConvertible {
    /// The page, from the project's folder.
    let page: String
    /// The command without its comment, such as `bbwb runs [WORDS…]`.
    let text: String
    /// What a `#` behind it says that it does.
    var comment: String?

    var testDescription: String { "\(page): \(text)" }

    /// The first word behind settings of the environment: `bbwb`, `make` or `swift`.
    var program: String { Self.words(of: text).first { !Self.isSetting($0) } ?? "" }

    /// Settings of the environment before the command, such as `BBWB_THREADS=1`.
    var environment: [String: String] {
        let settings = Self.words(of: text).prefix(while: Self.isSetting).map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(settings.map { (String($0[0]), String($0[1])) }) { $1 }
    }

    /// The command without them.
    var command: String {
        var rest = Substring(text)
        for word in Self.words(of: text).prefix(while: Self.isSetting) {
            rest = rest.dropFirst(word.count).drop { $0 == " " }
        }
        return String(rest)
    }

    private static func isSetting(_ word: String) -> Bool { word.wholeMatch(of: #/[A-Z_]+=.+/#) != nil }

    private static let programs = ["bbwb", "make", "swift"]

    /// Every command line of a page.
    static func all(in page: DocumentedPage) -> [Self] {
        let lines = page.codeLines.filter { $0.first?.isWhitespace == false }.map { line -> Self in
            guard let sign = line.range(of: " # ") else { return Self(page: page.name, text: trimmed(line)) }
            return Self(
                page: page.name, text: trimmed(line[..<sign.lowerBound]), comment: trimmed(line[sign.upperBound...]))
        }
        let pieces = page.codeSpans.map { Self(page: page.name, text: trimmed($0)) }
        var seen: Set<Self> = []
        return (lines + pieces).filter { programs.contains($0.program) && seen.insert($0).inserted }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: .whitespaces)
    }

    /// The words of a command line; quotes keep spaces together and go away.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in text {
            switch character {
            case "\"", "'": isQuoted.toggle(); word = word ?? ""
            case " " where !isQuoted:
                if let complete = word { words.append(complete) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
