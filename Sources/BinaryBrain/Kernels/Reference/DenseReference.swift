/// The dense layer in plain loops: the twin that the fast products are tested against, and what `host_only` runs. A row is worked
/// on by one thread, and each of its sums is in the order of the formula.
enum DenseReference {
    /// y = b + W x.
    static func forward(_ x: FrameBuffer, weights: Tensor, bias: Tensor, into y: FrameBuffer) {
        let (w, b, inputs, frames) = (weights.floats, bias.floats, x.nodeCount, y.frameCount)
        Parallel.shared.forEachRow(y.nodeCount, length: inputs * frames) { output in
            let row = y.floats(output)
            row.update(repeating: b[output], count: frames)
            for input in 0..<inputs {
                let (weight, signal) = (w[output * inputs + input], x.floats(input))
                for frame in 0..<frames { row[frame] += weight * signal[frame] }
            }
        }
    }

    /// dW += dy xᵀ, db += Σ dy.
    static func accumulateGradients(_ x: FrameBuffer, _ dy: FrameBuffer, weights dW: Tensor, bias db: Tensor) {
        let (dw, db, inputs, frames) = (dW.floats, db.floats, x.nodeCount, dy.frameCount)
        Parallel.shared.forEachRow(dy.nodeCount, length: inputs * frames) { output in
            let gradient = dy.floats(output)
            for frame in 0..<frames { db[output] += gradient[frame] }
            for input in 0..<inputs {
                let signal = x.floats(input)
                for frame in 0..<frames { dw[output * inputs + input] += gradient[frame] * signal[frame] }
            }
        }
    }

    /// dx = Wᵀ dy.
    static func inputGradient(_ dy: FrameBuffer, weights: Tensor, into dx: FrameBuffer) {
        let (w, inputs, frames) = (weights.floats, dx.nodeCount, dx.frameCount)
        Parallel.shared.forEachRow(inputs, length: dy.nodeCount * frames) { input in
            let row = dx.floats(input)
            row.update(repeating: 0, count: frames)
            for output in 0..<dy.nodeCount {
                let (weight, gradient) = (w[output * inputs + input], dy.floats(output))
                for frame in 0..<frames { row[frame] += weight * gradient[frame] }
            }
        }
    }
}
