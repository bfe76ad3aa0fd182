import KernelInterface

// Thermometers: thresholds that stay where they are.

extension RealToBinary {
    /// Bits of a number that a comparison may be restricted to.
    public static let thresholdBitRange = 1...8

    /// Thresholds that need no more than the upper `bits` bits of a number that came as 8 bits: multiples of 2^(8 − bits) of 255
    /// levels of the input range, the nearest that are neither always reached nor never.
    static func rounded(_ threshold: Float, toBits bits: Int, low: Float, high: Float) -> Float {
        let step = Float(1 << (8 - bits))
        let level = (threshold - low) / (high - low) * 255
        let multiple = level.isFinite ? (level / step).rounded(.toNearestOrAwayFromZero) * step : 256
        return low + (high - low) * (multiple.clamped(to: step...256 - step) / 255)
    }

    /// Takes the thresholds of a rule such as `distributive` from numbers of a training set, if the layer awaits them.
    /// - Parameters:
    ///   - sampleCount: samples of the set.
    ///   - values: fills one row a sample, `[sampleCount]`, of a number of the sample (0 ..< inputShape.count).
    /// - Throws: what `values` throws; `BrainError` if the rule does not give a threshold for each bit.
    public func fitThresholds(
        sampleCount: Int, values: (_ node: Int, _ row: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) throws {
        guard awaitsData, sampleCount > 0 else { return }
        var row = [Float](repeating: 0, count: sampleCount)
        var fitted: [Float] = []
        for node in 0..<inputShape.count {
            try row.withUnsafeMutableBufferPointer { try values(node, $0) }
            row.sort()
            fitted += try checked(thresholdRule.thresholds(ofSorted: row, depth: depthModulationSize))
        }
        ownThresholds = fitted
    }

    /// The first thresholds of a layer that does not take them from data; nil for the pulse-width code.
    func thresholdsByRule() throws -> [Float]? {
        guard isThermometer, !thresholdRule.takesData else { return nil }
        return try checked(
            thresholdRule.thresholds(depth: depthModulationSize, low: inputRangeLow, high: inputRangeHigh))
    }

    /// Thresholds of a rule, or levels near them.
    private func checked(_ thresholds: [Float]) throws -> [Float] {
        guard thresholds.count == depthModulationSize, !thresholds.contains(where: \.isNaN) else {
            throw BrainError(
                .parameter, what: displayName,
                why:
                    "the rule \(thresholdRule.name) gives \(thresholds.count) thresholds for \(depthModulationSize) bits",
                remedy: "let it give a number for each bit")
        }
        guard let bits = thresholdBits else { return thresholds }
        return thresholds.map { Self.rounded($0, toBits: bits, low: inputRangeLow, high: inputRangeHigh) }
    }

    /// [x ≥ θ_d], the thresholds of each number or those of all.
    func compare(_ x: FrameBuffer, with thresholds: [Float], into y: FrameBuffer) {
        let depth = depthModulationSize
        let perNode = thresholds.count > depth ? depth : 0
        thresholds.withUnsafeBufferPointer { values in
            let values = values.baseAddress!
            let size = PackedSize(frameCount: x.frameCount, wordCount: y.wordStride)
            let (source, target) = (FrameRows(x), FrameRows(y))
            Parallel.shared.forEachRow(x.nodeCount, length: y.frameCount) { node in
                for bit in 0..<depth {
                    let code = PulseWidthCode(thresholds: values + node * perNode + bit, size: 1)
                    Kernels.elements.packPulseWidth(
                        source.floats(node), code, target.words(outputNode(node, bit, x)), size)
                }
            }
        }
    }

    /// Binary off: a number rises from 0 to 1 around each threshold, over a D-th of the input range.
    func rampThresholds(_ thresholds: [Float], _ x: FrameBuffer, into y: FrameBuffer) {
        let depth = depthModulationSize
        let perNode = thresholds.count > depth ? depth : 0
        let slope = Float(depth) / (inputRangeHigh - inputRangeLow)
        Parallel.shared.forEachRow(x.nodeCount, length: y.frameCount) { node in
            for bit in 0..<depth {
                let (source, row) = (x.floats(node), y.floats(outputNode(node, bit, x)))
                let threshold = thresholds[node * perNode + bit]
                for frame in 0..<x.frameCount {
                    row[frame] = ((source[frame] - threshold) * slope + 0.5).clamped(to: 0...1)
                }
            }
        }
    }
}
