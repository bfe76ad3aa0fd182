import KernelInterface

/// The dense layer as products of matrices in the node-major layout: a row of X is an input node, a column a frame.
enum DenseProduct {
    /// Y = b + W·X.
    static func forward(_ x: FrameBuffer, weights: Tensor, bias: Tensor, into y: FrameBuffer) {
        for node in 0..<y.nodeCount { y.floats(node).update(repeating: bias.floats[node], count: y.frameCount) }
        MatrixProduct.accumulate(
            .init(weights.floats.baseAddress!, stride: x.nodeCount), .init(x.floats(0), stride: x.floatStride),
            into: y.floats(0), stride: y.floatStride, rows: y.nodeCount, columns: x.frameCount, depth: x.nodeCount)
    }

    /// Y = b + W·X for X of bits. `patterns` is memory that is kept from call to call.
    static func forward(
        bits x: FrameBuffer, weights: Tensor, bias: Tensor, into y: FrameBuffer, kernels: DenseBitsKernels,
        patterns: inout AlignedStorage
    ) {
        var layer = DenseBits(
            inputCount: x.nodeCount, outputCount: y.nodeCount, frameCount: x.frameCount,
            weights: weights.floats.baseAddress!, bias: bias.floats.baseAddress!, low: x.levels.low,
            output: y.floatRows, patterns: patterns.base.assumingMemoryBound(to: UInt8.self))
        let byteCount = layer.groupCount * layer.patternStride
        if patterns.byteCount < byteCount {
            patterns = AlignedStorage(byteCount: byteCount)
            layer.patterns = patterns.base.assumingMemoryBound(to: UInt8.self)
        }
        let (rows, ready) = (x.bitRows, layer)
        Parallel.shared.forEachRow(ready.groupCount, length: ready.patternStride) {
            kernels.writePatterns(rows, ready, $0)
        }
        Parallel.shared.forEachRow(ready.blockCount, length: ready.groupCount * ready.patternStride) {
            kernels.multiply(ready, $0)
        }
    }

    /// dW += dY·Xᵀ, db += Σ dY.
    static func accumulateGradients(_ x: FrameBuffer, _ dy: FrameBuffer, weights dW: Tensor, bias db: Tensor) {
        for node in 0..<dy.nodeCount {
            db.floats[node] += Kernels.elements.sum(dy.floats(node), dy.frameCount)
        }
        MatrixProduct.accumulate(
            .init(dy.floats(0), stride: dy.floatStride), .init(x.floats(0), stride: x.floatStride, isTransposed: true),
            into: dW.floats.baseAddress!, stride: x.nodeCount, rows: dy.nodeCount, columns: x.nodeCount,
            depth: x.frameCount)
    }

    /// dX = Wᵀ·dY.
    static func inputGradient(_ dy: FrameBuffer, weights: Tensor, into dx: FrameBuffer) {
        for node in 0..<dx.nodeCount { dx.floats(node).update(repeating: 0, count: dx.frameCount) }
        MatrixProduct.accumulate(
            .init(weights.floats.baseAddress!, stride: dx.nodeCount, isTransposed: true),
            .init(dy.floats(0), stride: dy.floatStride), into: dx.floats(0), stride: dx.floatStride,
            rows: dx.nodeCount, columns: dy.frameCount, depth: dy.nodeCount)
    }
}
