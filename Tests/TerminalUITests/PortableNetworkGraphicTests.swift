import Foundation
import Netlist
import Testing

@testable import TerminalUI

/// A reader of deflate streams of one block with the fixed code, after RFC 1951 and independent of what writes them.
private struct FixedInflate {
    enum Fault: Error { case kind, symbol, distance }
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private mutating func bit() -> Int {
        defer { place += 1 }
        return Int(bytes[place / 8] >> UInt8(place % 8) & 1)
    }

    private mutating func bits(_ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit() << $1 } }

    private mutating func symbol() throws -> Int {
        var (code, length) = (0, 0)
        while length < 9 {
            code = code << 1 | bit()
            length += 1
            switch (length, code) {
            case (7, 0b0000000...0b0010111): return 256 + code
            case (8, 0b00110000...0b10111111): return code - 0b00110000
            case (8, 0b11000000...0b11000111): return 280 + code - 0b11000000
            case (9, 0b110010000...0b111111111): return 144 + code - 0b110010000
            default: break
            }
        }
        throw Fault.symbol
    }

    static func content(of bytes: [UInt8]) throws -> [UInt8] {
        var reader = Self(bytes)
        guard reader.bits(3) == 0b011 else { throw Fault.kind }
        let bases = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227, 258,
        ]
        let extras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
        var content: [UInt8] = []
        while true {
            let symbol = try reader.symbol()
            if symbol == 256 { return content }
            if symbol < 256 {
                content.append(UInt8(symbol))
                continue
            }
            let length = bases[symbol - 257] + reader.bits(extras[symbol - 257])
            guard reader.bits(5) == 0, let last = content.last else { throw Fault.distance }
            content += [UInt8](repeating: last, count: length)
        }
    }
}

@Suite("PNG files")
struct PortableNetworkGraphicTests {
    /// Runs of every length that a match can have, and longer ones, between bytes of all values.
    @Test func everyRunComesBack() throws {
        var content: [UInt8] = []
        for length in Array(1...300) + [515, 516, 517, 774, 775, 10000] {
            content += [UInt8](repeating: UInt8(truncatingIfNeeded: length * 7), count: length)
        }
        for part in [content, (0...255).map { UInt8($0) }, [], [7]] {
            let stream = RunDeflate.zlib(part)
            #expect((Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0 && stream[0] == 0x78)
            #expect(try FixedInflate.content(of: Array(stream[2..<stream.count - 4])) == part)
        }
        // Adler-32 of "Wikipedia" is a known value.
        #expect(RunDeflate.zlib(Array("Wikipedia".utf8)).suffix(4) == [0x11, 0xe6, 0x03, 0x98])
    }

    @Test func pixelsComeBackAndEveryChunkIsWhole() throws {
        let (width, height) = (31, 9)
        let pixels = (0..<3 * width * height).map { UInt8(truncatingIfNeeded: $0 / 5 * 37) }
        let file = PortableNetworkGraphic(width: width, height: height, rgb: pixels).encoded
        #expect(Array(file[..<8]) == [137, 80, 78, 71, 13, 10, 26, 10])
        func number(_ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        var chunks: [String: [UInt8]] = [:]
        var names: [String] = []
        var place = 8
        while place < file.count {
            let size = number(place)
            let body = Array(file[place + 4..<place + 8 + size])
            #expect(number(place + 8 + size) == Int(CyclicRedundancyCheck.value(of: body)))
            names.append(String(decoding: body[..<4], as: UTF8.self))
            chunks[names.last!] = Array(body[4...])
            place += 12 + size
        }
        #expect(names == ["IHDR", "IDAT", "IEND"])
        #expect(chunks["IHDR"] == [0, 0, 0, 31, 0, 0, 0, 9, 8, 2, 0, 0, 0])
        let data = try #require(chunks["IDAT"])
        var rows = try FixedInflate.content(of: Array(data[2..<data.count - 4]))
        #expect(rows.count == (3 * width + 1) * height)
        // Undo the filter.
        var shown: [UInt8] = []
        for row in 0..<height {
            #expect(rows.removeFirst() == 2)
            for column in 0..<3 * width {
                shown.append(rows[column] &+ (row == 0 ? 0 : shown[(row - 1) * 3 * width + column]))
            }
            rows.removeFirst(3 * width)
        }
        #expect(shown == pixels)
    }
}
