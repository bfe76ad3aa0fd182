import Foundation

/// The `.bb_net` files that the original wrote.
enum GoldenModelFiles {
    /// The folder of the golden vectors.
    static let folder = Bundle.module.resourceURL!.appendingPathComponent("Golden")

    /// The bytes of one file, named without its extension.
    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent("\(name).bb_net"))
    }

    /// All names, without extension, in alphabetical order.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".bb_net") }.map { String($0.dropLast(7)) }.sorted()
    }()
}
