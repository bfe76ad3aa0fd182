import CSimd
import KernelInterface

/// Reads a node's W (clamped in place and binarised as the layer says), minus 0.5, into `table`.
@inline(__always)
func loadWeights(_ layer: LutLayer, _ node: Int, into table: UnsafeMutablePointer<Float>) {
    let size = layer.tableSize
    let weights = layer.weights + node * size
    if size < 8 {
        for i in 0..<size {
            if layer.clampsWeights { weights[i] = weights[i] < 0 ? 0 : weights[i] > 1 ? 1 : weights[i] }
            table[i] = (layer.binarizesWeights ? (weights[i] > 0.5 ? 1 : 0) : weights[i]) - 0.5
        }
        return
    }
    let half = bb_set8(0.5)
    var i = 0
    while i < size {
        var w = bb_load8(weights + i)
        if layer.clampsWeights {
            w = bb_clamp01(w)
            bb_store8(weights + i, w)
        }
        if layer.binarizesWeights { w = bb_is_above_half(w) }
        bb_store8(table + i, bb_sub8(w, half))
        i += 8
    }
}

/// z = (T′ − mean) · scale + offset: how a node's value becomes its output.
struct NodeScaling {
    /// Mean of the values, minus 0.5.
    var mean: Float
    /// 1/√variance.
    var inverse: Float
    /// inverse · gamma.
    var scale: Float
    /// beta.
    var offset: Float

    /// No normalisation: z is the value itself.
    static let identity = NodeScaling(mean: 0, inverse: 1, scale: 1, offset: 0.5)

    @inline(__always)
    init(mean: Float, inverse: Float, scale: Float, offset: Float) {
        self.mean = mean
        self.inverse = inverse
        self.scale = scale
        self.offset = offset
    }

    @inline(__always)
    init(_ norm: LutNormalization, mean: Float, inverse: Float) {
        self.init(mean: mean, inverse: inverse, scale: inverse * norm.gamma, offset: norm.beta)
    }

    /// With the running statistics.
    @inline(__always)
    static func running(_ layer: LutLayer, _ node: Int) -> NodeScaling {
        guard let norm = layer.normalization else { return .identity }
        return NodeScaling(
            norm, mean: norm.runningMean[node] - 0.5, inverse: 1 / norm.runningVariance[node].squareRoot())
    }

    /// With the batch's statistics that a forward saved.
    @inline(__always)
    static func saved(_ layer: LutLayer, _ saved: LutSaved, _ node: Int) -> NodeScaling {
        guard let norm = layer.normalization else { return .identity }
        return NodeScaling(norm, mean: saved.mean[node], inverse: saved.inverseDeviation[node])
    }

    /// From mean and centred biased variance of the batch: floors the variance, updates the running statistics.
    @inline(__always)
    static func batch(_ norm: LutNormalization, _ node: Int, mean: Float, variance: Float) -> NodeScaling {
        let floored = variance < LutNormalization.varianceFloor ? LutNormalization.varianceFloor : variance
        let keep = norm.momentum
        norm.runningMean[node] = norm.runningMean[node] * keep + (mean + 0.5) * (1 - keep)
        norm.runningVariance[node] = norm.runningVariance[node] * keep + floored * (1 - keep)
        return NodeScaling(norm, mean: mean, inverse: 1 / floored.squareRoot())
    }

    @inline(__always)
    func apply(_ value: bb_f8) -> bb_f8 {
        bb_fma8(bb_sub8(value, bb_set8(mean)), bb_set8(scale), bb_set8(offset))
    }

    @inline(__always)
    func apply(_ value: Float) -> Float { (value - mean) * scale + offset }
}

/// The truth table of a node: bit p is [z(p) > 0.5], repeated to 64 entries for fewer than six inputs.
@inline(__always)
func truthTable(_ table: UnsafePointer<Float>, _ scaling: NodeScaling, inputsPerNode: Int) -> UInt64 {
    let size = 1 << inputsPerNode
    var bits: UInt64 = 0
    if size >= 8 {
        let half = bb_set8(0.5)
        var i = 0
        while i < size {
            bits |= UInt64(bb_mask_above(scaling.apply(bb_load8(table + i)), half)) << UInt64(i)
            i += 8
        }
    } else {
        for i in 0..<size where scaling.apply(table[i]) > 0.5 { bits |= 1 << UInt64(i) }
    }
    var width = size
    while width < 64 {
        bits |= bits << UInt64(width)
        width *= 2
    }
    return bits
}
