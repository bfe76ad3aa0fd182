import BinaryBrain
import Foundation

/// Reads the net of a file that an experiment names.
typealias NetReader = (ReferencedFile) throws -> any Model

/// A layer of a trained net that a layer of an experiment takes over, as `FILE @LAYER`.
struct TrainedLayer: Sendable, Hashable {
    /// The net's file.
    let file: ReferencedFile
    /// The layer's name, or its number in the table of layers.
    let layer: String

    /// Reads the field `name` among others, and `sha256` beside it.
    init(_ name: String, of fields: [String: SpecificationValue], in value: SpecificationValue) throws {
        file = try ReferencedFile(name, of: fields, in: value, example: "\(name): best.bbwb @2") { given in
            guard let mark = given.range(of: " @", options: .backwards), mark.lowerBound != given.startIndex,
                mark.upperBound != given.endIndex
            else { return nil }
            return String(given[..<mark.lowerBound])
        }
        let text = try fields[name]?.text() ?? ""
        layer = String(text.dropFirst(file.path.count + 2))
    }
}
