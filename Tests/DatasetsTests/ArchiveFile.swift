import CArchive
import Foundation

/// Writes compressed files and archives for tests, so that no tool of the system is needed.
enum ArchiveFile {
    enum Format: Sendable {
        case gzip
        case xz
        case tarGzip
        case zip
    }

    /// Writes entries; gzip and xz take exactly one.
    static func write(_ entries: [(name: String, bytes: [UInt8])], to path: String, as format: Format) throws {
        let archive = archive_write_new()
        defer { archive_write_free(archive) }
        switch format {
        case .gzip, .tarGzip: archive_write_add_filter_gzip(archive)
        case .xz: archive_write_add_filter_xz(archive)
        case .zip: archive_write_add_filter_none(archive)
        }
        switch format {
        case .gzip, .xz: archive_write_set_format_raw(archive)
        case .tarGzip: archive_write_set_format_ustar(archive)
        case .zip: archive_write_set_format_zip(archive)
        }
        try check(archive_write_open_filename(archive, path))
        for (name, bytes) in entries {
            let entry = archive_entry_new()
            defer { archive_entry_free(entry) }
            archive_entry_set_pathname(entry, name)
            archive_entry_set_size(entry, Int64(bytes.count))
            archive_entry_set_filetype(entry, S_IFREG)
            archive_entry_set_perm(entry, 0o644)
            try check(archive_write_header(archive, entry))
            if !bytes.isEmpty, archive_write_data(archive, bytes, bytes.count) != bytes.count { throw Failure() }
        }
        try check(archive_write_close(archive))
    }

    private struct Failure: Error {}

    private static func check(_ status: Int32) throws {
        if status < ARCHIVE_OK { throw Failure() }
    }
}
