// What a LUT can become by itself.
extension CareReduction {
    /// What it costs that a LUT reads a signal: more if nothing else does.
    private func cost(_ signal: Int) -> Int {
        let uses = network.readers[signal].count + network.outputUses[signal]
        guard network.isNode(signal) else { return 4 + 8 / max(1, uses) }
        guard uses == 1 else { return 4 + 24 / max(1, uses) }
        return 40 * network.privateCone(of: signal).count
    }

    /// Makes a LUT a constant, another signal, or smaller, if it can.
    func improve(_ signal: Int) {
        let node = network.node(signal)
        let patterns = care(of: signal)
        if patterns.on == 0 || patterns.off == 0 {
            if !node.inputs.isEmpty { network.replace(signal, by: .constant(patterns.on != 0)) }
            return
        }
        // A signal that is already there, or the inverse of one.
        if node.inputs.count > 1 {
            let search = SignalSearch(kept: [], on: on, off: off, undecided: 1, wordCount: network.wordCount)
            let candidates = candidates(for: signal, excluding: [])
            var best: (signal: Int, isInverted: Bool)?
            for candidate in candidates {
                guard let decision = search.decision(network.row(candidate)) else { continue }
                if best.map({ worth(candidate) > worth($0.signal) }) ?? true {
                    best = (candidate, decision.inverse != 0)
                }
            }
            if let best {
                return network.replace(signal, by: .signal(Int32(best.signal), isInverted: best.isInverted))
            }
        }
        shrink(signal, patterns)
    }

    /// Leaves out inputs that the value does not need.
    func shrink(_ signal: Int, _ patterns: CarePatterns) {
        let node = network.node(signal)
        let kept = patterns.cheapestInputs { cost(node.inputs[$0]) }
        let inputs = node.inputs.indices.filter { kept >> UInt8($0) & 1 == 1 }.map { node.inputs[$0] }
        guard inputs.count < node.inputs.count else { return }
        network.change(signal, inputs: inputs, table: patterns.table(of: kept, old: node.table))
    }

    func worth(_ signal: Int) -> Int { network.readers[signal].count + 2 * network.outputUses[signal] }

    /// Signals that a LUT could read.
    func candidates(for signal: Int, excluding excluded: Set<Int>) -> [Int] {
        let rank = network.rank[signal]
        return network.readers.indices.filter { candidate in
            network.rank[candidate] < rank && network.isUsed(candidate) && !excluded.contains(candidate)
                && (!network.isNode(candidate) || network.node(candidate).isLive)
        }
    }
}
