/// The perceptrons of MicroMlpAffine in plain loops: the twin that the fast ones are tested against, and what `host_only` runs.
enum MicroMlpReference {
    private static func hidden(
        _ mlp: MicroMlpArguments, _ x: FrameBuffer, _ node: Int, _ unit: Int, _ frame: Int
    ) -> Float {
        (0..<mlp.inputCount).reduce(mlp.hiddenBias[node * mlp.hiddenCount + unit]) {
            $0 + mlp.weights(node, unit)[$1] * mlp.input(x, node, $1)[frame]
        }
    }

    /// y of one node.
    static func forward(_ mlp: MicroMlpArguments, _ x: FrameBuffer, into y: FrameBuffer, node: Int) {
        for frame in 0..<x.frameCount {
            y.floats(node)[frame] = (0..<mlp.hiddenCount).reduce(mlp.outputBias[node]) {
                $0 + mlp.outputWeights[node * mlp.hiddenCount + $1]
                    * hidden(mlp, x, node, $1, frame).clamped(to: 0...Float.infinity)
            }
        }
    }

    /// Adds to the gradients of one node and writes ∂L/∂x of its slots, rows node·N … of `slots`.
    static func backward(
        _ mlp: MicroMlpArguments, _ x: FrameBuffer, _ dy: FrameBuffer, gradients: MicroMlpArguments,
        slots: FrameBuffer, node: Int
    ) {
        for frame in 0..<x.frameCount {
            let gradient = dy.floats(node)[frame]
            for slot in 0..<mlp.inputCount { slots.floats(node * mlp.inputCount + slot)[frame] = 0 }
            gradients.outputBias[node] += gradient
            for unit in 0..<mlp.hiddenCount {
                let place = node * mlp.hiddenCount + unit
                let value = hidden(mlp, x, node, unit, frame)
                if value <= 0 { continue }
                gradients.outputWeights[place] += gradient * value
                let inner = gradient * mlp.outputWeights[place]
                gradients.hiddenBias[place] += inner
                for slot in 0..<mlp.inputCount {
                    gradients.weights(node, unit)[slot] += inner * mlp.input(x, node, slot)[frame]
                    slots.floats(node * mlp.inputCount + slot)[frame] += inner * mlp.weights(node, unit)[slot]
                }
            }
        }
    }
}
