import BinaryBrain

/// A file that an experiment names beside its data: initial weights, a teacher, or tables. The experiment as it is run says its SHA-256 too,
/// so that a run that goes on, or is replayed, uses the same bytes or none.
public struct ReferencedFile: Sendable, Hashable {
    /// The file.
    public let path: String
    /// SHA-256 of its bytes, in hexadecimal digits; nil as long as it has not been read.
    public let digest: String?
    /// Where the experiment names it, such as `initial.from`.
    let field: String
    private let place: SpecificationError

    /// Reads the field `name` of a mapping, and `sha256` beside it.
    /// - Parameter path: the path in the field's text; nil if there is none.
    init(
        _ name: String, of fields: [String: SpecificationValue], in value: SpecificationValue, example: String,
        path: (String) -> String? = { $0 }
    ) throws {
        guard let file = fields[name] else {
            throw value.error("it needs \(name), which is missing", "write \(example)")
        }
        let text = try file.text()
        guard let found = path(text) else {
            throw file.error("'\(text)' is not a file and what of it is meant", "write \(example)")
        }
        self.path = found
        field = file.path
        place = file.error("", "")
        digest = try fields["sha256"].map { given in
            let text = try given.text().lowercased()
            guard text.count == 64, text.allSatisfy(\.isHexDigit) else {
                throw given.error(
                    "'\(text)' is not a SHA-256", "leave it out: it is written when the experiment is run")
            }
            return text
        }
    }

    /// The field of its digest.
    var digestField: String { field.split(separator: ".").dropLast().joined(separator: ".") + ".sha256" }

    /// An error about it, at its place in the experiment.
    func error(_ why: String, _ remedy: String) -> SpecificationError {
        var error = place
        error.why = why
        error.remedy = remedy
        return error
    }

    /// Runs `body`; an error of the engine in it becomes one that names this file's place in the experiment.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let reason as BrainError {
            throw error("\(reason.what): \(reason.why)", reason.remedy)
        }
    }
}

extension ExperimentSpec {
    /// The files that this experiment names beside its data.
    var references: [ReferencedFile] {
        [initial?.file, distillation?.teacher].compactMap { $0 } + net.flatMap(\.references)
    }
}
