import BinaryBrain
import Foundation

/// Puts a file of a data set into its place: unpacked, checked, and under its final name only when it is complete.
struct FileInstaller {
    /// Where the files go.
    let directory: String
    /// Whether content of the right form but with another digest than the published one will do.
    let acceptsOtherVersions: Bool

    /// Whether `file` is in its place and will do.
    func isInstalled(_ file: CatalogEntry.File) -> Bool {
        let path = "\(directory)/\(file.name)"
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size == file.byteCount,
            let digest = try? SHA256Digest.hex(ofFile: path)
        else { return false }
        return digest == file.sha256 || acceptsOtherVersions
    }

    /// Installs `file` from a plain, gzip or xz compressed file. True if it is the published version.
    @discardableResult
    func install(_ file: CatalogEntry.File, from path: String) throws -> Bool {
        let reader = try ArchiveReader(path: path, layout: .stream)
        guard try reader.nextEntry() != nil else { throw BrainError.malformedFile(path, "it is empty") }
        return try install(file, from: reader, source: path)
    }

    /// Installs all of `files` from an archive that holds them in any folder. True if all are the published version.
    @discardableResult
    func install(_ files: [CatalogEntry.File], fromArchive path: String) throws -> Bool {
        let reader = try ArchiveReader(path: path, layout: .entries)
        var missing = files
        var published = true
        while let entry = try reader.nextEntry() {
            let name = entry.split(separator: "/").last.map(String.init) ?? entry
            guard let index = missing.firstIndex(where: { $0.name == name }) else { continue }
            let file = missing.remove(at: index)
            published = try install(file, from: reader, source: "\(path) (\(entry))") && published
        }
        guard missing.isEmpty else { throw BrainError.malformedFile(path, "\(missing[0].name) is missing from it") }
        return published
    }

    private func install(_ file: CatalogEntry.File, from reader: ArchiveReader, source: String) throws -> Bool {
        let output = try FileOutput("\(directory)/\(file.name)")
        let digest = try unpack(reader, to: output, file: file, source: source)
        if digest != file.sha256 {
            guard acceptsOtherVersions else {
                throw BrainError.malformedFile(source, "its SHA-256 is \(digest), not \(file.sha256)")
            }
            var pixels: [UInt8] = []
            var labels: [Int32] = []
            try Cifar10Layout.append(
                ArchiveReader.contents(of: output.unfinishedPath(), Cifar10Layout.largestSize), file: source,
                pixels: &pixels, labels: &labels)
        }
        try output.commit()
        // What an earlier download has brought of it is of no more use.
        unlink("\(directory)/\(file.name).gz.part")
        return digest == file.sha256
    }

    /// Writes the unpacked content and gives its digest; throws unless it has the right size.
    private func unpack(
        _ reader: ArchiveReader, to output: FileOutput, file: CatalogEntry.File, source: String
    ) throws -> String {
        let stream = SHA256Digest.Stream()
        var size = 0
        try reader.forEachBlock(limit: file.byteCount) { block in
            stream.update(block)
            size += block.count
            try output.append(block)
        }
        guard size == file.byteCount else {
            throw BrainError.malformedFile(source, "it unpacks to \(size) bytes instead of \(file.byteCount)")
        }
        return stream.finish()
    }
}
