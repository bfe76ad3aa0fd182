import BinaryBrain
import Netlist

/// Lets the LUTs of a net read other nodes in place of some that are to go.
///
/// A LUT that reads node m reads the node d that tells most about it instead, of those that stay and that it does not read already.
/// Its table becomes what is to be expected of m once d is known, by how often the two went together on training samples:
///
///     W'(d = v) = Σ_u P(m = u | d = v) · W(m = u)
struct Rewiring {
    let evaluation: StuckEvaluation

    /// Rewires the layer that reads a stage.
    /// - Parameters:
    ///   - removed: nodes of the stage that nothing is to read any more.
    ///   - kept: nodes that may be read instead.
    func apply(_ layer: any Model, _ stage: PrunableNet.Stage, removed: Set<Int>, kept: [Int]) {
        guard let luts = layer.luts, let connection = luts.connection else { return }
        let (inputs, table) = (connection.inputsPerNode, connection.table.int32s)
        let entries = luts.tableEntries
        let wires = layer.learnedLut?.wires
        var best: [Int: [Int]] = [:]
        // A wire, which reads one node by all of its inputs, reads one other.
        let isWire = (0..<table.count / max(1, inputs)).map { node in
            inputs > 1 && (1..<inputs).allSatisfy { table[node * inputs + $0] == table[node * inputs] }
        }
        for slot in table.indices {
            let own = slot / inputs * inputs..<(slot / inputs + 1) * inputs
            let old = Int(table[slot])
            if removed.contains(old) {
                let ranked = best[old] ?? ranking(of: old, stage, among: kept)
                best[old] = ranked
                guard
                    let new = ranked.first(where: { node in
                        isWire[slot / inputs] || !own.contains { Int(table[$0]) == node }
                    })
                else {
                    continue
                }
                table[slot] = Int32(new)
                if let entries {
                    blend(
                        entries, node: slot / inputs, slot: slot % inputs, stage.firstSignal + old,
                        stage.firstSignal + new)
                }
            }
            guard let wires else { continue }
            let places = slot * wires.candidateCount..<(slot + 1) * wires.candidateCount
            for place in places where removed.contains(Int(wires.candidates.int32s[place])) {
                let gone = Int(wires.candidates.int32s[place])
                let free = { (node: Int) in !places.contains { Int(wires.candidates.int32s[$0]) == node } }
                let wanted = gone == old ? Int(table[slot]) : -1
                let new = wanted >= 0 && free(wanted) ? wanted : kept.first { free($0) && $0 != Int(table[slot]) }
                if let new { wires.candidates.int32s[place] = Int32(new) }
            }
        }
    }

    /// Lets a LUT be one of its inputs: it reads nothing else, and its table rises or falls with the number of ones from the mean of
    /// its entries where the input was 0 to that where it was 1, each as often as it occurred.
    func makeWire(_ layer: any Model, node: Int, _ signal: Int, of source: Int) {
        guard let luts = layer.luts, let connection = luts.connection, let entries = luts.tableEntries else { return }
        let (inputs, table) = (connection.inputsPerNode, connection.table.int32s)
        let own = evaluation.netlist.luts[signal - evaluation.netlist.inputCount].inputs
        guard let slot = own.firstIndex(of: Int32(source)) else { return }
        let size = entries.shape[1]
        let counts = evaluation.patternCounts(of: signal)
        func mean(_ value: Int) -> Float {
            let patterns = (0..<size).filter { $0 >> slot & 1 == value }
            let all = patterns.reduce(0) { $0 + counts[$1] }
            let sum = patterns.reduce(Float(0)) { sum, pattern in
                sum + entries.floats[node * size + pattern] * (all == 0 ? 1 : Float(counts[pattern]))
            }
            return sum / Float(all == 0 ? patterns.count : all)
        }
        let (low, high) = (mean(0), mean(1))
        let read = table[node * inputs + slot]
        for place in 0..<inputs { table[node * inputs + place] = read }
        for pattern in 0..<size {
            entries.floats[node * size + pattern] =
                low + (high - low) * Float(pattern.nonzeroBitCount) / Float(inputs)
        }
    }

    /// Nodes that stay, those that tell most about a node first.
    private func ranking(of node: Int, _ stage: PrunableNet.Stage, among kept: [Int]) -> [Int] {
        let told = kept.map { other -> (node: Int, share: Int) in
            let pairs = evaluation.pairs(stage.firstSignal + node, stage.firstSignal + other)
            return (other, abs(pairs.all - 2 * (pairs.first + pairs.second)))
        }
        return told.sorted { ($1.share, $0.node) < ($0.share, $1.node) }.prefix(Netlist.maximumLutInputs + 1).map(
            \.node)
    }

    private func blend(_ entries: Tensor, node: Int, slot: Int, _ old: Int, _ new: Int) {
        let pairs = evaluation.pairs(old, new)
        let zeros = pairs.all - pairs.both - pairs.second
        // P(old = 1 | new = v), half where v never was.
        let whenOne = pairs.both + pairs.second == 0 ? 0.5 : Float(pairs.both) / Float(pairs.both + pairs.second)
        let whenZero = zeros == 0 ? 0.5 : Float(pairs.first) / Float(zeros)
        let size = entries.shape[1]
        for pattern in 0..<size where pattern >> slot & 1 == 0 {
            let (low, high) = (node * size + pattern, node * size + pattern | 1 << slot)
            let (zero, one) = (entries.floats[low], entries.floats[high])
            entries.floats[low] = zero + whenZero * (one - zero)
            entries.floats[high] = zero + whenOne * (one - zero)
        }
    }
}
