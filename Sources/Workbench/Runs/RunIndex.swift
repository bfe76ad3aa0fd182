import BinaryBrain
import Datasets
import Foundation

/// What the journals of ended runs say, so that a list of thousands of runs reads one file instead of theirs.
///
/// It is a copy of what the journals say and nothing more: an entry counts only as long as its journal is the same file of the same
/// size and time, and whatever is wrong with the index, it is made anew.
struct RunIndex {
    /// What tells one state of a file from another.
    struct Identity: Hashable {
        var inode: UInt64
        var size: Int64
        /// In nanoseconds.
        var modified: Int64

        /// Nil if there is no such file.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        }

        fileprivate init(_ reader: inout IndexReader) throws {
            inode = try reader.unsigned()
            size = try reader.signed()
            modified = try reader.signed()
        }
    }

    /// One run that has ended.
    struct Entry {
        /// The journal then.
        var journal: Identity
        /// SHA-256 of its specification.
        var specification: String
        /// What its journal says.
        var summary: RunSummary
    }

    /// The entries, by the runs' names.
    private(set) var entries: [String: Entry] = [:]
    private(set) var hasChanged = false

    private static let magic = Array("BBRUNS01".utf8)
    private static func path(in folder: String) -> String { "\(folder)/.index" }

    /// The index of a folder of runs; empty if there is none, or it is damaged.
    init(of folder: String) {
        guard let bytes = try? AtomicFile.read(Self.path(in: folder)), let read = try? Self.entries(bytes, folder)
        else { return }
        entries = read
    }

    /// The entry of a run whose journal is as it was.
    func entry(of name: String, journal: Identity) -> Entry? {
        guard let entry = entries[name], entry.journal == journal else { return nil }
        return entry
    }

    /// Adds a run that has ended.
    mutating func add(_ entry: Entry) {
        entries[entry.summary.name] = entry
        hasChanged = true
    }

    /// Leaves out what is no more.
    mutating func keep(only names: Set<String>) {
        guard entries.count > names.count || !entries.keys.allSatisfy(names.contains) else { return }
        entries = entries.filter { names.contains($0.key) }
        hasChanged = true
    }

    /// Writes it, if it has changed. Where nothing can be written, the next list takes as long as this one.
    func save(in folder: String) {
        guard hasChanged else { return }
        var writer = IndexWriter()
        writer.write(UInt64(entries.count))
        for entry in entries.values { writer.write(entry) }
        let digest = Array(SHA256Digest.hex(of: writer.bytes).utf8)
        try? AtomicFile.write(Self.magic + digest + writer.bytes, to: Self.path(in: folder))
    }

    private static let digestSize = 64

    private static func entries(_ bytes: [UInt8], _ folder: String) throws -> [String: Entry] {
        let start = magic.count + digestSize
        guard bytes.count >= start, bytes.starts(with: magic),
            Array(SHA256Digest.hex(of: Array(bytes[start...])).utf8) == Array(bytes[magic.count..<start])
        else { throw IndexReader.Damage() }
        var reader = IndexReader(bytes, from: start)
        let count = try reader.unsigned()
        var entries: [String: Entry] = [:]
        for _ in 0..<count {
            let journal = try Identity(&reader)
            let specification = try reader.text()
            let summary = try reader.summary(in: folder)
            entries[summary.name] = Entry(journal: journal, specification: specification, summary: summary)
        }
        return entries
    }
}
