/// The products of one group of a grouped dense layer: contiguous rows of x, W and y.
struct DenseGroup {
    private let x: UnsafeMutablePointer<Float>
    private let y: UnsafeMutablePointer<Float>
    private let weights: UnsafeMutablePointer<Float>
    private let xStride: Int
    private let yStride: Int
    private let inputs: Int
    private let outputs: Int
    private let frames: Int
    private let firstOutput: Int

    /// Group `index` of `count`; W is the same number of weights for each.
    init(_ index: Int, of count: Int, x: FrameBuffer, y: FrameBuffer, weights: Tensor) {
        inputs = x.nodeCount / count
        outputs = y.nodeCount / count
        firstOutput = index * outputs
        self.x = x.floats(index * inputs)
        self.y = y.floats(firstOutput)
        self.weights = weights.floats.baseAddress! + index * outputs * inputs
        xStride = x.floatStride
        yStride = y.floatStride
        frames = x.frameCount
    }

    /// y = b + W x.
    func forward(_ bias: Tensor) {
        for output in 0..<outputs {
            (y + output * yStride).update(repeating: bias.floats[firstOutput + output], count: frames)
        }
        MatrixProduct.accumulate(
            .init(weights, stride: inputs), .init(x, stride: xStride), into: y, stride: yStride, rows: outputs,
            columns: frames, depth: inputs)
    }

    /// W += y xᵀ, b += Σ y, where y is ∂L/∂y and W and b are gradients.
    func accumulate(_ bias: Tensor) {
        for output in 0..<outputs {
            bias.floats[firstOutput + output] += Kernels.elements.sum(y + output * yStride, frames)
        }
        MatrixProduct.accumulate(
            .init(y, stride: yStride), .init(x, stride: xStride, isTransposed: true), into: weights, stride: inputs,
            rows: outputs, columns: inputs, depth: frames)
    }

    /// x = Wᵀ y, where x and y are ∂L/∂x and ∂L/∂y.
    func inputGradient() {
        for input in 0..<inputs { (x + input * xStride).update(repeating: 0, count: frames) }
        MatrixProduct.accumulate(
            .init(weights, stride: inputs, isTransposed: true), .init(y, stride: yStride), into: x, stride: xStride,
            rows: inputs, columns: frames, depth: outputs)
    }

    // MARK: The plain twins

    /// `forward` in plain loops.
    func plainForward(_ bias: Tensor) {
        for output in 0..<outputs {
            for frame in 0..<frames {
                y[output * yStride + frame] = (0..<inputs).reduce(bias.floats[firstOutput + output]) {
                    $0 + weights[output * inputs + $1] * x[$1 * xStride + frame]
                }
            }
        }
    }

    /// `accumulate` in plain loops.
    func plainAccumulate(_ bias: Tensor) {
        for output in 0..<outputs {
            for frame in 0..<frames {
                let gradient = y[output * yStride + frame]
                bias.floats[firstOutput + output] += gradient
                for input in 0..<inputs { weights[output * inputs + input] += gradient * x[input * xStride + frame] }
            }
        }
    }

    /// `inputGradient` in plain loops.
    func plainInputGradient() {
        for input in 0..<inputs {
            for frame in 0..<frames {
                x[input * xStride + frame] = (0..<outputs).reduce(0) {
                    $0 + weights[$1 * inputs + input] * y[$1 * yStride + frame]
                }
            }
        }
    }
}
