import KernelInterface

/// The plain twin of the LUT kernels: the formulas of a differentiable LUT node, one frame at a time, in double precision.
///
///     y0 = Σ_i W_i Π_j (bit j of i ? x_j : 1 − x_j)          z = (y0 − mean) · rstd · gamma + beta
///     ∂L/∂W_i += dy0 · Π_j (…)                               ∂L/∂x_j += dy0 · ∂y0/∂x_j
///
/// Plain and obviously right: what the fast kernels are tested against, and what `host_only` selects. The products Π_j come from
/// `LutReferenceInputs`, everything else is here.
enum LutReference {
    /// One node's wires and table.
    struct Node {
        let inputs: [Int]
        let weights: [Double]

        init(_ layer: LutLayer, _ node: Int) {
            let n = layer.inputsPerNode
            inputs = (0..<n).map { Int(layer.connection[node * n + $0]) }
            let row = layer.weights + node * layer.tableSize
            if layer.clampsWeights {
                for i in 0..<layer.tableSize { row[i] = row[i].clamped(to: 0...1) }
            }
            weights = (0..<layer.tableSize).map { i in
                layer.binarizesWeights ? (row[i] > 0.5 ? 1 : 0) : Double(row[i])
            }
        }

        /// The factors of the products in ∂y0/∂x_j: W_i where bit j of i is 1, −W_i where it is 0.
        func slopeWeights(_ j: Int) -> [Double] {
            weights.indices.map { $0 >> j & 1 == 1 ? weights[$0] : -weights[$0] }
        }
    }

    /// Forward with the batch's statistics.
    static func forward(
        _ layer: LutLayer, _ saved: LutSaved, _ output: LutOutput, _ nodes: Range<Int>, _ inputs: LutReferenceInputs
    ) {
        let frames = layer.frameCount
        for index in nodes {
            let node = Node(layer, index)
            let values = inputs.view(node.inputs).sums(node.weights)
            var mean = 0.5
            var inverse = 1.0
            if let norm = layer.normalization, norm.isFrozen {
                mean = Double(norm.runningMean[index])
                inverse = 1 / Double(norm.runningVariance[index]).squareRoot()
            } else if let norm = layer.normalization {
                mean = values.reduce(0, +) / Double(frames)
                let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(frames)
                let floor = Double(LutNormalization.varianceFloor)
                let variance = spread < floor ? floor : spread
                inverse = 1 / variance.squareRoot()
                let keep = norm.momentum
                norm.runningMean[index] = norm.runningMean[index] * keep + Float(mean) * (1 - keep)
                norm.runningVariance[index] = norm.runningVariance[index] * keep + Float(variance) * (1 - keep)
            }
            saved.mean[index] = Float(mean - 0.5)
            saved.inverseDeviation[index] = Float(inverse)
            write(layer, values, mean, inverse, output, index)
        }
    }

    /// Forward with the running statistics.
    static func inference(
        _ layer: LutLayer, _ output: LutOutput, _ nodes: Range<Int>, _ inputs: LutReferenceInputs
    ) {
        for index in nodes {
            let node = Node(layer, index)
            let values = inputs.view(node.inputs).sums(node.weights)
            let (mean, inverse) = runningStatistics(layer, index)
            write(layer, values, mean, inverse, output, index)
        }
    }

    /// The truth tables of bit inputs with the running statistics, repeated to 64 entries.
    static func truthTables(_ layer: LutLayer, _ tables: UnsafeMutablePointer<UInt64>, _ nodes: Range<Int>) {
        let products = LutPatternProducts(layer)
        for index in nodes {
            let values = products.sums(Node(layer, index).weights)
            let (mean, inverse) = runningStatistics(layer, index)
            tables[index] = 0
            for pattern in 0..<64
            where normalized(layer, values[pattern % values.count], mean, inverse) > 0.5 {
                tables[index] |= 1 << UInt64(pattern)
            }
        }
    }

    private static func runningStatistics(_ layer: LutLayer, _ index: Int) -> (mean: Double, inverse: Double) {
        guard let norm = layer.normalization else { return (0.5, 1) }
        return (Double(norm.runningMean[index]), 1 / Double(norm.runningVariance[index]).squareRoot())
    }

    private static func normalized(_ layer: LutLayer, _ y0: Double, _ mean: Double, _ inverse: Double) -> Double {
        guard let norm = layer.normalization else { return y0 }
        return (y0 - mean) * inverse * Double(norm.gamma) + Double(norm.beta)
    }

    private static func write(
        _ layer: LutLayer, _ values: [Double], _ mean: Double, _ inverse: Double, _ output: LutOutput, _ index: Int
    ) {
        switch output {
        case .bits(let rows):
            let row = rows.row(index)
            for word in 0..<rows.stride { row[word] = 0 }
            for (frame, y0) in values.enumerated() where normalized(layer, y0, mean, inverse) > 0.5 {
                row[frame / 64] |= 1 << UInt64(frame % 64)
            }
        case .reals(let rows):
            for (frame, y0) in values.enumerated() {
                rows.row(index)[frame] = Float(normalized(layer, y0, mean, inverse).clamped(to: 0...1))
            }
        }
    }

    /// Gradients; recomputes y0 of every frame.
    static func backward(
        _ layer: LutLayer, _ saved: LutSaved, _ gradients: LutGradients, _ nodes: Range<Int>,
        _ inputs: LutReferenceInputs
    ) {
        let frames = layer.frameCount
        let slopeInputs = inputs.atSlopeBias
        for index in nodes {
            let node = Node(layer, index)
            let view = inputs.view(node.inputs)
            let slopeView = slopeInputs.view(node.inputs)
            var dy0 = (0..<frames).map { Double(gradients.output.row(index)[$0]) }
            if let norm = layer.normalization {
                dy0 = throughNormalization(
                    dy0, y0: view.sums(node.weights), norm, mean: Double(saved.mean[index]) + 0.5,
                    inverse: Double(saved.inverseDeviation[index]))
            }
            if let weights = gradients.weights {
                for (i, sum) in view.products(weightedBy: dy0).enumerated() {
                    weights[index * layer.tableSize + i] += Float(sum)
                }
            }
            if let wires = gradients.wires, case .bits(let rows, _) = inputs {
                for slot in 0..<layer.inputsPerNode {
                    let slopes = slopeView.sums(node.slopeWeights(slot), skipping: slot)
                    addScoreGradients(layer, rows, wires, node: index, slot, zip(dy0, slopes).map { $0 * $1 })
                }
            }
            guard let dx = gradients.input else { continue }
            for j in 0..<layer.inputsPerNode {
                let stores = gradients.firstTouch.map { $0[index] >> UInt8(j) & 1 == 1 } ?? false
                let row = dx.row(node.inputs[j])
                let slopes = slopeView.sums(node.slopeWeights(j), skipping: j)
                for frame in 0..<frames {
                    let term = Float(dy0[frame] * slopes[frame])
                    row[frame] = stores ? term : row[frame] + term
                }
            }
        }
    }

    /// ∂L/∂s[w][c] += 2 Σ_f g_w[f] · (x_c[f] − x̄_c)
    private static func addScoreGradients(
        _ layer: LutLayer, _ bits: BitRows, _ wires: LutWires, node: Int, _ slot: Int, _ g: [Double]
    ) {
        for candidate in 0..<wires.count {
            let place = (node * layer.inputsPerNode + slot) * wires.count + candidate
            let row = bits.row(wires.candidates.map { Int($0[place]) } ?? candidate)
            let x = g.indices.map { Double(row[$0 / 64] >> UInt64($0 % 64) & 1) }
            let mean = x.reduce(0, +) / Double(x.count)
            let sum = zip(g, x).reduce(0) { $0 + $1.0 * ($1.1 - mean) }
            wires.gradients[place - wires.firstNode * layer.inputsPerNode * wires.count] += Float(2 * sum)
        }
    }

    /// ∂L/∂y0 from ∂L/∂output, through the saturation mask and the batch normalisation.
    private static func throughNormalization(
        _ dy: [Double], y0: [Double], _ norm: LutNormalization, mean: Double, inverse: Double
    ) -> [Double] {
        let frames = Double(dy.count)
        let gamma = Double(norm.gamma)
        let scaled = zip(dy, y0).map { dy, y0 in
            let z = (y0 - mean) * inverse * gamma + Double(norm.beta)
            return z <= 0 || z >= 1 ? 0 : dy * gamma
        }
        if norm.isFrozen { return scaled.map { $0 * inverse } }
        let dDeviation = -zip(scaled, y0).reduce(0) { $0 + $1.0 * ($1.1 - mean) } * inverse * inverse
        let dVariance = dDeviation * inverse
        let dMeanDirect = -scaled.reduce(0, +) * inverse
        // y0 and mean appear only as differences: dMean + y0·dVariance/F with dMean = (dMeanDirect − mean·dVariance)/F.
        return zip(scaled, y0).map { $0 * inverse + (dMeanDirect + ($1 - mean) * dVariance) / frames }
    }

    /// The twin as a kernel table.
    static let table = KernelTable(
        name: "reference",
        lutBitsForward: { layer, rows, saved, output, nodes in
            forward(layer, saved, output, nodes, .bits(rows, LutPatternProducts(layer)))
        },
        lutBitsInference: { layer, rows, output, nodes in
            inference(layer, output, nodes, .bits(rows, LutPatternProducts(layer)))
        },
        lutBitsBackward: { layer, rows, saved, gradients, nodes in
            backward(layer, saved, gradients, nodes, .bits(rows, LutPatternProducts(layer)))
        },
        lutRealsForward: { layer, rows, saved, output, nodes in
            forward(layer, saved, .reals(output), nodes, .reals(rows, layer))
        },
        lutRealsInference: { layer, rows, output, nodes in
            inference(layer, .reals(output), nodes, .reals(rows, layer))
        },
        lutRealsBackward: { layer, rows, saved, gradients, nodes in
            backward(layer, saved, gradients, nodes, .reals(rows, layer))
        },
        lutTruthTables: truthTables,
        netlist: NetlistReference.table, elements: ElementReference.table, losses: LossReference.table,
        lowering: LoweringReference.table,
        denseBits: nil,
        multiplyAdds: { rounds in
            var x: Float = 0
            for _ in 0..<rounds * 96 { x = x * 0.999 + 1 }
            return x
        })
}
