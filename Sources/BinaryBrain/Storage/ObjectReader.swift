/// Reads the values of a `.bb_net` file, one after the other, and believes none of them.
///
/// The format is that of the original (little-endian, no padding, no sizes of objects): `Object.h`, `SaveValue`. Every
/// size is compared with the bytes that remain before anything is allocated, so a damaged file costs no more memory than
/// a small multiple of its own length. Each read names its field, and throws a `BrainError` of kind `.format` for anything but an intact
/// value: it says the byte, the objects around it, the field, what was expected and what was found.
public struct ObjectReader {
    /// Objects inside objects; the original nests four deep.
    static let maximumDepth = 32
    /// Axes of a shape.
    static let maximumRank = 16
    /// Bytes of a name or rule.
    static let maximumStringLength = 4096

    private let bytes: [UInt8]
    /// Position of the next byte.
    public private(set) var offset = 0
    /// Names of the objects that are being read, outermost first.
    private var openObjects: [String] = []
    /// The versions of each level that have been read: what a file proves about the format.
    public private(set) var versionsFound: [String: Set<Int>] = [:]
    /// The names of all objects that have been read.
    public private(set) var objectsFound: Set<String> = []

    /// Whether the layout is that of checkpoints; see `ModelFile.encodeForCheckpoint`.
    let isFromCheckpoint: Bool

    /// A reader at the first of these bytes.
    public init(_ bytes: [UInt8]) { self.init(bytes, isFromCheckpoint: false) }

    /// A reader of the original's files or of checkpoints.
    init(_ bytes: [UInt8], isFromCheckpoint: Bool) {
        self.bytes = bytes
        self.isFromCheckpoint = isFromCheckpoint
    }

    /// Bytes that have not been read.
    public var remaining: Int { bytes.count - offset }

    /// An error at the present position, or at `start`.
    public func error(_ field: String, expected: String, found: String, at start: Int? = nil) -> BrainError {
        let place = openObjects.isEmpty ? "" : " in \(openObjects.joined(separator: " > "))"
        return BrainError(
            .format, what: "model file",
            why: "byte \(start ?? offset)\(place), \(field): expected \(expected), found \(found)",
            remedy: "the file is damaged or not a .bb_net file: use an intact copy")
    }

    /// Skips to `count` bytes further on; the position before it.
    private mutating func advance(_ count: Int, _ field: String, _ expected: @autoclosure () -> String) throws -> Int {
        guard count <= remaining else {
            throw error(field, expected: expected(), found: "only \(remaining) bytes to the end of the file")
        }
        defer { offset += count }
        return offset
    }

    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type, _ field: String) throws -> T {
        let size = MemoryLayout<T>.size
        let start = try advance(size, field, "\(size) bytes")
        return bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: T.self)) }
    }

    // MARK: Values

    /// A 64-bit integer.
    public mutating func int64(_ field: String) throws -> Int { Int(try integer(Int64.self, field)) }

    /// A 64-bit integer within bounds.
    public mutating func int64(_ field: String, in range: ClosedRange<Int>) throws -> Int {
        let start = offset
        let value = try int64(field)
        guard range.contains(value) else {
            throw error(field, expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)", at: start)
        }
        return value
    }

    /// A 32-bit integer.
    public mutating func int32(_ field: String) throws -> Int32 { try integer(Int32.self, field) }

    /// A single-precision number.
    public mutating func float(_ field: String) throws -> Float {
        let start = offset
        let value = Float(bitPattern: try integer(UInt32.self, field))
        guard value.isFinite else { throw error(field, expected: "a finite number", found: "\(value)", at: start) }
        return value
    }

    /// A double-precision number.
    public mutating func double(_ field: String) throws -> Double {
        let start = offset
        let value = Double(bitPattern: try integer(UInt64.self, field))
        guard value.isFinite else { throw error(field, expected: "a finite number", found: "\(value)", at: start) }
        return value
    }

    /// A truth value, one byte of 0 or 1.
    public mutating func bool(_ field: String) throws -> Bool {
        let start = offset
        let value = try integer(UInt8.self, field)
        guard value <= 1 else { throw error(field, expected: "0 or 1", found: "\(value)", at: start) }
        return value == 1
    }

    /// A length and so many bytes of UTF-8.
    public mutating func string(_ field: String) throws -> String {
        let length = try int64("\(field), length", in: 0...Self.maximumStringLength)
        let start = try advance(length, field, "\(length) bytes of text")
        guard let text = String(validating: bytes[start..<start + length], as: UTF8.self) else {
            throw error(field, expected: "UTF-8 text", found: "other bytes", at: start)
        }
        return text
    }

    /// A count and so many 64-bit extents, each at least 0, with a product below 2^31.
    public mutating func shape(_ field: String) throws -> Shape {
        let start = offset
        let rank = try int64("\(field), number of axes", in: 0...Self.maximumRank)
        var dimensions: [Int] = []
        var product = 1
        for axis in 0..<rank {
            let extent = try int64("\(field), axis \(axis)", in: 0...Int(Int32.max))
            // Both factors are below 2^31, so the product cannot overflow 64 bits.
            product *= extent
            guard product <= Int(Int32.max) else {
                throw error(field, expected: "fewer than 2^31 elements", found: "\(product)", at: start)
            }
            dimensions.append(extent)
        }
        return Shape(dimensions)
    }

    /// A shape of at least one axis and one element: that of the frames of a layer.
    public mutating func frameShape(_ field: String) throws -> Shape {
        let start = offset
        let shape = try shape(field)
        guard shape.rank > 0, shape.count > 0 else {
            throw error(field, expected: "a shape of at least one node", found: "\(shape.dimensions)", at: start)
        }
        return shape
    }

    /// The version that each level of an object begins with.
    @discardableResult
    public mutating func version(of level: String) throws -> Int {
        let version = try int64("version of \(level)", in: FileVersions.range(of: level))
        versionsFound[FileVersions.level(ofObject: level), default: []].insert(version)
        return version
    }

    /// `count` raw bytes, copied to `destination`, which has room for them.
    package mutating func copy(_ count: Int, to destination: UnsafeMutableRawPointer, _ field: String) throws {
        let start = try advance(count, field, "\(count) bytes")
        bytes.withUnsafeBytes { source in
            guard count > 0, let base = source.baseAddress else { return }
            destination.copyMemory(from: base + start, byteCount: count)
        }
    }

    /// Throws unless every byte has been read.
    public func requireEnd(_ content: String) throws {
        guard remaining == 0 else {
            throw error("end of the \(content)", expected: "the end of the file", found: "\(remaining) more bytes")
        }
    }

    // MARK: Objects

    /// Bytes that every object begins with.
    static let magic = Array("BB_OBJ".utf8)
    /// Fewest bytes of an object: magic, version and the length of its name.
    static let minimumObjectSize = magic.count + 16

    /// Whether an object begins at the present position.
    var isAtObject: Bool {
        remaining >= Self.magic.count && bytes[offset..<offset + Self.magic.count].elementsEqual(Self.magic)
    }

    /// A number of objects that follow, no more than can fit.
    public mutating func objectCount(_ field: String) throws -> Int {
        let start = offset
        let count = try int64(field, in: 0...Int.max)
        guard count <= remaining / Self.minimumObjectSize else {
            throw error(
                field, expected: "at most \(remaining / Self.minimumObjectSize) objects in the bytes that remain",
                found: "\(count)", at: start)
        }
        return count
    }

    /// An object: its header, then whatever `read` makes of its data; `read` gets the object's name.
    public mutating func object<Content>(
        _ field: String, _ read: (inout ObjectReader, String) throws -> Content
    ) throws -> Content {
        let start = offset
        guard openObjects.count < Self.maximumDepth else {
            throw error(field, expected: "at most \(Self.maximumDepth) objects inside each other", found: "more")
        }
        guard isAtObject else {
            throw error(field, expected: "an object (BB_OBJ)", found: remaining == 0 ? "the end" : "other bytes")
        }
        offset += Self.magic.count
        try version(of: FileVersions.objectHeader)
        let name = try string("object name")
        openObjects.append("\(name) at byte \(start)")
        objectsFound.insert(name)
        defer { openObjects.removeLast() }
        return try read(&self, name)
    }

    /// An object that must have this name.
    public mutating func object<Content>(
        named wanted: String, _ field: String, _ read: (inout ObjectReader) throws -> Content
    ) throws -> Content {
        let start = offset
        return try object(field) { reader, name in
            guard name == wanted else {
                throw reader.error(field, expected: "an object \(wanted)", found: "'\(name)'", at: start)
            }
            return try read(&reader)
        }
    }

    /// Runs `body`; what it finds wrong with the values becomes an error about the file.
    public func checking<Content>(_ field: String, at start: Int, _ body: () throws -> Content) throws -> Content {
        do {
            return try body()
        } catch let reason as BrainError where reason.kind != .format {
            throw error(field, expected: "values that fit together", found: "\(reason.what): \(reason.why)", at: start)
        }
    }
}
