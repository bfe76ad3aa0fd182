import BinaryBrain
import CArchive
import Foundation

/// A file opened through libarchive: plain, gzip or xz contents, or the entries of a tar or zip.
///
/// Memory grows with the bytes that really arrive; sizes that a header claims are never allocated in advance.
final class ArchiveReader {
    /// How a file is to be taken.
    enum Layout {
        /// One stream, plain or compressed with gzip or xz.
        case stream
        /// A zip, or a tar (plain or compressed).
        case entries
    }

    /// No data set that the loaders know comes near this; a larger stream is a decompression bomb or a mistake.
    static let defaultLimit = 1 << 31

    private static let blockSize = 1 << 16

    private let path: String
    private let file: InputFile
    private let handle: OpaquePointer

    init(path: String, layout: Layout) throws {
        file = try InputFile(path)
        guard let handle = archive_read_new() else {
            throw BrainError(
                .io, what: "cannot read \(path)", why: "libarchive could not start", remedy: "free some memory")
        }
        self.path = path
        self.handle = handle
        archive_read_support_filter_gzip(handle)
        archive_read_support_filter_xz(handle)
        switch layout {
        case .stream:
            archive_read_support_format_raw(handle)
        case .entries:
            archive_read_support_format_zip(handle)
            archive_read_support_format_tar(handle)
        }
        archive_read_support_format_empty(handle)
        try check(archive_read_open_fd(handle, file.descriptor, Self.blockSize))
    }

    deinit { archive_read_free(handle) }

    /// Moves to the next entry and gives its path inside the archive (`data` for a stream); nil after the last.
    func nextEntry() throws -> String? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(handle, &entry)
        if status == ARCHIVE_EOF { return nil }
        try check(status)
        guard let name = archive_entry_pathname(entry) else {
            throw BrainError.malformedFile(path, "an entry has no name")
        }
        return String(cString: name)
    }

    /// Hands out the current entry's bytes, a block after another, until its end; throws beyond `limit` bytes.
    func forEachBlock(limit: Int = defaultLimit, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        var total = 0
        while true {
            var start: UnsafeRawPointer?
            var size = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(handle, &start, &size, &offset)
            if status == ARCHIVE_EOF { return }
            try check(status)
            guard offset == total else { throw BrainError.malformedFile(path, "an entry has holes") }
            guard size <= limit - total else {
                throw BrainError.malformedFile(path, "it unpacks to more than \(limit) bytes")
            }
            total += size
            try body(UnsafeRawBufferPointer(start: start, count: size))
        }
    }

    /// Says from the first bytes of some content how many there are in all; throws if they are no such content.
    typealias SizeRule = @Sendable (_ head: [UInt8]) throws -> Int

    /// Bytes that a size rule gets to see, unless there are fewer.
    static let headSize = 1 << 17

    /// All bytes of the current entry, which are unpacked no further than its own header says.
    func readEntry(_ size: SizeRule = { _ in defaultLimit }) throws -> [UInt8] {
        var result: [UInt8] = []
        var limit: Int?
        try forEachBlock { block in
            result.append(contentsOf: block)
            if limit == nil, result.count >= Self.headSize { limit = try self.limit(size, result) }
            guard result.count <= limit ?? .max else {
                throw BrainError.malformedFile(path, "more follows than the \(limit ?? 0) bytes that its header says")
            }
        }
        if limit == nil { _ = try size(result) }
        return result
    }

    /// Bytes that are needed several times over before they are samples.
    private static let memoryFactor = 3

    private func limit(_ size: SizeRule, _ head: [UInt8]) throws -> Int {
        let limit = try size(head)
        try MemoryBudget.require(
            Self.memoryFactor * min(limit, Self.defaultLimit), for: "reading \(path)", remedy: "give a smaller file")
        return limit
    }

    /// All bytes of a file that may be plain, gzip or xz, unpacked.
    static func contents(of path: String, _ size: SizeRule = { _ in defaultLimit }) throws -> [UInt8] {
        let reader = try ArchiveReader(path: path, layout: .stream)
        guard try reader.nextEntry() != nil else { return [] }
        return try reader.readEntry(size)
    }

    private func check(_ status: Int32) throws {
        guard status < ARCHIVE_OK else { return }
        // A warning (such as an odd time stamp) does not harm the contents.
        guard status != ARCHIVE_WARN else { return }
        // A positive code is the system's errno, except for EILSEQ: libarchive's word for damaged content, as are the rest.
        let code = archive_errno(handle)
        let isSystem = code > 0 && code != EILSEQ
        let why =
            isSystem
            ? String(cString: strerror(code))
            : archive_error_string(handle).map { String(cString: $0) } ?? "libarchive gives no reason"
        throw BrainError(
            isSystem ? .io : .format, what: "cannot read \(path)", why: why,
            remedy: "check that the file exists, is readable and complete")
    }
}
