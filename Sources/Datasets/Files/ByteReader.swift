import BinaryBrain

/// Reads a file's bytes from the front, checking every size against the bytes that remain.
struct ByteReader {
    /// The file's name as errors show it.
    let file: String
    let bytes: [UInt8]
    private(set) var offset = 0

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    var remaining: Int { bytes.count - offset }

    /// The next `count` bytes, which are only looked at once they are known to be there.
    mutating func take(_ count: Int, of what: String) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else {
            throw malformed("\(what) needs \(count) bytes and \(remaining) remain")
        }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    /// A big-endian unsigned integer of `byteCount` bytes (at most 4).
    mutating func bigEndian(_ byteCount: Int, of what: String) throws -> Int {
        try take(byteCount, of: what).reduce(0) { $0 << 8 | Int($1) }
    }

    /// A little-endian unsigned integer of `byteCount` bytes (at most 4).
    mutating func littleEndian(_ byteCount: Int, of what: String) throws -> Int {
        try take(byteCount, of: what).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The product of `factors`; throws if one is negative or the product does not fit an `Int`.
    func product(_ factors: [Int], of what: String) throws -> Int {
        var result = 1
        for factor in factors {
            let (next, overflow) = result.multipliedReportingOverflow(by: factor)
            guard factor >= 0, !overflow else { throw malformed("the size of \(what), \(factors), is not possible") }
            result = next
        }
        return result
    }

    /// An error about the content of this file.
    func malformed(_ why: String) -> BrainError { .malformedFile(file, why) }
}

extension BrainError {
    /// A file whose content is not what its format says.
    static func malformedFile(_ file: String, _ why: String) -> BrainError {
        BrainError(
            .format, what: "cannot read \(file)", why: why,
            remedy: "the file is damaged or of another format; get it again or give another file")
    }
}
