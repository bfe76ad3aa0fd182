// Doing without a LUT.
extension CareReduction {
    /// A signal that more LUTs read than this is hardly ever dispensable to all of them.
    private static let mostReaders = 12

    /// Lets all that reads a LUT do without it, if each of them can; else nothing changes.
    func remove(_ signal: Int) {
        guard network.outputUses[signal] == 0, network.readers[signal].count <= Self.mostReaders else { return }
        let cone = network.privateCone(of: signal)
        let readers = network.readers[signal].sorted { network.rank[$0] > network.rank[$1] }
        var undo: [(signal: Int, node: CareNetwork.Node)] = []
        for reader in readers {
            let old = network.node(reader)
            if rewire(reader, without: signal, avoiding: cone) {
                undo.append((reader, old))
            } else {
                for (reader, node) in undo.reversed() { network.change(reader, inputs: node.inputs, table: node.table) }
                return
            }
        }
    }

    /// Lets one LUT do without one of its inputs.
    private func rewire(_ reader: Int, without signal: Int, avoiding cone: Set<Int>) -> Bool {
        let node = network.node(reader)
        let patterns = care(of: reader)
        let place = node.inputs.firstIndex(of: signal)!
        let all = UInt8((1 << node.inputs.count) - 1)
        let others = all & ~(1 << UInt8(place))
        if patterns.isFunction(of: others) {
            let inputs = node.inputs.filter { $0 != signal }
            network.change(reader, inputs: inputs, table: patterns.table(of: others, old: node.table))
            return true
        }
        let kept = node.inputs.filter { $0 != signal }
        let rows = kept.map(network.row)
        let reduced = patterns.restricted(to: others)
        let search = SignalSearch(
            kept: rows, on: on, off: off, undecided: reduced.undecided, wordCount: network.wordCount)
        var best: (signal: Int, equal: UInt64)?
        for candidate in candidates(for: reader, excluding: cone.union(kept)) {
            guard let decision = search.decision(network.row(candidate)) else { continue }
            if best.map({ worth(candidate) > worth($0.signal) }) ?? true { best = (candidate, decision.equal) }
        }
        guard let best else { return false }
        take(best.signal, best.equal, beside: kept, patterns, others, for: reader)
        return true
    }

    /// Lets a LUT read some of its inputs and another signal, which decides where they do not.
    func take(
        _ signal: Int, _ equal: UInt64, beside kept: [Int], _ patterns: CarePatterns,
        _ slots: UInt8, for reader: Int
    ) {
        let undecided = patterns.restricted(to: slots).undecided
        let decided = patterns.table(of: slots, old: network.node(reader).table) & ~undecided
        let low = decided | undecided & ~equal
        let high = decided | undecided & equal
        network.change(reader, inputs: kept + [signal], table: low | high << (1 << UInt64(kept.count)))
    }
}
