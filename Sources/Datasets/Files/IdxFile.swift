import BinaryBrain

/// An IDX file of unsigned bytes, the format of MNIST: two zero bytes, the element type, the number of axes, each extent as a
/// big-endian 32-bit integer, then the elements.
struct IdxFile {
    /// Extent of each axis; the first counts samples.
    let extents: [Int]
    /// The elements, last axis fastest.
    let bytes: [UInt8]

    private static let unsignedByte = 0x08

    /// Reads a plain, gzip or xz compressed file.
    init(contentsOf path: String) throws {
        let content = try ArchiveReader.contents(of: path) { head in
            var reader = ByteReader(head, file: path)
            let size = try Self.header(&reader).size
            return reader.offset + size
        }
        try self.init(content, file: path)
    }

    /// Parses the bytes of a file; `file` is its name in errors.
    init(_ content: [UInt8], file: String) throws {
        var reader = ByteReader(content, file: file)
        let (extents, size) = try Self.header(&reader)
        guard size == reader.remaining else {
            throw reader.malformed("an array of \(extents) takes \(size) bytes and \(reader.remaining) follow")
        }
        self.extents = extents
        bytes = try Array(reader.take(size, of: "the array"))
    }

    /// The extents, and the bytes that the elements take.
    private static func header(_ reader: inout ByteReader) throws -> (extents: [Int], size: Int) {
        guard try reader.bigEndian(2, of: "the signature") == 0 else {
            throw reader.malformed("it does not begin like an IDX file")
        }
        let type = try reader.bigEndian(1, of: "the element type")
        guard type == unsignedByte else {
            throw BrainError(
                .format, what: "cannot read \(reader.file)",
                why: "its elements are of IDX type \(type), not unsigned bytes (8)",
                remedy: "convert it to unsigned bytes, or save the arrays as train.npy and test.npy")
        }
        let rank = try reader.bigEndian(1, of: "the number of axes")
        guard rank > 0 else { throw reader.malformed("it has no axes") }
        var extents: [Int] = []
        for axis in 0..<rank { extents.append(try reader.bigEndian(4, of: "axis \(axis)")) }
        return (extents, try reader.product(extents, of: "the array"))
    }
}
