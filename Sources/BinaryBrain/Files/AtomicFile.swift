/// Reads and writes whole files; see `InputFile` and `FileOutput` for what that means for links, pipes and devices.
package enum AtomicFile {
    /// The largest file that is read, in bytes.
    package static let defaultLimit = 1 << 32

    /// All bytes of a file that has no more than `limit`.
    /// - Parameter checkHead: gets the first bytes and the file's size before the rest is read, and throws if the file is no such
    ///   file; of another kind of file nothing more is read.
    package static func read(
        _ path: String, limit: Int = defaultLimit,
        checkHead: (_ head: [UInt8], _ size: Int) throws -> Void = { _, _ in }
    ) throws -> [UInt8] {
        let file = try InputFile(path)
        try checkHead(file.head(headSize), file.size)
        try MemoryBudget.require(file.size, for: "reading \(path)", remedy: "give a smaller file")
        return try file.readAll(limit: limit)
    }

    /// Bytes that `checkHead` gets, unless the file has fewer.
    private static let headSize = 8192

    /// Writes all bytes of a file, in one step for whoever looks.
    package static func write(_ bytes: [UInt8], to path: String) throws {
        let output = try FileOutput(path)
        try bytes.withUnsafeBytes { try output.append($0) }
        try output.commit()
    }
}
