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
    private let handle: OpaquePointer

    init(path: String, layout: Layout) throws {
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
        try check(archive_read_open_filename(handle, path, Self.blockSize))
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

    /// All bytes of the current entry.
    func readEntry(limit: Int = defaultLimit) throws -> [UInt8] {
        var result: [UInt8] = []
        try forEachBlock(limit: limit) { result.append(contentsOf: $0) }
        return result
    }

    /// All bytes of a file that may be plain, gzip or xz, unpacked.
    static func contents(of path: String, limit: Int = defaultLimit) throws -> [UInt8] {
        let reader = try ArchiveReader(path: path, layout: .stream)
        guard try reader.nextEntry() != nil else { return [] }
        return try reader.readEntry(limit: limit)
    }

    private func check(_ status: Int32) throws {
        guard status < ARCHIVE_OK else { return }
        // A warning (such as an odd time stamp) does not harm the contents.
        guard status != ARCHIVE_WARN else { return }
        let why = archive_error_string(handle).map { String(cString: $0) } ?? "libarchive gives no reason"
        // A positive code is the system's errno, except for EILSEQ: libarchive's word for damaged content, as are the rest.
        let code = archive_errno(handle)
        throw BrainError(
            code > 0 && code != EILSEQ ? .io : .format, what: "cannot read \(path)", why: why,
            remedy: "check that the file exists, is readable and complete")
    }
}
