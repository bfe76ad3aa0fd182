import BinaryBrain
import Datasets

/// The outer form of a `.bbwb` file: named sections behind a table, and a checksum over everything.
///
///     magic "BBWBCKPT" | u32 version | u32 sections | u64 file size
///     a section: 8 bytes of name (padded with zeros) | u64 offset | u64 size
///     the sections' bytes, without gaps
///     SHA-256 of all bytes before it
///
/// All numbers are little-endian.
enum CheckpointContainer {
    static let version: UInt32 = 1
    private static let magic = Array("BBWBCKPT".utf8)
    private static let headerSize = 24
    private static let entrySize = 24
    private static let digestSize = 32

    /// The file that holds these sections, in this order.
    static func encode(_ sections: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var offset = headerSize + sections.count * entrySize
        let size = sections.reduce(offset + digestSize) { $0 + $1.bytes.count }
        var writer = CheckpointWriter()
        for byte in magic { writer.write(byte) }
        writer.write(version)
        writer.write(UInt32(sections.count))
        writer.write(UInt64(size))
        for section in sections {
            let name = Array(section.name.utf8)
            precondition(name.count <= 8, "a section's name has at most 8 bytes")
            for byte in name + [UInt8](repeating: 0, count: 8 - name.count) { writer.write(byte) }
            writer.write(UInt64(offset))
            writer.write(UInt64(section.bytes.count))
            offset += section.bytes.count
        }
        var file = writer.bytes
        for section in sections { file += section.bytes }
        return file + digest(file[...])
    }

    /// Above this size a file's checksum is looked at before the file is held in memory.
    private static let smallSize = 16 << 20

    /// Reads a file, and no more than its beginning unless that is a checkpoint's and says the file's size and its sections' places.
    static func read(_ path: String) throws -> [UInt8] {
        try AtomicFile.read(path) { head, size in
            try checkHead(head, size: size, path: path)
            if size > smallSize { try checkDigest(ofFile: path, size: size) }
        }
    }

    /// Throws unless a file of so many bytes begins like a checkpoint of that size.
    static func checkHead(_ head: [UInt8], size: Int, path: String) throws {
        guard head.starts(with: magic) else { throw BrainError.neitherCheckpointNorNet(path) }
        guard size >= headerSize + digestSize else {
            throw BrainError.damagedCheckpoint(path, "it ends after \(size) bytes")
        }
        var reader = CheckpointReader(head.prefix(size - digestSize)[magic.count...], path: path)
        _ = try sections(&reader, fileSize: size, path: path)
    }

    /// Throws unless a file ends with its checksum; reads it in blocks.
    private static func checkDigest(ofFile path: String, size: Int) throws {
        let file = try InputFile(path)
        let stream = SHA256Digest.Stream()
        var (left, end) = (size - digestSize, [UInt8]())
        while true {
            let block = try file.read(upTo: 1 << 20)
            if block.isEmpty { break }
            block.prefix(left).withUnsafeBytes { stream.update($0) }
            end += block.dropFirst(left)
            left -= min(left, block.count)
        }
        guard end == bytes(ofDigits: stream.finish()) else { throw wrongChecksum(path) }
    }

    private static func wrongChecksum(_ path: String) -> BrainError {
        .damagedCheckpoint(path, "its checksum does not match its contents")
    }

    /// The sections of a file, by name.
    static func decode(_ file: [UInt8], path: String) throws -> [String: ArraySlice<UInt8>] {
        try checkHead(file, size: file.count, path: path)
        guard digest(file.dropLast(digestSize)) == Array(file.suffix(digestSize)) else { throw wrongChecksum(path) }
        var reader = CheckpointReader(file[magic.count..<file.count - digestSize], path: path)
        return try sections(&reader, fileSize: file.count, path: path).mapValues { file[$0] }
    }

    /// Where the sections of a file are that has so many bytes, read from behind its magic.
    private static func sections(
        _ reader: inout CheckpointReader, fileSize: Int, path: String
    ) throws -> [String: Range<Int>] {
        func damaged(_ why: String) -> BrainError { .damagedCheckpoint(path, why) }
        let version = try reader.integer(UInt32.self, "version")
        let sectionCount = Int(try reader.integer(UInt32.self, "number of sections"))
        let size = try reader.count("file size")
        guard size == fileSize else { throw damaged("it has \(fileSize) bytes but should have \(size)") }
        guard version == Self.version else {
            throw BrainError(
                .format, what: "reading checkpoint \(path)",
                why: "it has version \(version), this program reads \(Self.version)",
                remedy: "use the version of bbwb that wrote it")
        }
        guard sectionCount <= reader.remaining / entrySize else { throw damaged("its table is longer than the file") }
        var sections: [String: Range<Int>] = [:]
        var expected = headerSize + sectionCount * entrySize
        for _ in 0..<sectionCount {
            let nameBytes = try (0..<8).map { _ in try reader.integer(UInt8.self, "section name") }
            let name = String(decoding: nameBytes.prefix { $0 != 0 }, as: UTF8.self)
            let offset = try reader.count("section offset")
            let length = try reader.count("section size")
            guard offset == expected, length <= fileSize - digestSize - offset, sections[name] == nil else {
                throw damaged("its section '\(name)' is not where it should be")
            }
            sections[name] = offset..<offset + length
            expected += length
        }
        guard expected == fileSize - digestSize else { throw damaged("there are bytes after its last section") }
        return sections
    }

    private static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Self.bytes(ofDigits: SHA256Digest.hex(of: bytes))
    }

    private static func bytes(ofDigits text: String) -> [UInt8] {
        let digits = Array(text.utf8)
        func nibble(_ digit: UInt8) -> UInt8 { digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - 87 }
        return stride(from: 0, to: digits.count, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) }
    }
}
