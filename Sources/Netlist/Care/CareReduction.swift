import BinaryBrain

/// Changes LUTs where no training vector shows a difference at an output, so that fewer are needed.
///
/// Each LUT is looked at, from the outputs to the inputs. Its inverse is evaluated through all that follows: on which vectors would
/// an output change? Patterns of its inputs that only other vectors show may have any value. So a LUT may be a constant, be another
/// signal or its inverse, or ignore inputs; and a LUT can go if each that reads it finds another signal that says as much. After each
/// change all values are brought up to date, so the next LUT is judged by the net as it is then.
final class CareReduction {
    let network: CareNetwork
    /// Vectors that must show a pattern for it to matter.
    let threshold: Int
    private let onStorage: AlignedStorage
    private let offStorage: AlignedStorage

    init(_ netlist: Netlist, vectors: CareVectors, threshold: Int) {
        network = CareNetwork(netlist, vectors: vectors)
        self.threshold = threshold
        onStorage = AlignedStorage(byteCount: vectors.wordCount * 8)
        offStorage = AlignedStorage(byteCount: vectors.wordCount * 8)
    }

    /// Vectors on which the LUT that is looked at must be 1.
    var on: UnsafeMutablePointer<UInt64> { onStorage.base.assumingMemoryBound(to: UInt64.self) }
    /// Vectors on which it must be 0.
    var off: UnsafeMutablePointer<UInt64> { offStorage.base.assumingMemoryBound(to: UInt64.self) }

    /// Works until a pass removes nothing.
    /// - Parameter onProgress: is given the share of a pass that is done; what it throws ends the work.
    func run(passLimit: Int, onProgress: (Int, Double) throws -> Void) throws {
        for pass in 0..<passLimit {
            network.rankByLevel()
            let order = network.order
            let before = network.size
            for (index, signal) in order.reversed().enumerated() {
                if index % 16 == 0 { try onProgress(pass, Double(index) / Double(order.count)) }
                if network.node(signal).isLive { improve(signal) }
                if network.node(signal).isLive { remove(signal) }
            }
            if network.size == before { return }
        }
    }

    // MARK: What matters

    /// The patterns that matter, with the vectors that show them in `on` and `off`.
    func care(of signal: Int) -> CarePatterns {
        network.findCare(of: signal, on: on, off: off)
        return patterns(network.node(signal).inputs)
    }

    func patterns(_ inputs: [Int]) -> CarePatterns {
        let rows = inputs.map(network.row)
        let words = network.wordCount
        guard threshold > 1 else {
            return CarePatterns(
                inputCount: inputs.count, on: PatternCount.seen(rows, on: on, wordCount: words),
                off: PatternCount.seen(rows, on: off, wordCount: words))
        }
        let patterns = CarePatterns(
            onCounts: PatternCount.counts(rows, on: on, wordCount: words),
            offCounts: PatternCount.counts(rows, on: off, wordCount: words), inputCount: inputs.count,
            threshold: threshold)
        restrict(rows, to: patterns)
        return patterns
    }

    /// Takes vectors that show a pattern that does not matter, or want the rarer value of one that does, out of `on` and `off`.
    private func restrict(_ rows: [UnsafeMutablePointer<UInt64>], to patterns: CarePatterns) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { scratch in
            for word in 0..<network.wordCount {
                for (row, wanted) in [(on, patterns.on), (off, patterns.off)] where row[word] != 0 {
                    var remaining: UInt64 = 0
                    PatternCount.forEachPattern(row[word], rows, word, scratch.baseAddress!) { pattern, bits in
                        if wanted >> UInt64(pattern) & 1 == 1 { remaining |= bits }
                    }
                    row[word] = remaining
                }
            }
        }
    }
}
