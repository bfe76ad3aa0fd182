import Yams

/// One `KEY=VALUE` put over an experiment file, such as `modulation.train=15` or `net.0.DifferentiableLut.output_shape=[100]`.
public struct SpecificationOverride: Sendable, Hashable {
    /// The source that errors about overrides name.
    public static let source = "--set"

    /// The source that errors about commands name.
    public static let commandSource = "--send"
    /// Both of these.
    public static let sources: Set<String> = [source, commandSource]

    /// Dotted path of the field.
    public var path: String
    /// The value as YAML.
    public var value: String
    /// Whether it is a command for the list `at`, due at once, rather than the value of a field.
    public private(set) var isCommand = false

    /// An override of one field.
    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }

    /// A command to be given when training begins, or goes on.
    public init(command: String) {
        self.init(path: "at", value: command)
        isCommand = true
    }

    /// Reads `KEY=VALUE`.
    /// - Throws: `SpecificationError` if there is no `=`, or no key before it.
    public init(parsing text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty,
            !parts[0].split(separator: ".", omittingEmptySubsequences: false)
                .contains("")
        else {
            throw SpecificationError(
                source: Self.source, field: text, why: "it is not KEY=VALUE",
                remedy: "write a field's path and a value, such as modulation.train=15")
        }
        self.init(path: parts[0], value: parts[1])
    }

    /// Puts the value into the tree.
    /// - Parameter moment: when a command is due.
    /// - Returns: where it is now, and the source that errors about it name.
    func apply(to root: inout Node, at moment: ScheduledCommand.Moment) throws -> (path: String, source: String) {
        guard isCommand else {
            try placeValue(in: &root)
            return (path, Self.source)
        }
        var entries: [Node] = []
        switch root.mapping?[path] {
        case .sequence(let sequence)?: entries = Array(sequence)
        case .mapping(let mapping)?: entries = mapping.map { Node([($0.key, $0.value)]) }
        case nil: break
        default: throw failure("'\(path)' in the file is not a list", "write a list of moments and commands there")
        }
        entries.append(Node([(Node("\(moment)"), Node(value, .implicit, .doubleQuoted))]))
        root.mapping?[path] = Node(entries)
        return ("\(path).\(entries.count - 1)", Self.commandSource)
    }

    private func placeValue(in root: inout Node) throws {
        let replacement: Node
        do {
            replacement = try Yams.compose(yaml: value) ?? Node("", .implicit, .plain)
        } catch {
            throw failure("the value '\(value)' is not YAML", "quote it, or write [a, b] for a list")
        }
        try place(replacement, at: path.split(separator: ".").map(String.init)[...], in: &root)
    }

    private func place(_ value: Node, at keys: ArraySlice<String>, in node: inout Node) throws {
        guard let key = keys.first else {
            node = value
            return
        }
        switch node {
        case .sequence(var sequence):
            guard let index = Int(key), sequence.indices.contains(index) else {
                throw failure(
                    "'\(key)' is not an element of a list of \(sequence.count)",
                    "count from 0 to \(max(0, sequence.count - 1))")
            }
            try place(value, at: keys.dropFirst(), in: &sequence[index])
            node = .sequence(sequence)
        case .mapping(var mapping):
            var child = mapping[key] ?? Node([(Node, Node)]())
            try place(value, at: keys.dropFirst(), in: &child)
            mapping[key] = child
            node = .mapping(mapping)
        case .scalar(let scalar):
            // `optimizer: Adam` takes fields as if it were `optimizer: { Adam: {} }`; an empty value takes any.
            guard scalar.string == key || scalar.string.isEmpty else {
                throw failure("'\(key)' is not a field of '\(scalar.string)'", "name a field that holds others")
            }
            var child = Node([(Node, Node)]())
            try place(value, at: keys.dropFirst(), in: &child)
            node = Node([(Node(key), child)])
        case .alias:
            throw failure("'\(key)' is in an alias", "write the value out in the file")
        }
    }

    private func failure(_ why: String, _ remedy: String) -> SpecificationError {
        SpecificationError(source: Self.source, field: path, why: why, remedy: remedy)
    }
}
