import Foundation
import TestSupport

@testable import BinaryBrain

/// The `.bb_net` files that the original wrote.
enum GoldenModelFiles {
    /// The bytes of one file, named without its extension.
    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: Golden.path("\(name).bb_net")))
    }

    /// The model in a file, and the reader that has read it.
    static func read(_ name: String) throws -> (model: any Model, reader: ObjectReader) {
        var reader = ObjectReader(Array(try data(name)))
        return (try reader.model("model"), reader)
    }

    /// What all files together prove about the format.
    static func evidence() throws -> FileEvidence {
        try names.reduce(into: FileEvidence()) { evidence, name in
            let reader = try read(name).reader
            evidence.add(versions: reader.versionsFound, objects: reader.objectsFound, of: name)
        }
    }

    /// All names, without extension, in alphabetical order.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Golden.directory)) ?? []
        return files.filter { $0.hasSuffix(".bb_net") }.map { String($0.dropLast(7)) }.sorted()
    }()
}
