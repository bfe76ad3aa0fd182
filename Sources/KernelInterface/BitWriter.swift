/// Appends bits to a row of words, least significant first.
public struct BitWriter {
    @usableFromInline let words: UnsafeMutablePointer<UInt64>
    @usableFromInline var index = 0
    @usableFromInline var pending: UInt64 = 0
    @usableFromInline var pendingCount = 0

    /// A writer at the start of a row.
    @inlinable
    public init(words: UnsafeMutablePointer<UInt64>) { self.words = words }

    /// Appends `ones` one bits, then zeros up to `count` bits.
    @inlinable @inline(__always)
    public mutating func appendOnes(_ ones: Int, of count: Int) {
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
    @inlinable @inline(__always)
    public mutating func append(_ bits: UInt64, count: Int) {
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
    @inlinable
    public mutating func finish(wordCount: Int) {
        while index < wordCount {
            words[index] = pending
            pending = 0
            index += 1
        }
    }
}
