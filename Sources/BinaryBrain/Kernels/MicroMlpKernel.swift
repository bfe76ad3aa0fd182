/// The perceptrons of MicroMlpAffine, eight frames at a time. Rows are padded to eight numbers; what the padding holds is never
/// used.
enum MicroMlpKernel {
    private typealias Vector = SIMD8<Float>
    private static let lanes = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)

    @inline(__always)
    private static func load(_ row: UnsafePointer<Float>, _ start: Int) -> Vector {
        UnsafeRawPointer(row + start).loadUnaligned(as: Vector.self)
    }

    @inline(__always)
    private static func store(_ value: Vector, _ row: UnsafeMutablePointer<Float>, _ start: Int) {
        UnsafeMutableRawPointer(row + start).storeBytes(of: value, as: Vector.self)
    }

    /// y of one node.
    static func forward(_ mlp: MicroMlpArguments, _ x: FrameBuffer, into y: FrameBuffer, node: Int) {
        let row = y.floats(node)
        for start in stride(from: 0, to: x.frameCount, by: 8) {
            var sum = Vector(repeating: mlp.outputBias[node])
            for unit in 0..<mlp.hiddenCount {
                let weights = mlp.weights(node, unit)
                var hidden = Vector(repeating: mlp.hiddenBias[node * mlp.hiddenCount + unit])
                for slot in 0..<mlp.inputCount { hidden += load(mlp.input(x, node, slot), start) * weights[slot] }
                let active = hidden.replacing(with: 0, where: hidden .<= 0)
                sum += active * mlp.outputWeights[node * mlp.hiddenCount + unit]
            }
            store(sum, row, start)
        }
    }

    /// Adds to the gradients of one node and writes ∂L/∂x of its slots, rows node·N … of `slots`.
    static func backward(
        _ mlp: MicroMlpArguments, _ x: FrameBuffer, _ dy: FrameBuffer, gradients: MicroMlpArguments,
        slots: FrameBuffer, node: Int
    ) {
        let (inputs, frames) = (mlp.inputCount, x.frameCount)
        let gradient = UnsafePointer(dy.floats(node))
        for slot in 0..<inputs {
            slots.floats(node * inputs + slot).update(repeating: 0, count: slots.floatStride)
        }
        gradients.outputBias[node] += Kernels.elements.sum(gradient, frames)
        withUnsafeTemporaryAllocation(of: Vector.self, capacity: inputs) { sums in
            for unit in 0..<mlp.hiddenCount {
                let place = node * mlp.hiddenCount + unit
                let weights = mlp.weights(node, unit)
                sums.initialize(repeating: .zero)
                var (bias, output) = (Vector.zero, Vector.zero)
                for start in stride(from: 0, to: frames, by: 8) {
                    let beyondFrames = lanes .>= Int32(truncatingIfNeeded: min(8, frames - start))
                    let dyVector = load(gradient, start).replacing(with: 0, where: beyondFrames)
                    var hidden = Vector(repeating: mlp.hiddenBias[place])
                    for slot in 0..<inputs {
                        hidden += load(mlp.input(x, node, slot), start) * weights[slot]
                    }
                    let isActive = .!(hidden .<= 0) .& .!beyondFrames
                    output += dyVector * Vector.zero.replacing(with: hidden, where: isActive)
                    let inner = Vector.zero.replacing(with: dyVector * mlp.outputWeights[place], where: isActive)
                    bias += inner
                    for slot in 0..<inputs {
                        let value = load(mlp.input(x, node, slot), start).replacing(with: 0, where: beyondFrames)
                        sums[slot] += inner * value
                        let row = slots.floats(node * inputs + slot)
                        store(load(row, start) + inner * weights[slot], row, start)
                    }
                }
                gradients.hiddenBias[place] += bias.sum()
                gradients.outputWeights[place] += output.sum()
                for slot in 0..<inputs { gradients.weights(node, unit)[slot] += sums[slot].sum() }
            }
        }
    }
}
