import CSimd
import KernelInterface

// What frames are, one after another, to what rows of bits are made from.

/// Squares of 64 frames and 64 nodes, a word a frame, are transposed into a word a node.
@Sendable
func transposeRows(_ block: RowBlock, _ rows: BitRows) {
    let rowBytes = block.rowBytes
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { memory in
        let square = memory.baseAddress!
        var byte = 0
        while byte < rowBytes {
            let width = min(8, rowBytes - byte)
            var source = UnsafeRawPointer(block.base + byte)
            for frame in 0..<block.frameCount {
                if width == 8 {
                    square[frame] = source.loadUnaligned(as: UInt64.self)
                } else {
                    var word: UInt64 = 0
                    for place in 0..<width {
                        word |= UInt64(source.load(fromByteOffset: place, as: UInt8.self)) << UInt64(8 * place)
                    }
                    square[frame] = word
                }
                source += rowBytes
            }
            for frame in block.frameCount..<64 { square[frame] = 0 }
            bb_transpose_bits(square)
            let first = byte * 8
            // The order of the bits in a byte is an order of the words.
            let flip = block.isBigEndian ? 7 : 0
            for place in 0..<min(8 * width, block.nodeCount - first) {
                rows.row(first + place).pointee = square[place ^ flip]
            }
            byte += 8
        }
    }
}

@Sendable
func rankNumbers(
    _ numbers: UnsafePointer<Float>, _ count: Int, _ thresholds: UnsafeBufferPointer<Float>,
    _ ranks: UnsafeMutablePointer<UInt8>
) {
    guard let first = thresholds.baseAddress else { return ranks.update(repeating: 0, count: count) }
    var start = 0
    while start + 64 <= count {
        bb_rank64(numbers + start, first, thresholds.count, ranks + start)
        start += 64
    }
    for place in start..<count {
        var rank: UInt8 = 0
        for threshold in thresholds where numbers[place] >= threshold { rank += 1 }
        ranks[place] = rank
    }
}

@Sendable
func census(_ numbers: UnsafeBufferPointer<Float>, _ low: Float, _ high: Float) -> NumberCensus {
    let piece = 1 << 20
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: 3) { counts in
        counts.update(repeating: 0)
        var start = 0
        while start < numbers.count {
            let size = min(piece, numbers.count - start)
            bb_census(numbers.baseAddress! + start, size, low, high, counts.baseAddress!)
            start += size
        }
        return NumberCensus(outside: Int(counts[0]), beyondUnit: Int(counts[1]), notFinite: Int(counts[2]))
    }
}
