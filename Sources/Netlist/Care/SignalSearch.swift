import BinaryBrain

/// Looks for a signal that, beside some inputs that a LUT keeps, says all that its value depends on.
///
/// For each pattern of the kept inputs on which both values are wanted, the signal must have one value wherever a 1 is wanted and
/// the other wherever a 0 is. A sample of the vectors rules out nearly all signals; what it leaves is tried on all.
struct SignalSearch {
    private struct Sample {
        let word: Int
        let bit: UInt64
        let pattern: Int
        let isOne: Bool
    }

    private let kept: [UnsafeMutablePointer<UInt64>]
    /// Patterns of the kept inputs for which they alone do not decide.
    let undecided: UInt64
    private let on: UnsafeMutablePointer<UInt64>
    private let off: UnsafeMutablePointer<UInt64>
    private let wordCount: Int
    private var samples: [Sample] = []
    /// Whether the sample is all there is.
    private var isComplete = false

    private static let sampleSize = 1024

    /// - Parameters:
    ///   - kept: rows of the inputs that stay.
    ///   - on: vectors on which the value must be 1.
    ///   - off: vectors on which it must be 0.
    ///   - undecided: patterns of the kept inputs with both.
    init(
        kept: [UnsafeMutablePointer<UInt64>], on: UnsafeMutablePointer<UInt64>, off: UnsafeMutablePointer<UInt64>,
        undecided: UInt64, wordCount: Int
    ) {
        self.kept = kept
        self.on = on
        self.off = off
        self.wordCount = wordCount
        self.undecided = undecided
        takeSamples()
    }

    private mutating func takeSamples() {
        var missing = undecided
        samples.reserveCapacity(Self.sampleSize)
        // Words in an order that spreads over all of them.
        var step = max(1, wordCount * 5 / 13)
        while Self.divisor(step, wordCount) != 1 { step += 1 }
        var word = 0
        isComplete = true
        for _ in 0..<wordCount {
            defer { word = (word + step) % wordCount }
            let isFull = samples.count >= Self.sampleSize
            if isFull { isComplete = false }
            if isFull && missing == 0 { return }
            var rest = on[word] | off[word]
            while rest != 0 {
                let bit = UInt64(rest.trailingZeroBitCount)
                rest &= rest - 1
                let pattern = pattern(word, bit)
                guard undecided >> UInt64(pattern) & 1 == 1, !isFull || missing >> UInt64(pattern) & 1 == 1 else {
                    continue
                }
                missing &= ~(1 << UInt64(pattern))
                samples.append(Sample(word: word, bit: bit, pattern: pattern, isOne: on[word] >> bit & 1 == 1))
            }
        }
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }

    @inline(__always)
    private func pattern(_ word: Int, _ bit: UInt64) -> Int {
        var pattern = 0
        for slot in 0..<kept.count { pattern |= Int(kept[slot][word] >> bit & 1) << slot }
        return pattern
    }

    /// What the value is beside a signal that decides: bit p of `equal` if it is the signal for pattern p of the kept inputs, bit
    /// p of `inverse` if it is its inverse. Nil if the signal does not decide.
    func decision(_ signal: UnsafeMutablePointer<UInt64>) -> (equal: UInt64, inverse: UInt64)? {
        var (equal, inverse): (UInt64, UInt64) = (0, 0)
        for sample in samples {
            let isSame = (signal[sample.word] >> sample.bit & 1 == 1) == sample.isOne
            if isSame { equal |= 1 << UInt64(sample.pattern) } else { inverse |= 1 << UInt64(sample.pattern) }
            if equal & inverse != 0 { return nil }
        }
        guard !isComplete else { return (equal, inverse) }
        for word in 0..<wordCount where on[word] | off[word] != 0 {
            let isUndecided = table(undecided, word)
            let wanted = table(equal, word) ^ ~signal[word]
            if isUndecided & (on[word] & ~wanted | off[word] & wanted) != 0 { return nil }
        }
        return (equal, inverse)
    }

    /// A table of the kept inputs for the vectors of a word.
    @inline(__always)
    private func table(_ table: UInt64, _ word: Int) -> UInt64 {
        var result: UInt64 = 0
        var rest = table
        let size = 1 << kept.count
        if kept.isEmpty { return table & 1 == 1 ? ~0 : 0 }
        guard size < 64 || table != ~0 else { return ~0 }
        while rest != 0 {
            let pattern = rest.trailingZeroBitCount
            rest &= rest - 1
            var bits = ~UInt64(0)
            for slot in 0..<kept.count { bits &= pattern >> slot & 1 == 1 ? kept[slot][word] : ~kept[slot][word] }
            result |= bits
        }
        return result
    }
}
