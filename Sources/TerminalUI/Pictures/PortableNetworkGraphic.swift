import Foundation
import Netlist

/// A colour picture in the PNG format: 8 bits a channel, each row as its difference from the one above, and a deflate stream of runs.
///
/// Plots and pixels drawn large are mostly runs, so that nothing is looked for but repetitions of the last byte.
struct PortableNetworkGraphic {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    /// The file.
    let encoded: [UInt8]

    /// A picture of red, green and blue bytes, rows from the top.
    init(width: Int, height: Int, rgb: [UInt8]) {
        precondition(rgb.count == 3 * width * height, "three bytes a pixel")
        let stride = 3 * width
        var filtered: [UInt8] = []
        filtered.reserveCapacity((stride + 1) * height)
        for row in 0..<height {
            // Filter 2, up: the row minus the one above.
            filtered.append(2)
            for column in row * stride..<(row + 1) * stride {
                filtered.append(rgb[column] &- (row == 0 ? 0 : rgb[column - stride]))
            }
        }
        // 8 bits a channel, colour, the one compression, the one family of filters, not interlaced.
        let head = Self.bigEndian(width) + Self.bigEndian(height) + [8, 2, 0, 0, 0]
        encoded =
            Self.signature + Self.chunk("IHDR", head) + Self.chunk("IDAT", RunDeflate.zlib(filtered))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return bigEndian(content.count) + body + bigEndian(Int(CyclicRedundancyCheck.value(of: body)))
    }

    private static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
