import Foundation

/// Values as lines of JSON.
package enum JSONLine {
    /// The value without line breaks, keys in alphabetical order. Numbers that JSON lacks become the words "nan", "inf" and "-inf", moments
    /// those of ISO 8601.
    package static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
