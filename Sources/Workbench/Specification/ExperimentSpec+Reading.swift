import Foundation
import Yams

extension ExperimentSpec {
    /// The largest experiment file that is read, in bytes.
    static let maximumFileSize = 1 << 20

    /// Reads the text of an experiment file and puts overrides over it.
    /// - Parameter source: where the text came from, for messages.
    /// - Throws: `SpecificationError`.
    public init(yaml text: String, source: String, overrides: [SpecificationOverride] = []) throws {
        guard text.utf8.count <= Self.maximumFileSize else {
            throw SpecificationError(
                source: source, why: "an experiment file of \(text.utf8.count) bytes is too large",
                remedy: "name a file of at most \(Self.maximumFileSize) bytes")
        }
        guard var root = try Self.compose(text, source: source), root.mapping != nil else {
            throw SpecificationError(
                source: source, why: "it is no mapping of fields",
                remedy:
                    "start with 'name: my-experiment' and give data, net, loss, metrics, optimizer, batch_size, epochs")
        }
        for override in overrides { try override.apply(to: &root) }
        let origin = SpecificationOrigin(source: source, overridden: overrides.map(\.path))
        let value = SpecificationValue(node: root, path: "", origin: origin)
        // Checked before it is written out again: a valid tree is small whatever aliases it uses.
        let checked = try Self(value, yaml: text)
        self = overrides.isEmpty ? checked : try Self(value, yaml: Yams.serialize(node: root, allowUnicode: true))
    }

    private static func compose(_ text: String, source: String) throws -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw unreadable(error, source: source)
        }
    }

    private static func unreadable(_ error: YamlError, source: String) -> SpecificationError {
        let remedy = "correct the YAML there"
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SpecificationError(source: source, line: mark.line, why: problem, remedy: remedy)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return SpecificationError(
                source: source, line: context.mark.line, field: duplicates.sorted().joined(separator: ", "),
                why: "the field is given twice", remedy: "keep one of the lines")
        case .reader(let problem, _, _, _):
            return SpecificationError(source: source, why: problem, remedy: "save the file as UTF-8 text")
        default:
            return SpecificationError(source: source, why: "it cannot be read as YAML", remedy: remedy)
        }
    }
}
