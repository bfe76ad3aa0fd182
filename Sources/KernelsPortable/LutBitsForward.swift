import CSimd
import KernelInterface

/// Training forward of a LUT layer on bits. Everything before the output depends on a frame only through its pattern, so
/// the batch's statistics are sums over 2^N patterns, and the output is a truth table (or a look-up).
@Sendable
func lutBitsForward(_ layer: LutLayer, _ rows: BitRows, _ saved: LutSaved, _ output: LutOutput, _ nodes: Range<Int>) {
    let transform = TableTransform.corners(bias: layer.bias)
    let counts = saved.counts!
    withZeroRow(rows.stride) { zeros in
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { buffer in
            let histogram = buffer.baseAddress!
            for node in nodes {
                let inputs = NodeInputs(layer, rows, node, zeros: zeros)
                let table = saved.tables + node * layer.tableSize
                loadWeights(layer, node, into: table)
                transform.apply(table, inputsPerNode: layer.inputsPerNode)
                countPatterns(inputs, frameCount: layer.frameCount, wordCount: rows.stride, counts: histogram)
                let own = counts + node * layer.tableSize
                for i in 0..<layer.tableSize { own[i] = histogram[i] }
                let scaling = batchScaling(layer, node, table, own)
                saved.mean[node] = scaling.mean
                saved.inverseDeviation[node] = scaling.inverse
                writeOutput(layer, inputs, table, scaling, output, node, wordCount: rows.stride)
            }
        }
    }
}

/// Forward with the running statistics.
@Sendable
func lutBitsInference(_ layer: LutLayer, _ rows: BitRows, _ output: LutOutput, _ nodes: Range<Int>) {
    let transform = TableTransform.corners(bias: layer.bias)
    withZeroRow(rows.stride) { zeros in
        withFloats(64) { table in
            for node in nodes {
                let inputs = NodeInputs(layer, rows, node, zeros: zeros)
                loadWeights(layer, node, into: table)
                transform.apply(table, inputsPerNode: layer.inputsPerNode)
                let scaling = NodeScaling.running(layer, node)
                writeOutput(layer, inputs, table, scaling, output, node, wordCount: rows.stride)
            }
        }
    }
}

/// Mean and variance of the batch from the histogram, in two passes (the variance of nearly constant nodes is far below
/// the square of the mean).
@inline(__always)
private func batchScaling(
    _ layer: LutLayer, _ node: Int, _ table: UnsafePointer<Float>, _ counts: UnsafePointer<UInt32>
) -> NodeScaling {
    guard let norm = layer.normalization else { return .identity }
    if norm.isFrozen { return .running(layer, node) }
    let size = layer.tableSize
    let share = 1 / Float(layer.frameCount)
    if size < 8 {
        var sum: Float = 0
        for i in 0..<size { sum += Float(counts[i]) * table[i] }
        let mean = sum * share
        var spread: Float = 0
        for i in 0..<size { spread += Float(counts[i]) * (table[i] - mean) * (table[i] - mean) }
        return .batch(norm, node, mean: mean, variance: spread * share)
    }
    var sum = bb_set8(0)
    var i = 0
    while i < size {
        sum = bb_fma8(bb_counts8(counts + i), bb_load8(table + i), sum)
        i += 8
    }
    let mean = bb_sum8(sum) * share
    let center = bb_set8(mean)
    var first = bb_set8(0)
    var second = bb_set8(0)
    i = 0
    while i < size {
        let count = bb_counts8(counts + i)
        let distance = bb_sub8(bb_load8(table + i), center)
        let weighted = bb_mul8(count, distance)
        first = bb_add8(first, weighted)
        second = bb_fma8(weighted, distance, second)
        i += 8
    }
    // The rounding error of the mean, taken out of the second moment.
    let residue = bb_sum8(first) * share
    return .batch(norm, node, mean: mean, variance: bb_sum8(second) * share - residue * residue)
}

@inline(__always)
private func writeOutput(
    _ layer: LutLayer, _ inputs: NodeInputs, _ table: UnsafePointer<Float>, _ scaling: NodeScaling, _ output: LutOutput,
    _ node: Int, wordCount: Int
) {
    switch output {
    case .bits(let target):
        let truth = truthTable(table, scaling, inputsPerNode: layer.inputsPerNode)
        evaluateTruthTable(
            truth, inputs, into: target.row(node), wordCount: target.stride, frameCount: layer.frameCount)
    case .reals(let target):
        withFloats(64) { values in
            for i in 0..<layer.tableSize { values[i] = min(1, max(0, scaling.apply(table[i]))) }
            lookUp(values, inputs, into: target.row(node), frameCount: layer.frameCount)
        }
    }
}

/// y[f] = values[pattern of f].
@inline(__always)
private func lookUp(
    _ values: UnsafePointer<Float>, _ inputs: NodeInputs, into row: UnsafeMutablePointer<Float>, frameCount: Int
) {
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 32) { raw in
        let bytes = raw.baseAddress!.bindMemory(to: UInt8.self, capacity: 256)
        var start = 0
        while start < frameCount {
            writePatternBytes(inputs, word: start / 64, into: bytes)
            for frame in 0..<min(256, frameCount - start) {
                row[start + frame] = values[Int(bytes[patternIndex(frame)])]
            }
            start += 256
        }
    }
}
