import CSimd
import KernelInterface

/// 64 rows of 64 frames at a time: a square of bits is transposed in registers and its 64 runs are put where they belong.
@Sendable
func interleaveBits(_ rows: RowSelection<UInt64>, _ output: UnsafeMutablePointer<UInt64>, _ frames: Range<Int>) {
    let count = rows.count
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { buffer in
        guard let square = buffer.baseAddress else { return }
        for word in frames.lowerBound / 64..<(frames.upperBound + 63) / 64 {
            let frameCount = min(64, frames.upperBound - word * 64)
            // 64 frames of P bits fill P words.
            let target = output + word * count
            target.update(repeating: 0, count: (frameCount * count + 63) / 64)
            var place = 0
            while place < count {
                let run = min(64, count - place)
                for i in 0..<run { square[i] = rows[place + i]?[word] ?? 0 }
                for i in run..<64 { square[i] = 0 }
                transposeBits(square)
                putRuns(square, of: run, every: count, from: place, frameCount: frameCount, into: target)
                place += run
            }
        }
    }
}

/// Joins the runs of `run` bits of each frame to the bits of `target`, the first at `place`, the next `count` bits further on.
@inline(__always)
private func putRuns(
    _ runs: UnsafePointer<UInt64>, of run: Int, every count: Int, from place: Int, frameCount: Int,
    into target: UnsafeMutablePointer<UInt64>
) {
    if run == 64, count % 64 == 0 {
        let (first, step) = (target + place / 64, count / 64)
        for frame in 0..<frameCount { first[frame * step] = runs[frame] }
        return
    }
    var position = place
    for frame in 0..<frameCount {
        let (index, shift) = (position / 64, UInt64(position % 64))
        target[index] |= runs[frame] &<< shift
        // A run that ends in its word leaves nothing for the next.
        if Int(shift) + run > 64 { target[index + 1] |= runs[frame] &>> (64 - shift) }
        position += count
    }
}

@Sendable
func deinterleaveBits(_ input: UnsafePointer<UInt64>, _ rows: RowSelection<UInt64>, _ frames: Range<Int>) {
    let count = rows.count
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { buffer in
        guard let square = buffer.baseAddress else { return }
        for word in frames.lowerBound / 64..<(frames.upperBound + 63) / 64 {
            let frameCount = min(64, frames.upperBound - word * 64)
            let source = input + word * count
            var place = 0
            while place < count {
                let run = min(64, count - place)
                let mask: UInt64 = run == 64 ? ~0 : (1 << UInt64(run)) - 1
                var position = place
                for frame in 0..<frameCount {
                    let (index, shift) = (position / 64, UInt64(position % 64))
                    var bits = source[index] &>> shift
                    if Int(shift) + run > 64 { bits |= source[index + 1] &<< (64 - shift) }
                    square[frame] = bits & mask
                    position += count
                }
                for frame in frameCount..<64 { square[frame] = 0 }
                transposeBits(square)
                for i in 0..<run { rows[place + i]?[word] = square[i] }
                place += run
            }
        }
    }
}

/// Transposes a square of 64 × 64 bits in six rounds of swaps: of halves, of quarters, … of single bits.
@inline(__always)
private func transposeBits(_ square: UnsafeMutablePointer<UInt64>) {
    if bb_built_for_avx512() != 0 {
        bb_transpose_bits(square)
        return
    }
    swapBlocks(square, 32, 0x0000_0000_ffff_ffff)
    swapBlocks(square, 16, 0x0000_ffff_0000_ffff)
    swapBlocks(square, 8, 0x00ff_00ff_00ff_00ff)
    swapBlocks(square, 4, 0x0f0f_0f0f_0f0f_0f0f)
    swapBlocks(square, 2, 0x3333_3333_3333_3333)
    swapBlocks(square, 1, 0x5555_5555_5555_5555)
}

/// One round: the high bits of each lower row change places with the low bits of the row `size` further on.
@inline(__always)
private func swapBlocks(_ square: UnsafeMutablePointer<UInt64>, _ size: Int, _ mask: UInt64) {
    var block = 0
    while block < 64 {
        for row in block..<block + size {
            let difference = ((square[row] &>> UInt64(size)) ^ square[row + size]) & mask
            square[row + size] ^= difference
            square[row] ^= difference &<< UInt64(size)
        }
        block += 2 * size
    }
}
