import Yams

/// A field of an experiment's text with its value: `optimizer.Adam.learning_rate` is `0.001`, `net.0.DifferentiableLut.output_shape` is
/// `[2304]`. Paths are those of `--set`.
struct SpecificationLeaf {
    /// Its path.
    let path: String
    /// Its value as YAML has it.
    let value: String
    /// The line of its name, from 0; nil if that is not known.
    let line: Int?

    /// All fields of a text, in their order; none if it cannot be read.
    static func all(in yaml: String) -> [SpecificationLeaf] {
        guard let root = try? Yams.compose(yaml: yaml) else { return [] }
        var leaves: [SpecificationLeaf] = []
        collect(root, at: "", line: root.mark?.line, into: &leaves)
        return leaves
    }

    private static func collect(_ node: Node, at path: String, line: Int?, into leaves: inout [SpecificationLeaf]) {
        let below = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
        func add(_ value: String) {
            leaves.append(SpecificationLeaf(path: path, value: value, line: line.map { $0 - 1 }))
        }
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping {
                collect(value, at: below(key.string ?? "?"), line: key.mark?.line ?? line, into: &leaves)
            }
        case .sequence(let sequence) where sequence.allSatisfy({ $0.scalar != nil }) && !path.hasSuffix("net"):
            add("[\(sequence.compactMap(\.string).joined(separator: ", "))]")
        case .sequence(let sequence):
            for (index, value) in sequence.enumerated() {
                collect(value, at: below("\(index)"), line: value.mark?.line ?? line, into: &leaves)
            }
        case .scalar(let scalar): add(scalar.string)
        case .alias: break
        }
    }
}
