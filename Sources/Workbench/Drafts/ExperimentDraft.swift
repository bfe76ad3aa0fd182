import Foundation

/// An experiment's file while somebody changes it, line by line: what is shown is the file, its comments included, and nothing else.
public struct ExperimentDraft: Sendable, Hashable {
    /// The lines, without their ends.
    public private(set) var lines: [String]
    /// What the file is called in errors.
    public let source: String
    private var past: [[String]] = []
    private var future: [[String]] = []

    /// A draft that begins with a file's text.
    public init(_ text: String, source: String) {
        lines = Self.lines(of: text)
        self.source = source
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The file.
    public var text: String { lines.joined(separator: "\n") + "\n" }

    /// Whether there is something to undo.
    public var isChanged: Bool { !past.isEmpty }

    // MARK: What stands in a line

    /// What a line says.
    public enum Content: Sendable, Hashable {
        /// Nothing, or a comment.
        case remark
        /// A field `name: value`; the value may follow in deeper lines.
        case field(name: String, value: String)
        /// An element of a list: a layer's class with its fields, or another value.
        case element(name: String, value: String)
    }

    /// What stands in a line; a remark for one that is not there.
    public func content(of line: Int) -> Content {
        guard lines.indices.contains(line) else { return .remark }
        var text = lines[line].trimmingCharacters(in: .whitespaces)
        if text.isEmpty || text.hasPrefix("#") { return .remark }
        let isElement = text.hasPrefix("- ") || text == "-"
        if isElement { text = text.dropFirst().trimmingCharacters(in: .whitespaces) }
        let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let rest = text.dropFirst(name.count)
        guard rest.hasPrefix(":") else {
            return isElement ? .element(name: text, value: "") : .field(name: text, value: "")
        }
        let value = rest.dropFirst().trimmingCharacters(in: .whitespaces)
        return isElement ? .element(name: String(name), value: value) : .field(name: String(name), value: value)
    }

    /// The spaces before what stands in a line.
    private func indentation(of line: Int) -> Int { lines[line].prefix { $0 == " " }.count }

    /// Whether what stands in a line belongs to the experiment itself, and to no field of it.
    public func isTop(_ line: Int) -> Bool { lines.indices.contains(line) && indentation(of: line) == 0 }

    /// A line with the deeper ones that belong to it.
    public func block(at line: Int) -> Range<Int> {
        guard lines.indices.contains(line), content(of: line) != .remark else {
            return line..<min(lines.count, line + 1)
        }
        let own = indentation(of: line)
        var end = line + 1
        var last = end
        while end < lines.count {
            if content(of: end) != .remark {
                let depth = indentation(of: end)
                // A list may stand as deep as the field that it belongs to.
                let isOwnList = depth == own && isElement(end) && !isElement(line)
                guard depth > own || isOwnList else { break }
                last = end + 1
            }
            end += 1
        }
        return line..<last
    }

    private func isElement(_ line: Int) -> Bool { if case .element = content(of: line) { true } else { false } }

    // MARK: Changes

    private mutating func change(_ body: (inout [String]) -> Void) {
        let before = lines
        body(&lines)
        guard lines != before else { return }
        past.append(before)
        future = []
    }

    /// What stands in a line, to be changed.
    public func editable(_ line: Int) -> String {
        guard lines.indices.contains(line) else { return "" }
        return lines[line].trimmingCharacters(in: .whitespaces)
    }

    /// Puts another text into a line, as deep as before.
    public mutating func replace(_ line: Int, with text: String) {
        guard lines.indices.contains(line) else { return }
        let space = String(repeating: " ", count: indentation(of: line))
        change { $0[line] = space + text.trimmingCharacters(in: .whitespaces) }
    }

    /// Puts a line below the block that begins in another, as deep as that.
    /// - Returns: where it is.
    @discardableResult
    public mutating func insert(_ text: String, below line: Int) -> Int {
        let place = lines.indices.contains(line) ? insertionPlace(below: line) : lines.count
        let depth = lines.indices.contains(line) ? insertionDepth(below: line) : 0
        change {
            $0.insert(String(repeating: " ", count: depth) + text.trimmingCharacters(in: .whitespaces), at: place)
        }
        return place
    }

    /// Whether what is put below a line becomes an element of a list.
    public func takesElement(below line: Int) -> Bool { isElement(line) || opensList(line) }

    /// A field without a value of its own, such as `net:`, is followed by what belongs to it; the net's may have lost it.
    private func opensList(_ line: Int) -> Bool {
        guard case .field(let name, let value) = content(of: line), value.isEmpty || value.hasPrefix("#") else {
            return false
        }
        return name == "net" || block(at: line).dropFirst().contains { isElement($0) }
    }

    private func insertionPlace(below line: Int) -> Int { opensList(line) ? line + 1 : block(at: line).upperBound }

    private func insertionDepth(below line: Int) -> Int {
        guard opensList(line) else { return indentation(of: line) }
        guard let first = block(at: line).dropFirst().first(where: { isElement($0) }) else {
            return indentation(of: line) + 2
        }
        return indentation(of: first)
    }

    /// Puts another text in place of the whole, in one change.
    public mutating func replaceAll(with text: String) { change { $0 = Self.lines(of: text) } }

    /// Takes a line away with what belongs to it.
    public mutating func remove(at line: Int) {
        guard lines.indices.contains(line) else { return }
        let block = block(at: line)
        change { $0.removeSubrange(block) }
    }

    /// Puts a block before the one above it, or behind the one below, of the same depth.
    /// - Returns: where it begins now; nil if there is none to change places with.
    public mutating func move(_ line: Int, by direction: Int) -> Int? {
        guard lines.indices.contains(line), content(of: line) != .remark else { return nil }
        let own = block(at: line)
        let other: Range<Int>
        if direction > 0 {
            guard let next = (own.upperBound..<lines.count).first(where: { content(of: $0) != .remark }),
                isSibling(next, of: line)
            else { return nil }
            other = block(at: next)
        } else {
            // A list may stand as deep as its field, which ends it all the same.
            let near = (0..<line).reversed().prefix {
                content(of: $0) == .remark || indentation(of: $0) > indentation(of: line) || isSibling($0, of: line)
            }
            guard let previous = near.first(where: { isSibling($0, of: line) }) else { return nil }
            other = block(at: previous)
        }
        let (upper, lower) = direction > 0 ? (own, other) : (other, own)
        let between = Array(lines[upper.upperBound..<lower.lowerBound])
        let swapped = Array(lines[lower]) + between + Array(lines[upper])
        change { $0.replaceSubrange(upper.lowerBound..<lower.upperBound, with: swapped) }
        return direction > 0 ? upper.lowerBound + lower.count + between.count : upper.lowerBound
    }

    /// Whether two lines are parts of the same list, or fields of the same depth.
    private func isSibling(_ line: Int, of other: Int) -> Bool {
        content(of: line) != .remark && indentation(of: line) == indentation(of: other)
            && isElement(line) == isElement(other)
    }

    /// Takes the last change back.
    /// - Returns: whether there was one.
    public mutating func undo() -> Bool {
        guard let before = past.popLast() else { return false }
        future.append(lines)
        lines = before
        return true
    }

    /// Makes the change again that was taken back last.
    /// - Returns: whether there was one.
    public mutating func redo() -> Bool {
        guard let after = future.popLast() else { return false }
        past.append(lines)
        lines = after
        return true
    }

    /// The fields of the experiment itself, those that no other field holds.
    public var topFields: Set<String> {
        Set(
            lines.indices.compactMap { line in
                guard indentation(of: line) == 0, case .field(let name, _) = content(of: line) else { return nil }
                return name
            })
    }
}
