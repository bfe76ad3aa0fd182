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

    /// Reads a file, and no more than its beginning unless that is a checkpoint's and says the file's size.
    static func read(_ path: String) throws -> [UInt8] {
        try AtomicFile.read(path) { head, size in try checkHead(head, size: size, path: path) }
    }

    /// Throws unless a file of so many bytes begins like a checkpoint of that size.
    static func checkHead(_ head: [UInt8], size: Int, path: String) throws {
        func damaged(_ why: String) -> BrainError { .damagedCheckpoint(path, why) }
        guard head.starts(with: magic) else { throw BrainError.neitherCheckpointNorNet(path) }
        guard size >= headerSize + digestSize else { throw damaged("it ends after \(size) bytes") }
        var reader = CheckpointReader(head[(magic.count + 8)..<headerSize], path: path)
        let stated = try reader.count("file size")
        guard size == stated else { throw damaged("it has \(size) bytes, and should have \(stated)") }
    }

    /// The sections of a file, by name.
    static func decode(_ file: [UInt8], path: String) throws -> [String: ArraySlice<UInt8>] {
        func damaged(_ why: String) -> BrainError { .damagedCheckpoint(path, why) }
        guard file.starts(with: magic) else { throw BrainError.neitherCheckpointNorNet(path) }
        guard file.count >= headerSize + digestSize else { throw damaged("it ends after \(file.count) bytes") }
        var reader = CheckpointReader(file[magic.count..<file.count - digestSize], path: path)
        let version = try reader.integer(UInt32.self, "version")
        let sectionCount = Int(try reader.integer(UInt32.self, "number of sections"))
        let size = try reader.count("file size")
        guard size == file.count else { throw damaged("it has \(file.count) bytes, and should have \(size)") }
        guard digest(file.dropLast(digestSize)) == Array(file.suffix(digestSize)) else {
            throw damaged("its checksum does not fit its contents")
        }
        guard version == Self.version else {
            throw BrainError(
                .format, what: "reading checkpoint \(path)",
                why: "it has version \(version), this program reads \(Self.version)",
                remedy: "use the version of bbwb that wrote it")
        }
        guard sectionCount <= reader.remaining / entrySize else { throw damaged("its table is longer than the file") }
        var sections: [String: ArraySlice<UInt8>] = [:]
        var expected = headerSize + sectionCount * entrySize
        for _ in 0..<sectionCount {
            let nameBytes = try (0..<8).map { _ in try reader.integer(UInt8.self, "section name") }
            let name = String(decoding: nameBytes.prefix { $0 != 0 }, as: UTF8.self)
            let offset = try reader.count("section offset")
            let length = try reader.count("section size")
            guard offset == expected, length <= file.count - digestSize - offset, sections[name] == nil else {
                throw damaged("its section '\(name)' is not where it should be")
            }
            sections[name] = file[offset..<offset + length]
            expected += length
        }
        guard expected == file.count - digestSize else { throw damaged("there are bytes behind its last section") }
        return sections
    }

    private static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let digits = Array(SHA256Digest.hex(of: bytes).utf8)
        func nibble(_ digit: UInt8) -> UInt8 { digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - 87 }
        return stride(from: 0, to: digits.count, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) }
    }
}
