import BinaryBrain
import KernelInterface

/// How often each pattern of some rows occurs on vectors where a 1 is wanted, and where a 0 is.
///
/// A pattern that has been counted as often as it takes, always with the same value, is settled: vectors that show it are no longer
/// counted one by one, but passed over by a table, 512 of them in a few instructions. What occurs seldom is counted to the end.
struct PatternCount {
    /// Vectors that want a 1, by pattern; of a settled one perhaps fewer than there are.
    private(set) var on = [Int](repeating: 0, count: 1 << Netlist.maximumLutInputs)
    /// Vectors that want a 0.
    private(set) var off = [Int](repeating: 0, count: 1 << Netlist.maximumLutInputs)
    private var settledOn: UInt64 = 0
    private var settledOff: UInt64 = 0

    /// - Parameters:
    ///   - inputs: rows that the patterns are of, at most six.
    ///   - on: vectors that want a 1.
    ///   - off: vectors that want a 0.
    ///   - threshold: how often a pattern must be counted.
    init(
        _ inputs: [UnsafeMutablePointer<UInt64>], on: UnsafeMutablePointer<UInt64>, off: UnsafeMutablePointer<UInt64>,
        wordCount: Int, threshold: Int
    ) {
        count(inputs, on, off, wordCount, threshold: threshold)
        // A settled pattern that wants the other value after all more often than was waited for: all are counted.
        let all = 0..<1 << inputs.count
        if all.contains(where: { pattern in
            settledOn >> UInt64(pattern) & 1 == 1 && self.off[pattern] > self.on[pattern]
                || settledOff >> UInt64(pattern) & 1 == 1 && self.on[pattern] > self.off[pattern]
        }) {
            self.on = [Int](repeating: 0, count: self.on.count)
            self.off = self.on
            (settledOn, settledOff) = (0, 0)
            count(inputs, on, off, wordCount, threshold: Int.max)
        }
    }

    /// Patterns that occur with a 1 wanted, and those with a 0.
    var seen: (on: UInt64, off: UInt64) { (Self.nonzero(on), Self.nonzero(off)) }

    private static func nonzero(_ counts: [Int]) -> UInt64 {
        counts.indices.reduce(0) { counts[$1] > 0 ? $0 | 1 << UInt64($1) : $0 }
    }

    private mutating func count(
        _ inputs: [UnsafeMutablePointer<UInt64>], _ on: UnsafeMutablePointer<UInt64>,
        _ off: UnsafeMutablePointer<UInt64>, _ wordCount: Int, threshold: Int
    ) {
        Self.forEachChunk(inputs, wordCount) { tables, first, words in
            guard (first..<first + words).contains(where: { on[$0] | off[$0] != 0 }) else { return }
            let hasSettled = settledOn | settledOff != 0
            if hasSettled { tables.evaluate(settledOn, settledOff, from: first, words: words) }
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { scratch in
                for word in 0..<words {
                    var (ones, zeros) = (on[first + word], off[first + word])
                    if hasSettled {
                        ones &= ~tables.first[word]
                        zeros &= ~tables.second[word]
                    }
                    if ones != 0 {
                        Self.forEachPattern(ones, inputs, first + word, scratch.baseAddress!) {
                            self.on[$0] += $1.nonzeroBitCount
                        }
                    }
                    if zeros != 0 {
                        Self.forEachPattern(zeros, inputs, first + word, scratch.baseAddress!) {
                            self.off[$0] += $1.nonzeroBitCount
                        }
                    }
                }
            }
            for pattern in 0..<1 << inputs.count {
                let bit = UInt64(1) << UInt64(pattern)
                if self.on[pattern] >= threshold, self.off[pattern] == 0 { settledOn |= bit }
                if self.off[pattern] >= threshold, self.on[pattern] == 0 { settledOff |= bit }
            }
        }
    }

    /// Takes vectors that show none of some patterns out of two rows.
    static func keep(
        _ patternsOn: UInt64, in on: UnsafeMutablePointer<UInt64>, _ patternsOff: UInt64,
        in off: UnsafeMutablePointer<UInt64>, _ inputs: [UnsafeMutablePointer<UInt64>], wordCount: Int
    ) {
        forEachChunk(inputs, wordCount) { tables, first, words in
            tables.evaluate(patternsOn, patternsOff, from: first, words: words)
            for word in 0..<words {
                on[first + word] &= tables.first[word]
                off[first + word] &= tables.second[word]
            }
        }
    }

    /// Two functions of some rows, some words at a time.
    struct Tables {
        fileprivate let inputs: [UnsafeMutablePointer<UInt64>]
        fileprivate let rows: BitRows
        fileprivate let kernels: NetlistKernels

        var first: UnsafeMutablePointer<UInt64> { rows.row(Netlist.maximumLutInputs) }
        var second: UnsafeMutablePointer<UInt64> { rows.row(Netlist.maximumLutInputs + 1) }

        func evaluate(_ a: UInt64, _ b: UInt64, from start: Int, words: Int) {
            for (slot, input) in inputs.enumerated() { rows.row(slot).update(from: input + start, count: words) }
            let slots = (0..<Int32(Netlist.maximumLutInputs)).map { $0 < inputs.count ? $0 : 0 }
            let steps = [a, b].enumerated().map { index, table in
                NetlistStep(
                    table: (inputs.count..<Netlist.maximumLutInputs).reduce(table) { $0 | $0 << (1 << UInt64($1)) },
                    inputs: slots, output: Int32(Netlist.maximumLutInputs + index))
            }
            steps.withUnsafeBufferPointer { kernels.evaluate($0.baseAddress!, 2, rows, words) }
        }
    }

    /// Calls `body` with the first word and the number of words, again and again.
    static func forEachChunk(
        _ inputs: [UnsafeMutablePointer<UInt64>], _ wordCount: Int, _ body: (Tables, _ first: Int, _ words: Int) -> Void
    ) {
        let (chunk, rowCount) = (CareNetwork.chunk, Netlist.maximumLutInputs + 2)
        let kernels = Kernels.table(hostOnly: false).netlist
        withUnsafeTemporaryAllocation(byteCount: rowCount * chunk * 8, alignment: 64) { memory in
            let base = memory.baseAddress!.bindMemory(to: UInt64.self, capacity: rowCount * chunk)
            base.update(repeating: 0, count: rowCount * chunk)
            let tables = Tables(inputs: inputs, rows: BitRows(base: base, stride: chunk), kernels: kernels)
            for first in stride(from: 0, to: wordCount, by: chunk) {
                body(tables, first, min(chunk, wordCount - first))
            }
        }
    }

    /// Calls `body` with each pattern of a word's vectors and the bits of those that show it.
    @inline(__always)
    private static func forEachPattern(
        _ bits: UInt64, _ inputs: [UnsafeMutablePointer<UInt64>], _ word: Int, _ scratch: UnsafeMutablePointer<UInt64>,
        _ body: (Int, UInt64) -> Void
    ) {
        if bits.nonzeroBitCount <= 10 {
            var rest = bits
            while rest != 0 {
                let bit = UInt64(rest.trailingZeroBitCount)
                rest &= rest - 1
                var pattern = 0
                for slot in 0..<inputs.count { pattern |= Int(inputs[slot][word] >> bit & 1) << slot }
                body(pattern, 1 << bit)
            }
            return
        }
        scratch[0] = bits
        var size = 1
        for slot in 0..<inputs.count {
            let row = inputs[slot][word]
            for place in 0..<size {
                let all = scratch[place]
                scratch[place + size] = all & row
                scratch[place] = all & ~row
            }
            size *= 2
        }
        for pattern in 0..<size where scratch[pattern] != 0 { body(pattern, scratch[pattern]) }
    }
}
