import BinaryBrain
import Testing

@testable import Netlist

/// Patterns on vectors, against counting them one by one.
@Suite struct PatternCountTests {
    private static func rows(_ count: Int, words: Int, seed: UInt64, density: Int) -> [AlignedStorage] {
        var random = MersenneTwister64(seed: seed)
        return (0..<count).map { _ in
            let storage = AlignedStorage(byteCount: words * 8)
            let row = storage.base.assumingMemoryBound(to: UInt64.self)
            for word in 0..<words {
                row[word] = (0..<density).reduce(~0) { bits, _ in bits & random.next() }
            }
            return storage
        }
    }

    private static func bit(_ storage: AlignedStorage, _ vector: Int) -> Bool {
        storage.base.assumingMemoryBound(to: UInt64.self)[vector / 64] >> UInt64(vector % 64) & 1 == 1
    }

    @Test(arguments: 0...6, [1, 3, 1000]) func countsAreThose(inputs: Int, threshold: Int) {
        let words = 64 * 9 + 4
        let rows = Self.rows(inputs, words: words, seed: UInt64(inputs), density: 3)
        let on = Self.rows(1, words: words, seed: 40, density: 1)[0]
        let off = Self.rows(1, words: words, seed: 41, density: 5)[0]
        var (ones, zeros) = ([Int](repeating: 0, count: 64), [Int](repeating: 0, count: 64))
        for vector in 0..<words * 64 {
            let pattern = rows.indices.reduce(0) { Self.bit(rows[$1], vector) ? $0 | 1 << $1 : $0 }
            if Self.bit(on, vector) { ones[pattern] += 1 }
            if Self.bit(off, vector) { zeros[pattern] += 1 }
        }
        func pointer(_ storage: AlignedStorage) -> UnsafeMutablePointer<UInt64> {
            storage.base.assumingMemoryBound(to: UInt64.self)
        }
        let count = PatternCount(
            rows.map(pointer), on: pointer(on), off: pointer(off), wordCount: words, threshold: threshold)
        for pattern in 0..<64 {
            #expect(min(count.on[pattern], threshold) == min(ones[pattern], threshold))
            #expect(min(count.off[pattern], threshold) == min(zeros[pattern], threshold))
            #expect((count.on[pattern] >= count.off[pattern]) == (ones[pattern] >= zeros[pattern]))
        }
        withExtendedLifetime((rows, on, off)) {}
    }

    /// A pattern that shows one value for long, and then more often the other.
    @Test func aLateMajorityIsFound() {
        let words = 64 * 6
        let (on, off) = (AlignedStorage(byteCount: words * 8), AlignedStorage(byteCount: words * 8))
        let ones = on.base.assumingMemoryBound(to: UInt64.self)
        let zeros = off.base.assumingMemoryBound(to: UInt64.self)
        for word in 0..<words { if word < 100 { ones[word] = ~0 } else { zeros[word] = ~0 } }
        let count = PatternCount([], on: ones, off: zeros, wordCount: words, threshold: 10)
        #expect(count.on[0] == 6400 && count.off[0] == (words - 100) * 64)
        let patterns = CarePatterns(onCounts: count.on, offCounts: count.off, inputCount: 0, threshold: 10)
        #expect(patterns.on == 0 && patterns.off == 1)
        withExtendedLifetime((on, off)) {}
    }

    /// An input that goes because all that needs it is rare leaves the value that most of the rare vectors want.
    @Test func rareVectorsDecideWhereNothingElseDoes() {
        // Patterns 0 … 3 of a and b: 0 is wanted often for pattern 0, and seldom 1 for pattern 1 and 0 for pattern 3.
        var (on, off) = ([Int](repeating: 0, count: 64), [Int](repeating: 0, count: 64))
        (off[0], on[1], off[3]) = (100, 7, 5)
        let patterns = CarePatterns(onCounts: on, offCounts: off, inputCount: 2, threshold: 10)
        #expect(patterns.on == 0 && patterns.off == 1)
        #expect(patterns.table(of: 0b01, old: 0b0000) == 0b10)
        #expect(patterns.table(of: 0b11, old: 0b1000) == 0b0010)
        (on[1], off[3]) = (5, 7)
        let other = CarePatterns(onCounts: on, offCounts: off, inputCount: 2, threshold: 10)
        #expect(other.table(of: 0b01, old: 0b1010) == 0b00)
    }
}
