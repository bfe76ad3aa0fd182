/// Where the thresholds of `RealToBinary` lie.
public enum ThresholdRule: Sendable, Hashable {
    /// In the middle of equal parts of the input range: (t − ½)/T of it.
    case uniform
    /// At these numbers, one a bit of depth; a number gives a one if it is above.
    case listed([Float])
    /// At the quantiles t/(T + 1) of each number of a sample over the training set (Bacellar et al., 2024): every bit of a number
    /// says as much as the others. A number gives a one if it is above.
    case distributive

    /// The words of an experiment file.
    public static let words = ["uniform", "distributive"]

    /// Numbers that a list may have.
    public static let listSizes = 1...256
}

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

    /// Takes the thresholds of the rule `distributive` from numbers of a training set, if the layer awaits them.
    /// - Parameters:
    ///   - sampleCount: samples of the set.
    ///   - values: fills one row a sample, `[sampleCount]`, of a number of the sample (0 ..< inputShape.count).
    /// - Throws: what `values` throws.
    public func fitThresholds(
        sampleCount: Int, values: (_ node: Int, _ row: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) throws {
        guard awaitsData, sampleCount > 0 else { return }
        let depth = depthModulationSize
        var row = [Float](repeating: 0, count: sampleCount)
        var fitted: [Float] = []
        for node in 0..<inputShape.count {
            try row.withUnsafeMutableBufferPointer { try values(node, $0) }
            row.sort()
            for place in 1...depth {
                // The smallest number of the set that so many are not above.
                let quantile = row[(place * sampleCount + depth) / (depth + 1) - 1]
                fitted.append(threshold(above: quantile))
            }
        }
        ownThresholds = fitted
    }

    /// The smallest number that gives a one where numbers above `limit` do, or a level near it.
    func threshold(above limit: Float) -> Float {
        guard let bits = thresholdBits else { return limit.nextUp }
        return Self.rounded(limit.nextUp, toBits: bits, low: inputRangeLow, high: inputRangeHigh)
    }

    /// The first thresholds of a layer that does not take them from data; nil for the pulse-width code.
    func thresholdsByRule() -> [Float]? {
        switch thresholdRule {
        case .distributive: return nil
        case .listed(let limits): return limits.map { threshold(above: $0) }
        case .uniform:
            guard let bits = thresholdBits else { return nil }
            return PulseWidthThresholds(
                frameSize: 1, depthSize: depthModulationSize, low: inputRangeLow, high: inputRangeHigh
            ).values.map { Self.rounded($0, toBits: bits, low: inputRangeLow, high: inputRangeHigh) }
        }
    }
}
