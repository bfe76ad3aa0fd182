import Foundation

/// Something in an experiment file, or in a `--set` beside it, that cannot be used.
public struct SpecificationError: LocalizedError, Sendable, Hashable, CustomStringConvertible {
    /// The file, or `--set`.
    public var source: String
    /// Line in the file, from 1; nil for an override or if no line is to blame.
    public var line: Int?
    /// Dotted path of the field, such as `net.0.DifferentiableLut.output_shape`; empty for the whole file.
    public var field: String
    /// Why it cannot be used.
    public var why: String
    /// What to do.
    public var remedy: String

    /// Makes an error; the texts are fragments without a full stop.
    public init(source: String, line: Int? = nil, field: String = "", why: String, remedy: String) {
        self.source = source
        self.line = line
        self.field = field
        self.why = why
        self.remedy = remedy
    }

    /// `file line 12, field net.0: why: what to do`.
    public var description: String {
        let place = source + (line.map { " line \($0)" } ?? "") + (field.isEmpty ? "" : ", field \(field)")
        return "\(place): \(why): \(remedy)"
    }

    /// The description.
    public var errorDescription: String? { description }
}
