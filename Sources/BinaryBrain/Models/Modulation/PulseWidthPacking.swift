/// Pulse-width codes into packed rows: each value becomes `size` bits, the lowest n of them ones.
enum PulseWidthPacking {
    /// Packs one row. n is the number of thresholds (ascending) that the value reaches; NaN reaches none.
    static func pack(
        _ x: UnsafePointer<Float>, frameCount: Int, thresholds: UnsafePointer<Float>, size: Int,
        into words: UnsafeMutablePointer<UInt64>, wordCount: Int
    ) {
        var writer = BitWriter(words: words)
        for frame in 0..<frameCount {
            let value = x[frame]
            var ones = 0
            if size == 1 {
                ones = value >= thresholds[0] ? 1 : 0
            } else {
                var high = size
                while ones < high {
                    let middle = (ones + high) / 2
                    if value >= thresholds[middle] { ones = middle + 1 } else { high = middle }
                }
            }
            writer.appendOnes(ones, of: size)
        }
        writer.finish(wordCount: wordCount)
    }
}

/// Appends bits to a row of words, least significant first.
struct BitWriter {
    private let words: UnsafeMutablePointer<UInt64>
    private var index = 0
    private var pending: UInt64 = 0
    private var pendingCount = 0

    init(words: UnsafeMutablePointer<UInt64>) { self.words = words }

    /// Appends `ones` one bits, then zeros up to `count` bits.
    @inline(__always)
    mutating func appendOnes(_ ones: Int, of count: Int) {
        var ones = ones
        var count = count
        while count > 0 {
            let take = min(count, 64)
            let run = min(ones, take)
            append(run == 64 ? ~0 : (1 << UInt64(run)) - 1, count: take)
            ones -= run
            count -= take
        }
    }

    /// Appends the lowest `count` (1…64) bits; higher bits of `bits` are zero.
    @inline(__always)
    mutating func append(_ bits: UInt64, count: Int) {
        pending |= bits << UInt64(pendingCount)
        let total = pendingCount + count
        guard total >= 64 else {
            pendingCount = total
            return
        }
        words[index] = pending
        index += 1
        let used = 64 - pendingCount
        pending = used == 64 ? 0 : bits >> UInt64(used)
        pendingCount = total - 64
    }

    /// Writes what is pending and zeros up to `wordCount` words.
    mutating func finish(wordCount: Int) {
        while index < wordCount {
            words[index] = pending
            pending = 0
            index += 1
        }
    }
}
