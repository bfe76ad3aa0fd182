import BinaryBrain

/// The header of a .npy file whose elements come one after another.
public struct NumpyStreamHeader: Sendable {
    /// Extent of each axis, outermost first.
    public let shape: [Int]
    /// Element type.
    public let element: NumpyElement
    /// Whether the first axis is the fastest: then frames do not come one after another.
    public let isFortranOrder: Bool
    /// Bytes before the elements.
    public let headerSize: Int
    /// Bytes of all elements.
    public let size: Int

    /// Bytes of the signature, the version, and the shortest length.
    private static let startSize = 10

    /// Reads a header.
    /// - Parameters:
    ///   - file: its name in errors.
    ///   - read: gives the next bytes, fewer only at the end.
    public init(file: String, read: (Int) throws -> [UInt8]) throws {
        var bytes = try read(Self.startSize)
        // What is too short, or no such file, is told below.
        if bytes.count == Self.startSize, bytes.starts(with: NumpyArray.magic) {
            if bytes[6] > 1 { bytes += try read(2) }
            let length = bytes[8...].reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length <= Self.longestHeader else {
                throw BrainError.malformedFile(file, "its header has \(length) bytes")
            }
            bytes += try read(length)
        }
        var reader = ByteReader(bytes, file: file)
        let (header, size) = try NumpyArray.header(&reader)
        shape = header.shape
        element = header.element
        isFortranOrder = header.fortranOrder
        headerSize = reader.offset
        self.size = size
    }

    private static let longestHeader = 1 << 20

    /// Whether some bytes begin like a .npy file.
    public static func isBeginning(_ bytes: [UInt8]) -> Bool { bytes.starts(with: NumpyArray.magic) }
}

extension NumpyElement {
    /// Elements in memory, little-endian, as single-precision numbers (the nearest ones).
    package func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
        NumpyArray(shape: [bytes.count / byteCount], element: self, bytes: Array(bytes)).floats
    }
}
