import Foundation
import TestSupport

/// The `.bb_net` files that the original wrote.
enum GoldenModelFiles {
    /// The bytes of one file, named without its extension.
    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: Golden.path("\(name).bb_net")))
    }

    /// All names, without extension, in alphabetical order.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Golden.directory)) ?? []
        return files.filter { $0.hasSuffix(".bb_net") }.map { String($0.dropLast(7)) }.sorted()
    }()
}
