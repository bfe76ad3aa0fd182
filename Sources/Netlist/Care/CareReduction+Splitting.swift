// LUTs of four inputs.
extension CareReduction {
    /// Makes LUTs of at most four inputs of all that have more.
    func split(onProgress: (Double) throws -> Void) throws {
        network.rankByLevel()
        let order = network.order
        var visited: Set<Int> = []
        var done = 0
        for signal in order.reversed() {
            try visit(signal, &visited) { signal in
                if done % 16 == 0 { try onProgress(min(1, Double(done) / Double(order.count))) }
                done += 1
                makeSmall(signal)
            }
        }
    }

    private func makeSmall(_ signal: Int) {
        guard network.node(signal).inputs.count > SmallTables.lutInputs else { return }
        let patterns = care(of: signal)
        shrink(signal, patterns)
        guard network.node(signal).inputs.count > SmallTables.lutInputs, !narrow(signal) else { return }
        split(signal, network.node(signal).layer)
    }

    private func split(_ signal: Int, _ layer: Int) {
        let node = network.node(signal)
        let tables = SmallTables(patterns(node.inputs))
        var numbers = node.inputs + [Int](repeating: -1, count: SmallTables.firstPart - node.inputs.count)
        for part in tables.parts.dropLast() {
            numbers.append(network.add(inputs: part.inputs.map { numbers[$0] }, table: part.table, layer: layer))
        }
        network.rankByLevel()
        let last = tables.parts[tables.parts.count - 1]
        network.change(signal, inputs: last.inputs.map { numbers[$0] }, table: last.table)
        network.rankByLevel()
    }

    /// Lets a LUT read three of its inputs and one other signal; whether there is one that suffices.
    private func narrow(_ signal: Int) -> Bool {
        let node = network.node(signal)
        let patterns = patterns(node.inputs)
        let candidates = candidates(for: signal, excluding: Set(node.inputs))
        for kept in 0..<UInt8(1 << node.inputs.count) where kept.nonzeroBitCount == SmallTables.lutInputs - 1 {
            let reduced = patterns.restricted(to: kept)
            let inputs = node.inputs.indices.filter { kept >> UInt8($0) & 1 == 1 }.map { node.inputs[$0] }
            let search = SignalSearch(
                kept: inputs.map(network.row), on: on, off: off, undecided: reduced.undecided,
                wordCount: network.wordCount)
            for candidate in candidates {
                guard let decision = search.decision(network.row(candidate)) else { continue }
                take(candidate, decision.equal, beside: inputs, patterns, kept, for: signal)
                return true
            }
        }
        return false
    }
}
