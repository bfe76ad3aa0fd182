import Foundation
import UntrustedFiles

extension UntrustedFile {
    /// The one that `BBWB_FUZZ_READER` names.
    static let chosen: UntrustedFile = {
        let name = ProcessInfo.processInfo.environment["BBWB_FUZZ_READER"] ?? ""
        guard let reader = UntrustedFile(rawValue: name) else {
            fatalError("BBWB_FUZZ_READER must be one of \(allCases.map(\.rawValue))")
        }
        return reader
    }()

    /// Writes a small intact file of each format, for the fuzzer to begin with, into `folder/FORMAT/sample`.
    static func writeSamples(to folder: String) throws {
        for reader in allCases {
            let path = "\(folder)/\(reader.rawValue)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(reader.sample()).write(to: URL(fileURLWithPath: "\(path)/sample"))
        }
    }
}
