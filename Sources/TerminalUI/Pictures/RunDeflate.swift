/// Deflate (RFC 1951) in a zlib stream (RFC 1950) with the fixed code and no other matches than repetitions of the last byte.
struct RunDeflate {
    private var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingCount = 0

    /// The zlib stream of some bytes.
    static func zlib(_ content: [UInt8]) -> [UInt8] {
        var stream = RunDeflate()
        // Deflate with a window of 32 KiB; the last block, with the fixed code.
        stream.bytes = [0x78, 0x01]
        stream.put(0b1, 1)
        stream.put(0b01, 2)
        var position = 0
        while position < content.count {
            stream.literal(content[position])
            var run = position + 1
            while run < content.count, content[run] == content[position] { run += 1 }
            var length = run - position - 1
            position = run
            while length >= 3 {
                let part = min(258, length)
                stream.repeatLast(part)
                length -= part
            }
            for _ in 0..<length { stream.literal(content[position - 1]) }
        }
        stream.code(256)
        if stream.pendingCount > 0 { stream.put(0, 8 - stream.pendingCount) }
        return stream.bytes + checksum(content)
    }

    /// Adler-32, the most significant byte first.
    private static func checksum(_ content: [UInt8]) -> [UInt8] {
        var (a, b) = (UInt32(1), UInt32(0))
        for byte in content {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return [b >> 8, b, a >> 8, a].map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Adds bits, the least significant first.
    private mutating func put(_ value: UInt32, _ count: Int) {
        pending |= value << UInt32(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    /// Adds a code word, the most significant bit first.
    private mutating func putCode(_ word: UInt32, _ count: Int) {
        for bit in (0..<count).reversed() { put(word >> UInt32(bit) & 1, 1) }
    }

    private mutating func literal(_ byte: UInt8) { code(Int(byte)) }

    /// A symbol of the fixed code.
    private mutating func code(_ symbol: Int) {
        switch symbol {
        case 0...143: putCode(UInt32(0x30 + symbol), 8)
        case 144...255: putCode(UInt32(0x190 + symbol - 144), 9)
        case 256...279: putCode(UInt32(symbol - 256), 7)
        default: putCode(UInt32(0xc0 + symbol - 280), 8)
        }
    }

    /// The last byte, 3 to 258 times more.
    private mutating func repeatLast(_ length: Int) {
        if length == 258 {
            code(285)
        } else {
            var (symbol, base, extra) = (257, 3, 0)
            // Eight lengths without extra bits, then four of each number of them.
            while length >= base + 1 << extra {
                base += 1 << extra
                symbol += 1
                extra = symbol < 265 ? 0 : (symbol - 261) / 4
            }
            code(symbol)
            put(UInt32(length - base), extra)
        }
        // Distance 1.
        putCode(0, 5)
    }
}
