import Yams

extension SpecificationValue {
    /// Reads a text as YAML; nil if there is nothing in it.
    /// - Throws: `SpecificationError` with the line.
    static func compose(_ text: String, source: String) throws -> Node? {
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
