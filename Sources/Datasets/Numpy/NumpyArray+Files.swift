import BinaryBrain
import Foundation

extension NumpyArray {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Reads a .npy file (format versions 1 to 3, C or Fortran order; also gzip or xz compressed).
    /// - Throws: `BrainError` if the file cannot be read, or is no intact .npy file of a known element type; it says where and why.
    public init(contentsOf path: String) throws {
        try self.init(npy: ArchiveReader.contents(of: path, Self.sizeRule(file: path)), file: path)
    }

    /// The size of a .npy file, from its first bytes.
    static func sizeRule(file: String) -> ArchiveReader.SizeRule {
        { head in
            var reader = ByteReader(head, file: file)
            let size = try header(&reader).size
            return reader.offset + size
        }
    }

    /// Parses the bytes of a .npy file; `file` is its name in errors.
    public init(npy bytes: [UInt8], file: String) throws {
        var reader = ByteReader(bytes, file: file)
        let (header, size) = try Self.header(&reader)
        guard size == reader.remaining else {
            throw reader.malformed(
                "an array of shape \(header.shape) takes \(size) bytes and \(reader.remaining) follow")
        }
        let content = try Array(reader.take(size, of: "the array"))
        self.init(
            shape: header.shape, element: header.element,
            bytes: header.fortranOrder
                ? Self.reordered(content, shape: header.shape, elementSize: header.element.byteCount) : content)
    }

    /// The header, and the bytes that the elements take.
    static func header(_ reader: inout ByteReader) throws -> (NumpyHeader, size: Int) {
        guard try Array(reader.take(magic.count, of: "the signature")) == magic else {
            throw reader.malformed("it does not begin with the signature of a .npy file")
        }
        let major = try reader.take(2, of: "the version").first ?? 0
        guard (1...3).contains(major) else { throw reader.malformed("format version \(major) is unknown") }
        let headerLength = try reader.littleEndian(major == 1 ? 2 : 4, of: "the header's length")
        let text = try reader.take(headerLength, of: "the header")
        guard let text = String(validating: text, as: UTF8.self) else {
            throw reader.malformed("its header is not text")
        }
        let header = try NumpyHeader(text, file: reader.file)
        return (header, try reader.product(header.shape + [header.element.byteCount], of: "the array"))
    }

    /// Fortran order (first axis fastest) to C order.
    private static func reordered(_ bytes: [UInt8], shape: [Int], elementSize: Int) -> [UInt8] {
        guard shape.count > 1, !bytes.isEmpty else { return bytes }
        var strides: [Int] = []
        var stride = elementSize
        for extent in shape {
            strides.append(stride)
            stride *= extent
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = [Int](repeating: 0, count: shape.count)
        var source = 0
        while result.count < bytes.count {
            result.append(contentsOf: bytes[source..<source + elementSize])
            for axis in shape.indices.reversed() {
                index[axis] += 1
                source += strides[axis]
                if index[axis] < shape[axis] { break }
                source -= strides[axis] * shape[axis]
                index[axis] = 0
            }
        }
        return result
    }

    /// The bytes of a .npy file, format version 1, C order; the data begin at a multiple of 64 bytes.
    public var npyBytes: [UInt8] { Self.header(element, shape: shape) + bytes }

    /// The bytes before the elements.
    /// - Parameter size: how many they are to be at least.
    public static func header(_ element: NumpyElement, shape: [Int], size: Int = 0) -> [UInt8] {
        let order = element.byteCount == 1 ? "|" : "<"
        let extents = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
        var header = "{'descr': '\(order)\(element.rawValue)', 'fortran_order': False, 'shape': (\(extents)), }"
        let prefix = magic.count + 4
        let padded = max(size, (prefix + header.utf8.count + 1 + 63) / 64 * 64)
        header += String(repeating: " ", count: padded - prefix - header.utf8.count - 1) + "\n"
        return magic + [1, 0] + littleEndianBytes([UInt16(header.utf8.count)]) + Array(header.utf8)
    }

    /// Writes a .npy file; an existing file is replaced only by a complete one.
    /// - Throws: `BrainError` if the file cannot be written; an earlier one stays as it was.
    public func write(to path: String) throws { try AtomicFile.write(npyBytes, to: path) }
}
