import CSimd
import KernelInterface

/// Training forward of a LUT layer on bits. Everything before the output depends on a frame only through its pattern, so
/// the batch's statistics are sums over 2^N patterns, and the output is a truth table (or a look-up).
@Sendable
func lutBitsForward(_ layer: LutLayer, _ rows: BitRows, _ saved: LutSaved, _ output: LutOutput, _ nodes: Range<Int>) {
    let transform = TableTransform.corners(bias: layer.bias)
    let counts = saved.counts!
    KernelScratch.with(zeroWords: rows.stride, floatCount: 64 + 64 + 16) { scratch in
        let histogram = UnsafeMutableRawPointer(scratch.floats + 64).bindMemory(to: UInt32.self, capacity: 64)
        var start = nodes.lowerBound
        while start < nodes.upperBound {
            // Eight nodes at a time, phase by phase: within a node each phase waits for the one before.
            let group = start..<min(start + 8, nodes.upperBound)
            for node in group {
                let table = saved.tables + node * layer.tableSize
                loadWeights(layer, node, into: table)
                transform.apply(table, inputsPerNode: layer.inputsPerNode)
            }
            for node in group {
                let inputs = NodeInputs(layer, rows, node, zeros: scratch.zeros)
                let own = counts + node * layer.tableSize
                let target = layer.inputsPerNode == 6 ? own : histogram
                countPatterns(inputs, frameCount: layer.frameCount, wordCount: rows.stride, counts: target, scratch)
                if layer.inputsPerNode != 6 { own.update(from: histogram, count: layer.tableSize) }
            }
            normalize(layer, saved, group, scratch.floats + 128)
            for node in group {
                let inputs = NodeInputs(layer, rows, node, zeros: scratch.zeros)
                let table = saved.tables + node * layer.tableSize
                writeOutput(layer, inputs, table, .saved(layer, saved, node), output, node, scratch)
            }
            start += 8
        }
    }
}

/// Forward with the running statistics.
@Sendable
func lutBitsInference(_ layer: LutLayer, _ rows: BitRows, _ output: LutOutput, _ nodes: Range<Int>) {
    let transform = TableTransform.corners(bias: layer.bias)
    KernelScratch.with(zeroWords: rows.stride, floatCount: 128) { scratch in
        let table = scratch.floats + 64
        for node in nodes {
            let inputs = NodeInputs(layer, rows, node, zeros: scratch.zeros)
            loadWeights(layer, node, into: table)
            transform.apply(table, inputsPerNode: layer.inputsPerNode)
            writeOutput(layer, inputs, table, .running(layer, node), output, node, scratch)
        }
    }
}

/// The truth tables that `lutBitsInference` evaluates, by the same operations on the same numbers.
@Sendable
func lutTruthTables(_ layer: LutLayer, _ tables: UnsafeMutablePointer<UInt64>, _ nodes: Range<Int>) {
    let transform = TableTransform.corners(bias: layer.bias)
    KernelScratch.with(zeroWords: 0, floatCount: 64) { scratch in
        for node in nodes {
            loadWeights(layer, node, into: scratch.floats)
            transform.apply(scratch.floats, inputsPerNode: layer.inputsPerNode)
            tables[node] = truthTable(
                scratch.floats, .running(layer, node), inputsPerNode: layer.inputsPerNode)
        }
    }
}

/// Statistics of up to eight nodes into `saved` and the running statistics.
@inline(__always)
private func normalize(
    _ layer: LutLayer, _ saved: LutSaved, _ group: Range<Int>, _ moments: UnsafeMutablePointer<Float>
) {
    guard let norm = layer.normalization, !norm.isFrozen else {
        for node in group {
            let scaling = NodeScaling.running(layer, node)
            saved.mean[node] = scaling.mean
            saved.inverseDeviation[node] = scaling.inverse
        }
        return
    }
    let means = moments
    let variances = moments + 8
    bb_store8(variances, bb_set8(1))
    for node in group {
        let lane = node - group.lowerBound
        let table = saved.tables + node * layer.tableSize
        let counts = saved.counts! + node * layer.tableSize
        (means[lane], variances[lane]) = batchMoments(layer, table, counts)
    }
    let floored = bb_max8(bb_set8(LutNormalization.varianceFloor), bb_load8(variances))
    let inverse = bb_div8(bb_set8(1), bb_sqrt8(floored))
    bb_store8(variances, floored)
    let keep = norm.momentum
    for node in group {
        let lane = node - group.lowerBound
        saved.mean[node] = means[lane]
        saved.inverseDeviation[node] = inverse[lane]
        norm.runningMean[node] = norm.runningMean[node] * keep + (means[lane] + 0.5) * (1 - keep)
        norm.runningVariance[node] = norm.runningVariance[node] * keep + variances[lane] * (1 - keep)
    }
}

/// Mean and variance of the batch from the histogram, in two passes (the variance of nearly constant nodes is far below
/// the square of the mean).
@inline(__always)
private func batchMoments(
    _ layer: LutLayer, _ table: UnsafePointer<Float>, _ counts: UnsafePointer<UInt32>
) -> (mean: Float, variance: Float) {
    let size = layer.tableSize
    let share = 1 / Float(layer.frameCount)
    if size < 8 {
        let mean = (0..<size).reduce(Float(0)) { $0 + Float(counts[$1]) * table[$1] } * share
        let spread = (0..<size).reduce(Float(0)) {
            $0 + Float(counts[$1]) * (table[$1] - mean) * (table[$1] - mean)
        }
        return (mean, spread * share)
    }
    var even = bb_mul8(bb_counts8(counts), bb_load8(table))
    var odd = bb_set8(0)
    var i = 8
    while i < size {
        odd = bb_fma8(bb_counts8(counts + i), bb_load8(table + i), odd)
        swap(&even, &odd)
        i += 8
    }
    let mean = bb_sum8(bb_add8(even, odd)) * share
    let center = bb_set8(mean)
    var first = bb_set8(0)
    var second = bb_set8(0)
    i = 0
    while i < size {
        let distance = bb_sub8(bb_load8(table + i), center)
        let weighted = bb_mul8(bb_counts8(counts + i), distance)
        first = bb_add8(first, weighted)
        second = bb_fma8(weighted, distance, second)
        i += 8
    }
    // The rounding error of the mean, taken out of the second moment.
    let residue = bb_sum8(first) * share
    return (mean, bb_sum8(second) * share - residue * residue)
}

@inline(__always)
private func writeOutput(
    _ layer: LutLayer, _ inputs: NodeInputs, _ table: UnsafePointer<Float>, _ scaling: NodeScaling, _ output: LutOutput,
    _ node: Int, _ scratch: KernelScratch
) {
    switch output {
    case .bits(let target):
        let truth = truthTable(table, scaling, inputsPerNode: layer.inputsPerNode)
        evaluateTruthTable(
            truth, inputs, into: target.row(node), wordCount: target.stride, frameCount: layer.frameCount, scratch)
    case .reals(let target):
        let values = scratch.floats
        for i in 0..<layer.tableSize {
            // As bb_clamp01 does it: NaN stays.
            let value = scaling.apply(table[i])
            values[i] = value < 0 ? 0 : value > 1 ? 1 : value
        }
        lookUp(values, inputs, into: target.row(node), frameCount: layer.frameCount, scratch)
    }
}

/// y[f] = values[pattern of f].
@inline(__always)
private func lookUp(
    _ values: UnsafePointer<Float>, _ inputs: NodeInputs, into row: UnsafeMutablePointer<Float>, frameCount: Int,
    _ scratch: KernelScratch
) {
    var start = 0
    while start < frameCount {
        writePatternBytes(inputs, word: start / 64, into: scratch.patterns)
        for frame in 0..<min(256, frameCount - start) {
            row[start + frame] = values[Int(scratch.patterns[patternIndex(frame)])]
        }
        start += 256
    }
}
