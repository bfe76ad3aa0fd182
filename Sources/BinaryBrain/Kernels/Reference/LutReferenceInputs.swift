import KernelInterface

/// Π_{j ≠ skip} (bit j of i ? x_j : 1 − x_j) for all table entries i, from the lowest input on: half of the entries lack input j,
/// the other half have it.
private func writeProducts(_ x: [Double], skipping skip: Int?, into row: UnsafeMutablePointer<Double>) {
    row[0] = 1
    for j in x.indices {
        let half = 1 << j
        for i in 0..<half {
            row[half + i] = j == skip ? row[i] : row[i] * x[j]
            row[i] = j == skip ? row[i] : row[i] * (1 - x[j])
        }
    }
}

/// The inputs of a LUT layer's reference twin.
enum LutReferenceInputs {
    /// Bits: 2^N patterns, whose products are the same for every node and frame.
    case bits(BitRows, LutPatternProducts)
    /// Numbers, clamped to [0, 1]: each frame has products of its own.
    case reals(FloatRows, LutLayer)

    /// The same inputs, where bits stand for the probabilities with which slopes are computed.
    var atSlopeBias: LutReferenceInputs {
        guard case .bits(let rows, let products) = self, products.layer.slopeBias != products.layer.bias else {
            return self
        }
        var layer = products.layer
        layer.bias = layer.slopeBias
        return .bits(rows, LutPatternProducts(layer))
    }

    /// What a node with these wires sees.
    func view(_ wires: [Int]) -> LutReferenceView {
        switch self {
        case .bits(let rows, let products):
            var patterns = [Int](repeating: 0, count: products.layer.frameCount)
            for (j, wire) in wires.enumerated() {
                let row = rows.row(wire)
                for frame in patterns.indices { patterns[frame] |= Int(row[frame / 64] >> UInt64(frame % 64) & 1) << j }
            }
            return .patterns(patterns, products)
        case .reals(let rows, let layer):
            return .frames(
                (0..<layer.frameCount).map { frame in wires.map { Double(rows.row($0)[frame].clamped(to: 0...1)) } })
        }
    }
}

/// The inputs of one node, frame by frame: patterns of bits, or numbers.
enum LutReferenceView {
    case patterns([Int], LutPatternProducts)
    case frames([[Double]])

    /// Σ_i weights_i Π_{j ≠ skip} (…) of each frame.
    func sums(_ weights: [Double], skipping skip: Int? = nil) -> [Double] {
        switch self {
        case .patterns(let patterns, let products):
            let sums = products.sums(weights, skipping: skip)
            return patterns.map { sums[$0] }
        case .frames(let frames):
            return withUnsafeTemporaryAllocation(of: Double.self, capacity: weights.count) { row in
                frames.map { x in
                    writeProducts(x, skipping: skip, into: row.baseAddress!)
                    return weights.indices.reduce(0) { $0 + weights[$1] * row[$1] }
                }
            }
        }
    }

    /// Σ_frames scale Π_j (…) of each table entry, with a factor for each frame.
    func products(weightedBy scale: [Double]) -> [Double] {
        switch self {
        case .patterns(let patterns, let products):
            var sums = [Double](repeating: 0, count: products.layer.tableSize)
            for (frame, pattern) in patterns.enumerated() { products.add(pattern, times: scale[frame], to: &sums) }
            return sums
        case .frames(let frames):
            guard let inputCount = frames.first?.count else { return [] }
            var sums = [Double](repeating: 0, count: 1 << inputCount)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: sums.count) { row in
                for (x, scale) in zip(frames, scale) {
                    writeProducts(x, skipping: nil, into: row.baseAddress!)
                    for i in sums.indices { sums[i] += scale * row[i] }
                }
            }
            return sums
        }
    }
}

/// The products of all 2^N patterns of bit inputs, where a bit b is the number 0.5 ± bias: computed once, not once a frame.
final class LutPatternProducts {
    let layer: LutLayer
    /// Row 0: no input is left out; row 1 + j: without input j. In each `[entry, pattern]`.
    private var rows: [[Double]] = []
    /// Row 0 as `[pattern, entry]`.
    private var byPattern: [Double] = []

    init(_ layer: LutLayer) {
        self.layer = layer
        let size = layer.tableSize
        for skip in [nil] + (0..<layer.inputsPerNode).map(Optional.some) {
            var products = [Double](repeating: 0, count: size * size)
            products.withUnsafeMutableBufferPointer { products in
                for pattern in 0..<size {
                    writeProducts(
                        Self.inputs(pattern, layer), skipping: skip, into: products.baseAddress! + pattern * size)
                }
            }
            if skip == nil { byPattern = products }
            rows.append((0..<size * size).map { products[$0 % size * size + $0 / size] })
        }
    }

    private static func inputs(_ pattern: Int, _ layer: LutLayer) -> [Double] {
        (0..<layer.inputsPerNode).map { 0.5 + (pattern >> $0 & 1 == 1 ? Double(layer.bias) : -Double(layer.bias)) }
    }

    /// Σ_i weights_i Π_{j ≠ skip} (…) of each pattern.
    func sums(_ weights: [Double], skipping skip: Int? = nil) -> [Double] {
        let size = layer.tableSize
        var sums = [Double](repeating: 0, count: size)
        rows[skip.map { $0 + 1 } ?? 0].withUnsafeBufferPointer { products in
            sums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<size {
                    let weight = weights[i]
                    for pattern in 0..<size { sums[pattern] += weight * products[i &* size &+ pattern] }
                }
            }
        }
        return sums
    }

    /// Adds the products of a pattern, times a factor.
    func add(_ pattern: Int, times factor: Double, to sums: inout [Double]) {
        let size = layer.tableSize
        byPattern.withUnsafeBufferPointer { products in
            sums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<size { sums[i] += factor * products[pattern &* size &+ i] }
            }
        }
    }
}
