import BinaryBrain
import Foundation

/// Reads what a file has grown by since the last look. Each look opens the file anew: over a network file system an open file may
/// not show what others have added.
struct GrowingFile {
    /// What a look has found.
    struct News {
        /// Bytes that were not seen before.
        var bytes: [UInt8]
        /// Whether it is another file than before, or one that was cut: what was read before is no longer there.
        var isAnew: Bool
    }

    let path: String
    private var position = 0
    private var identity: UInt64?

    /// Bytes of one look; there may be more.
    private static let pieceSize = 1 << 22

    init(path: String) { self.path = path }

    /// What is new; nothing where there is no file.
    /// - Throws: `BrainError` if it cannot be read.
    mutating func read() throws -> News {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw SystemFailure.reading(path) }
            return News(bytes: [], isAnew: false)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFailure.reading(path) }
        let isAnew = identity != nil && (identity != UInt64(status.st_ino) || Int(status.st_size) < position)
        if isAnew { position = 0 }
        identity = UInt64(status.st_ino)
        var bytes = [UInt8](repeating: 0, count: max(0, min(Self.pieceSize, Int(status.st_size) - position)))
        guard !bytes.isEmpty else { return News(bytes: [], isAnew: isAnew) }
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(position)) }
        guard count >= 0 else { throw SystemFailure.reading(path) }
        position += count
        return News(bytes: Array(bytes[..<count]), isAnew: isAnew)
    }
}

/// The records that a journal has grown by since the last look.
struct JournalTail {
    private var file: GrowingFile
    /// The beginning of a line whose end is not written yet.
    private var rest: [UInt8] = []

    init(_ directory: RunDirectory) { file = GrowingFile(path: directory.journalPath) }

    /// The records whose lines are complete; `isAnew` if they replace all before.
    mutating func news() throws -> (records: [JournalRecord], isAnew: Bool) {
        let news = try file.read()
        if news.isAnew { rest = [] }
        rest += news.bytes
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return ([], news.isAnew) }
        let lines = Array(rest[...end])
        rest.removeSubrange(...end)
        return (Journal(lines).records, news.isAnew)
    }
}
