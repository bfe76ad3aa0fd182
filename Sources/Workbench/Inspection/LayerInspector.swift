import BinaryBrain

/// What is kept of a layer while somebody looks at it.
struct LayerInspector {
    let index: Int
    private var gradientNorms = MetricHistory()
    private var wireChanges = MetricHistory()
    /// Changes of the layer's wires when the last mini-batch had left its gradient; nil before.
    private var changesBefore: Int?

    private static let binCount = 48

    init(layer index: Int) { self.index = index }

    /// Notes the gradient that a mini-batch left.
    mutating func noteGradient(of layer: any Model, step: Int) {
        if let wires = layer.learnedLut?.wires {
            if let before = changesBefore {
                wireChanges.append(step: step, value: Float(wires.allChangedWires - before))
            }
            changesBefore = wires.allChangedWires
        }
        let gradients = layer.gradients
        guard gradients.elementCount > 0 else { return }
        gradientNorms.append(step: step, value: Float(Self.norm(gradients)))
    }

    /// ‖g‖₂ over all tensors.
    private static func norm(_ gradients: Variables) -> Double {
        var sum = 0.0
        for tensor in gradients.tensors {
            // Eight sums, so that additions need not wait for one another.
            var partial = SIMD8<Float>.zero
            let values = tensor.floats
            let whole = values.count / 8 * 8
            for start in stride(from: 0, to: whole, by: 8) {
                let vector = UnsafeRawPointer(values.baseAddress! + start).loadUnaligned(as: SIMD8<Float>.self)
                partial += vector * vector
            }
            for index in whole..<values.count { partial[0] += values[index] * values[index] }
            sum += Double(partial.sum())
        }
        return sum.squareRoot()
    }

    /// Looks at the layer now.
    func inspection(of experiment: Experiment, layers: [any Model], agreement: [Float?]) throws -> LayerInspection {
        let layer = layers[index]
        let flow = SignalFlow(through: experiment.body)
        let isLive = try LutLiveness.isLive(index, in: layers, flow: flow)
        return LayerInspection(
            layer: index, step: experiment.progress.step, parameters: Self.histogram(layer.parameters),
            gradientNorms: gradientNorms, luts: try LutLayerTables(of: layer)?.census(isLive: isLive),
            wires: WireCensus(of: layer, changes: wireChanges), agreement: agreement)
    }

    private static func histogram(_ parameters: Variables) -> Histogram? {
        let tensors = parameters.tensors.filter { $0.dtype == .fp32 }
        let count = tensors.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        var (low, high) = (Float.infinity, -Float.infinity)
        var (sum, squares, broken) = (0.0, 0.0, 0)
        for tensor in tensors {
            for value in tensor.floats {
                guard value.isFinite else {
                    broken += 1
                    continue
                }
                low = min(low, value)
                high = max(high, value)
                sum += Double(value)
                squares += Double(value) * Double(value)
            }
        }
        guard low <= high else {
            return Histogram(lower: 0, upper: 1, counts: [], mean: .nan, deviation: .nan, brokenCount: broken)
        }
        var counts = [Int](repeating: 0, count: low < high ? binCount : 1)
        let scale = low < high ? Float(counts.count) / (high - low) : 0
        for tensor in tensors {
            for value in tensor.floats where value.isFinite {
                counts[min(counts.count - 1, Int((value - low) * scale))] += 1
            }
        }
        let mean = sum / Double(count - broken)
        return Histogram(
            lower: Double(low), upper: Double(high), counts: counts, mean: mean,
            deviation: max(0, squares / Double(count - broken) - mean * mean).squareRoot(), brokenCount: broken)
    }
}
