import BinaryBrain
import KernelInterface

/// On which vectors an output depends on a LUT, and what its value must be there.
struct WantedValues {
    private let onStorage: AlignedStorage
    private let offStorage: AlignedStorage
    let wordCount: Int

    init(wordCount: Int) {
        self.wordCount = wordCount
        onStorage = AlignedStorage(byteCount: wordCount * 8)
        offStorage = AlignedStorage(byteCount: wordCount * 8)
    }

    /// Ones where it must be 1.
    var on: UnsafeMutablePointer<UInt64> { onStorage.base.assumingMemoryBound(to: UInt64.self) }
    /// Ones where it must be 0.
    var off: UnsafeMutablePointer<UInt64> { offStorage.base.assumingMemoryBound(to: UInt64.self) }

    func copy(_ other: WantedValues) {
        on.update(from: other.on, count: wordCount)
        off.update(from: other.off, count: wordCount)
    }
}

// What matters.
extension CareReduction {
    /// Works on a LUT, then on those that only it reads, and so on.
    ///
    /// What is wanted of a LUT depends on what stands beside it and behind it, not on what it reads. So it stays known while all
    /// that only serves this LUT is worked on, and what is wanted there follows from it alone, without evaluating the rest of the net.
    func visit(_ signal: Int, _ visited: inout Set<Int>, _ work: (Int) throws -> Void) rethrows {
        guard network.node(signal).isLive, visited.insert(signal).inserted else { return }
        if network.node(signal).inputs.contains(where: { isServant($0, of: signal) }) {
            findWanted(of: signal)
            let wanted = WantedValues(wordCount: network.wordCount)
            wanted.copy(self.wanted)
            known[signal] = wanted
        }
        defer { known[signal] = nil }
        try work(signal)
        guard network.node(signal).isLive, known[signal] != nil else { return }
        for input in network.node(signal).inputs where isServant(input, of: signal) {
            try visit(input, &visited, work)
        }
    }

    /// Whether a signal is a LUT that only one other reads.
    private func isServant(_ signal: Int, of reader: Int) -> Bool {
        network.isNode(signal) && network.outputUses[signal] == 0 && network.readers[signal] == [reader]
    }

    /// The patterns of a LUT that matter, with the vectors that show them in `wanted`.
    func care(of signal: Int) -> CarePatterns {
        findWanted(of: signal)
        return patterns(network.node(signal).inputs)
    }

    private func findWanted(of signal: Int) {
        if let known = known[signal] {
            wanted.copy(known)
        } else if let reader = network.readers[signal].first, isServant(signal, of: reader), let known = known[reader] {
            derive(signal, from: reader, known)
        } else {
            network.findCare(of: signal, on: on, off: off)
        }
    }

    /// What is wanted of the only thing that reads a LUT is wanted of the LUT wherever it makes a difference there.
    private func derive(_ signal: Int, from reader: Int, _ known: WantedValues) {
        let node = network.node(reader)
        let others = node.inputs.indices.filter { node.inputs[$0] != signal }
        let inputs = others.map { network.row(node.inputs[$0]) }
        // The reader's table with a 0 and with a 1 from the LUT, for the other inputs.
        var (low, high): (UInt64, UInt64) = (0, 0)
        for pattern in 0..<1 << others.count {
            var full = 0
            for (bit, slot) in others.enumerated() where pattern >> bit & 1 == 1 { full |= 1 << slot }
            if node.table >> UInt64(full) & 1 == 1 { low |= 1 << UInt64(pattern) }
            var one = full
            for slot in node.inputs.indices where node.inputs[slot] == signal { one |= 1 << slot }
            if node.table >> UInt64(one) & 1 == 1 { high |= 1 << UInt64(pattern) }
        }
        PatternCount.forEachChunk(inputs, network.wordCount) { tables, first, words in
            tables.evaluate(low, high, from: first, words: words)
            for word in 0..<words {
                let (zero, one) = (tables.first[word], tables.second[word])
                let (wantsOne, wantsZero) = (known.on[first + word], known.off[first + word])
                on[first + word] = wantsOne & one & ~zero | wantsZero & ~one & zero
                off[first + word] = wantsOne & ~one & zero | wantsZero & one & ~zero
            }
        }
    }

    func patterns(_ inputs: [Int]) -> CarePatterns {
        let rows = inputs.map(network.row)
        let words = network.wordCount
        let count = PatternCount(rows, on: on, off: off, wordCount: words, threshold: threshold)
        let seen = count.seen
        guard threshold > 1 else { return CarePatterns(inputCount: inputs.count, on: seen.on, off: seen.off) }
        let patterns = CarePatterns(
            onCounts: count.on, offCounts: count.off, inputCount: inputs.count, threshold: threshold)
        // Vectors that show a pattern that does not matter, or want the rarer value of one that does.
        if seen.on & ~patterns.on | seen.off & ~patterns.off != 0 {
            PatternCount.keep(patterns.on, in: on, patterns.off, in: off, rows, wordCount: words)
        }
        return patterns
    }
}
