import BinaryBrain
import Yams

/// Where the values of a specification come from, for error messages.
struct SpecificationOrigin {
    /// The file, or whatever else the text came from.
    var source: String
    /// Dotted paths that options of the command line have put over the file, and the options.
    var overridden: [(path: String, source: String)] = []
}

/// One value of an experiment file with its place: every reading names field and line when it fails.
struct SpecificationValue {
    let node: Node
    /// Dotted path from the top.
    let path: String
    let origin: SpecificationOrigin

    /// An error about this value.
    func error(_ why: String, _ remedy: String) -> SpecificationError {
        Self.error(path: path, line: node.mark?.line, origin: origin, why, remedy)
    }

    private static func error(
        path: String, line: Int?, origin: SpecificationOrigin, _ why: String, _ remedy: String
    ) -> SpecificationError {
        let override = origin.overridden.last { path == $0.path || path.hasPrefix($0.path + ".") }
        return SpecificationError(
            source: override?.source ?? origin.source, line: override == nil ? line : nil,
            // Whoever gives a command does not know which place in the list it got.
            field: override?.source == SpecificationOverride.commandSource ? "" : path, why: why, remedy: remedy)
    }

    /// Line in the file, from 1; nil for a value that is not from it.
    var line: Int? { node.mark?.line }

    /// The names and values of a mapping whose names are free, with the lines of the names.
    func pairs(_ owner: String) throws -> [(name: String, line: Int?, value: SpecificationValue)] {
        guard case .mapping(let mapping) = node else {
            throw error("\(owner) needs names and values, and this is \(kind)", "write it as { name: value }")
        }
        return try mapping.map { keyNode, valueNode in
            guard let key = keyNode.scalar?.string else { throw error("a name is not plain text", "write a word") }
            return (key, keyNode.mark?.line, child(key, valueNode))
        }
    }

    /// The value under a key or index.
    private func child(_ key: String, _ node: Node) -> SpecificationValue {
        SpecificationValue(node: node, path: path.isEmpty ? key : "\(path).\(key)", origin: origin)
    }

    /// The fields of a mapping, all of them among `allowed`.
    func fields(allowed: [String], of owner: String) throws -> [String: SpecificationValue] {
        guard case .mapping(let mapping) = node else {
            throw error("\(owner) needs fields, and this is \(kind)", "write it as { \(allowed.first ?? "field"): … }")
        }
        var result: [String: SpecificationValue] = [:]
        for (keyNode, valueNode) in mapping {
            guard let key = keyNode.scalar?.string else {
                throw error("a field name is not plain text", "use one of \(allowed.sorted().joined(separator: ", "))")
            }
            let value = child(key, valueNode)
            guard allowed.contains(key) else {
                throw Self.error(
                    path: value.path, line: keyNode.mark?.line, origin: origin, "\(owner) has no field '\(key)'",
                    allowed.isEmpty ? "leave it out" : NearestName.remedy(for: key, among: allowed))
            }
            result[key] = value
        }
        return result
    }

    /// A name, alone or as the only key of a mapping over its own fields: `Adam` or `Adam: { learning_rate: 0.01 }`.
    func nameAndFields(_ owner: String) throws -> (name: SpecificationValue, fields: SpecificationValue?) {
        switch node {
        case .scalar:
            return (self, nil)
        case .mapping(let mapping) where mapping.count == 1:
            guard let (keyNode, valueNode) = mapping.first, let key = keyNode.scalar?.string else { break }
            let name = SpecificationValue(node: keyNode, path: path, origin: origin)
            // `ReLU:` with nothing behind it reads as ReLU alone.
            if valueNode.scalar?.string == "", valueNode.scalar?.style == .plain { return (name, nil) }
            return (name, child(key, valueNode))
        default:
            break
        }
        throw error("\(owner) is not one name, with or without fields", "write Name or Name: { field: value }")
    }

    /// The value of one key of a mapping, and the mapping without it.
    func separating(_ name: String) -> (value: SpecificationValue?, rest: SpecificationValue) {
        guard case .mapping(let mapping) = node, let found = mapping.first(where: { $0.key.scalar?.string == name })
        else { return (nil, self) }
        let others = mapping.filter { $0.key.scalar?.string != name }.map { ($0.key, $0.value) }
        let rest = Node.mapping(Node.Mapping(others, mapping.tag, mapping.style, mapping.mark))
        return (child(name, found.value), SpecificationValue(node: rest, path: path, origin: origin))
    }

    /// The entries of a mapping whose names are the writer's choice, in order; there is at least one.
    func members(_ owner: String, example: String) throws -> [(name: String, value: SpecificationValue)] {
        guard case .mapping(let mapping) = node, !mapping.isEmpty else {
            throw error("\(owner) are a mapping, and this is \(kind)", "write \(example)")
        }
        return try mapping.map { keyNode, valueNode in
            guard let name = keyNode.scalar?.string else {
                throw error("a name is not plain text", "write \(example)")
            }
            return (name, child(name, valueNode))
        }
    }

    /// The elements of a list.
    func elements(_ owner: String) throws -> [SpecificationValue] {
        guard case .sequence(let sequence) = node else {
            throw error("\(owner) is a list, and this is \(kind)", "write one '- ' line for each element, or [a, b]")
        }
        return sequence.enumerated().map { child(String($0.offset), $0.element) }
    }

    /// A non-empty text.
    func text() throws -> String {
        guard let scalar = node.scalar else { throw error("expected a text, and this is \(kind)", "write a word") }
        guard !scalar.string.isEmpty else { throw error("the text is empty", "write a word, or leave the field out") }
        return scalar.string
    }

    /// One of a few words.
    func choice(_ words: [String]) throws -> String {
        let word = try text()
        guard words.contains(word) else {
            throw error("'\(word)' is not one of its values", NearestName.remedy(for: word, among: words))
        }
        return word
    }

    /// One of a few words, as the list has it; the manual also writes them with a capital (`He` for `he`).
    func spelling(of words: [String]) throws -> String {
        let word = try text()
        guard let match = words.first(where: { $0 == word || $0.capitalizingFirst == word }) else {
            throw error("'\(word)' is not one of its values", NearestName.remedy(for: word, among: words))
        }
        return match
    }

    /// true or false.
    func flag() throws -> Bool {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default: throw error("expected true or false, and this is \(kind)", "write true or false")
        }
    }

    /// A whole number in a range.
    func integer(_ range: ClosedRange<Int>) throws -> Int {
        guard let text = node.scalar?.string, let value = Int(text) else {
            throw error("expected a whole number, and this is \(kind)", "write a number \(Self.describe(range))")
        }
        guard range.contains(value) else {
            throw error("\(value) is out of range", "use a number \(Self.describe(range))")
        }
        return value
    }

    /// A seed: a whole number of 64 bits without sign.
    func seed() throws -> UInt64 {
        guard let text = node.scalar?.string, let value = UInt64(text) else {
            throw error("expected a seed, and this is \(kind)", "write a whole number from 0 to \(UInt64.max)")
        }
        return value
    }

    /// A finite number in a range.
    func number(_ range: ClosedRange<Double>) throws -> Double {
        guard let text = node.scalar?.string, let value = Double(text), value.isFinite else {
            throw error("expected a number, and this is \(kind)", "write a decimal number, such as 0.001")
        }
        guard range.contains(value) else {
            throw error("\(value) is out of range", "use a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Extents, as a list or as one number.
    func shape() throws -> [Int] {
        let extent = 1...Int(Int32.max)
        if node.scalar != nil { return [try integer(extent)] }
        let extents = try elements("a shape").map { try $0.integer(extent) }
        var product = 1
        for value in extents {
            let (next, overflow) = product.multipliedReportingOverflow(by: value)
            guard !overflow, next <= Int(Int32.max) else {
                throw error("the shape \(extents) has too many elements", "keep the product of its extents below 2^31")
            }
            product = next
        }
        guard !extents.isEmpty else { throw error("the shape is empty", "give at least one extent") }
        return extents
    }

    /// Height and width, as a list of two or as one number for both.
    func planeSize() throws -> PlaneSize {
        let side = 1...PlaneSize.maximumSide
        if node.scalar != nil { return PlaneSize(try integer(side)) }
        let sides = try elements("a size").map { try $0.integer(side) }
        guard sides.count == 2 else {
            throw error("a size is height and width, and this has \(sides.count) numbers", "write [3, 3] or 3")
        }
        return PlaneSize(height: sides[0], width: sides[1])
    }

    /// A list of so many numbers.
    func numbers(_ count: ClosedRange<Int>) throws -> [Float] {
        let numbers = try elements("a list of numbers").map { Float(try $0.number(-1e6...1e6)) }
        guard count.contains(numbers.count) else {
            throw error(
                "there are \(numbers.count) numbers in it",
                "give \(count.lowerBound) to \(count.upperBound), such as [0.25, 0.5, 0.75]")
        }
        return numbers
    }

    private static func describe(_ range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max
            ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    }

    /// What kind of value this is, for messages.
    private var kind: String {
        switch node {
        case .scalar(let scalar): return scalar.string.isEmpty ? "empty" : "'\(scalar.string.prefix(40))'"
        case .mapping: return "a mapping"
        case .sequence: return "a list"
        case .alias: return "an alias"
        }
    }
}

extension String {
    fileprivate var capitalizingFirst: String { prefix(1).uppercased() + dropFirst() }
}
