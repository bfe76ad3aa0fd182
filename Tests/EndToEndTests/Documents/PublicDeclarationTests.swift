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

    /// Whoever calls a function that throws is told what it throws: at the function, or at the protocol that asks for it. Of all that
    /// `ObjectReader` reads, its own comment tells.
    @Test(arguments: ["BinaryBrain", "Datasets", "Netlist", "Export", "Workbench", "Benchmarking"])
    func errorsAreNamed(module: String) throws {
        let files = try SourceText.all(below: ["Sources/\(module)"]).filter {
            !$0.text.contains("extension ObjectReader {") && !$0.text.contains("struct ObjectReader {")
        }
        let known = Self.ofTheLibrary.union(try Self.asked.get())
        let silent = files.flatMap { PublicDeclaration.all(in: $0) }.filter {
            $0.isThrowing && !$0.namesErrors && !known.contains($0.name) && !$0.isWitness
        }
        #expect(silent.isEmpty, "\(silent.map { "\($0.place): \($0.line)" }.joined(separator: "\n"))")
    }

    @Test func aSilentErrorIsFound() {
        let file = SourceText(
            path: "A.swift",
            text: """
                /// One.
                public func one(_ body: () throws -> Void) {}
                /// Two.
                public func two(
                    _ body: () throws -> Void
                ) rethrows -> Int { 0 }
                /// Three.
                @discardableResult
                public func three(
                    _ a: Int = f(1)
                ) throws -> Int { 0 }
                /// Four.
                /// - Throws: nothing but trouble.
                public init(four: Int) throws {}
                /// Five.
                public func five() throws -> [Int] { [] }
                """)
        let silent = PublicDeclaration.all(in: file).filter { $0.isThrowing && !$0.namesErrors }
        #expect(silent.map(\.name) == ["three", "five"])
    }
}

/// A line that offers something to other modules.
struct PublicDeclaration {
    let name: String
    let line: String
    let place: String
    let isDocumented: Bool
    /// Whether it throws by itself, and not only what a closure throws that it is given.
    let isThrowing: Bool
    /// Whether its comment speaks of errors.
    let namesErrors: Bool

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
                        place: "\(file.path):\(index + 1)", isDocumented: hasComment(above: index, of: lines),
                        isThrowing: isThrowing(lines[index...]),
                        namesErrors: comment(above: index, of: lines).contains {
                            $0.contains(#/[Tt]hrows|[Ee]rror|[Rr]efuse/#)
                        }))
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
        !comment(above: index, of: lines).isEmpty
    }

    /// The lines of the comment above a declaration and its attributes, the last one first.
    private static func comment(above index: Int, of lines: [String]) -> [String] {
        let above = lines[..<index].reversed().map { $0.drop { $0 == " " } }.drop { $0.hasPrefix("@") }
        return above.prefix { $0.hasPrefix("///") }.map(String.init)
    }

    /// Whether a function that begins with the first line says `throws` behind its parameters, before its result and its body.
    private static func isThrowing(_ lines: ArraySlice<String>) -> Bool {
        guard let first = lines.first, first.contains(#/\b(func|init)\b/#) else { return false }
        var depth = 0
        var outside = ""
        for character in lines.prefix(40).joined(separator: " ") {
            if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
            } else if depth == 0 {
                guard character != "{" else { break }
                outside.append(character)
                // The result may be a function that throws.
                if outside.hasSuffix("->") { break }
            }
        }
        return outside.contains(#/\bthrows\b/#)
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
