import Foundation
import TestSupport
import Testing

/// Whoever uses a module from outside finds a sentence at each declaration that is offered: its own, or that of the protocol which asks
/// for it.
@Suite("Public declarations")
struct PublicDeclarationTests {
    /// Asked for by the standard library, which says what they are.
    private static let ofTheLibrary: Set = ["==", "<", "hash", "encode", "description", "makeIterator"]

    /// What all protocols of the project ask for.
    private static let asked = Result {
        Set(try SourceText.all(below: ["Sources"]).flatMap { PublicDeclaration.requirements(in: $0) })
    }

    @Test(arguments: ["BinaryBrain", "Datasets", "Netlist", "Export", "Workbench"])
    func everyOneIsDocumented(module: String) throws {
        let files = try SourceText.all(below: ["Sources/\(module)"])
        let declarations = files.flatMap { PublicDeclaration.all(in: $0) }
        let known = Self.ofTheLibrary.union(try Self.asked.get())
        #expect(declarations.count > 50)
        let silent = declarations.filter { !$0.isDocumented && !known.contains($0.name) && !$0.isWitness }
        #expect(silent.isEmpty, "\(silent.map { "\($0.place): \($0.line)" }.joined(separator: "\n"))")
    }
}

/// A line that offers something to other modules.
struct PublicDeclaration {
    let name: String
    let line: String
    let place: String
    let isDocumented: Bool

    /// An initializer that a protocol of the standard library asks for.
    var isWitness: Bool { line.contains("init(from ") || line.contains("Literal") }

    private static func name(in text: Substring) -> String? {
        text.firstMatch(
            of: #/\b(?:func|var|let|struct|class|enum|protocol|typealias)\s+`?([\w=<>+*-]+)|\b(init|subscript)\b/#
        ).flatMap { $0.1 ?? $0.2 }.map(String.init)
    }

    /// Whether a line without its indentation declares something for other modules. What is in a string or has its words elsewhere, an
    /// import, an extension and an override do not.
    private static func offers(_ line: Substring) -> Bool {
        guard line.hasPrefix("public ") || line.hasPrefix("open ") || line.hasPrefix("@") else { return false }
        return line.firstMatch(of: #/^(@\w+(\([^)]*\))? )*(public|open) (?!import|extension|[=.+])/#) != nil
            && !line.contains("override ")
    }

    /// All declarations of a file that say `public` or `open`, and the cases of public enumerations.
    static func all(in file: SourceText) -> [Self] {
        var found: [Self] = []
        var depth = 0
        var publicEnum: Int?
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, line) in lines.enumerated() {
            let text = line.drop { $0 == " " }
            let isDeclaration = offers(text)
            let isCase = publicEnum.map { depth == $0 + 1 } == true && text.hasPrefix("case ")
            if isDeclaration || isCase {
                found.append(
                    Self(
                        name: name(in: text) ?? String(text), line: String(text),
                        place: "\(file.path):\(index + 1)", isDocumented: hasComment(above: index, of: lines)))
            }
            if isDeclaration, publicEnum == nil, text.contains(" enum "), text.contains("{") { publicEnum = depth }
            depth += level(of: line)
            if let start = publicEnum, depth <= start { publicEnum = nil }
        }
        return found
    }

    /// Names that the protocols of a file ask for, with a sentence about each.
    static func requirements(in file: SourceText) -> [String] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var isProtocol = false
        var found: [String] = []
        for (index, line) in lines.enumerated() {
            if ["protocol ", "public protocol ", "package protocol "].contains(where: line.hasPrefix) {
                isProtocol = true
            }
            if line == "}" { isProtocol = false }
            guard isProtocol, line.hasPrefix("    "), hasComment(above: index, of: lines),
                let name = line.firstMatch(of: #/\b(?:func|var) (\w+)/#)
            else { continue }
            found.append(String(name.1))
        }
        return found
    }

    private static func hasComment(above index: Int, of lines: [String]) -> Bool {
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].drop { $0 == " " }.hasPrefix("///")
    }

    /// By how much braces go deeper in a line, those of strings and comments left out.
    private static func level(of line: String) -> Int {
        var (depth, isText, last) = (0, false, UInt8(ascii: " "))
        for byte in line.utf8 {
            if byte == UInt8(ascii: "\""), last != UInt8(ascii: "\\") { isText.toggle() }
            if !isText {
                if byte == UInt8(ascii: "/"), last == byte { return depth }
                if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            }
            last = byte
        }
        return depth
    }
}
