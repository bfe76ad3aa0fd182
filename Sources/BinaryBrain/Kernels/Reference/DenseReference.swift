/// The dense layer in plain loops: the twin that the fast products are tested against, and what `host_only` runs.
enum DenseReference {
    /// y = b + W x.
    static func forward(_ x: FrameBuffer, weights: Tensor, bias: Tensor, into y: FrameBuffer) {
        for output in 0..<y.nodeCount {
            for frame in 0..<y.frameCount {
                var sum = bias.floats[output]
                for input in 0..<x.nodeCount {
                    sum += weights.floats[output * x.nodeCount + input] * x.floats(input)[frame]
                }
                y.floats(output)[frame] = sum
            }
        }
    }

    /// dW += dy xᵀ, db += Σ dy.
    static func accumulateGradients(_ x: FrameBuffer, _ dy: FrameBuffer, weights dW: Tensor, bias db: Tensor) {
        for output in 0..<dy.nodeCount {
            for frame in 0..<dy.frameCount {
                let gradient = dy.floats(output)[frame]
                db.floats[output] += gradient
                for input in 0..<x.nodeCount {
                    dW.floats[output * x.nodeCount + input] += gradient * x.floats(input)[frame]
                }
            }
        }
    }

    /// dx = Wᵀ dy.
    static func inputGradient(_ dy: FrameBuffer, weights: Tensor, into dx: FrameBuffer) {
        for input in 0..<dx.nodeCount {
            for frame in 0..<dx.frameCount {
                var sum: Float = 0
                for output in 0..<dy.nodeCount {
                    sum += weights.floats[output * dx.nodeCount + input] * dy.floats(output)[frame]
                }
                dx.floats(input)[frame] = sum
            }
        }
    }
}
