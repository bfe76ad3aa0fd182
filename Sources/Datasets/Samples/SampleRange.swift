import BinaryBrain

/// What the samples of a set stand for, and between which numbers they lie: what a net was trained on.
public struct SampleRange: Sendable, Hashable {
    /// Whether they are stored as 8-bit pixels, each of which counts as pixel / 255; otherwise numbers count as they are.
    public var isPixels: Bool
    /// The smallest value, after that.
    public var low: Float
    /// The largest.
    public var high: Float

    /// A range.
    public init(isPixels: Bool, low: Float, high: Float) {
        self.isPixels = isPixels
        self.low = low
        self.high = high
    }

    /// That of 8-bit pixels, whichever of them occur.
    public static let pixels = SampleRange(isPixels: true, low: 0, high: 1)

    /// That of a set's samples; values that are not finite do not count.
    public init(of samples: SampleSet) { self.init(of: samples.values) }

    /// That of some values; those that are not finite do not count.
    public init(of values: SampleSet.Values) {
        switch values {
        case .pixels: self = .pixels
        case .floats(let floats):
            self.init(isPixels: false, low: .infinity, high: -.infinity)
            for value in floats where value.isFinite {
                low = min(low, value)
                high = max(high, value)
            }
            if low > high { (low, high) = (0, 0) }
        }
    }

    /// Values that mean the same as in training: the range and a tenth of its width beyond.
    public var tolerated: ClosedRange<Float> {
        let margin = max((high - low) / 10, 1e-6)
        return low - margin...high + margin
    }

    /// How many values lie further outside the range than a tenth of its width: they mean something else than in training.
    public func outliers(_ values: [Float]) -> Int {
        let tolerated = tolerated
        return values.count { $0 < tolerated.lowerBound || $0 > tolerated.upperBound }
    }

    /// Throws for bytes of which the rule for samples makes something else than the net was trained on.
    public func requireSameMeaning(ofPixels arePixels: Bool, from source: String) throws {
        guard !arePixels || isPixels || high <= 1.5 else {
            throw BrainError(
                .format, what: "samples of \(source)",
                why: "unsigned bytes mean pixel / 255, but the net was trained on \(self)",
                remedy: "save them with array.astype('float32')")
        }
    }

    /// What there is to say of values that are given to a net that was trained on this range, if they mean something else; nil if
    /// they do not.
    /// - Parameters:
    ///   - source: where they come from.
    ///   - isStrict: to say so of a single value, not only of more than a hundredth of them.
    /// - Throws: `BrainError` for bytes of which the rule for samples makes something else than the net was trained on.
    public func caution(about values: SampleSet.Values, from source: String, isStrict: Bool = true) throws -> String? {
        try requireSameMeaning(ofPixels: values.arePixels, from: source)
        if values.arePixels, isPixels { return nil }
        let numbers = values.numbers
        return caution(
            outliers: outliers(numbers), of: numbers.count,
            allWithinUnit: high - low > 2 && numbers.allSatisfy { (0...1).contains($0) }, from: source,
            isStrict: isStrict)
    }

    /// The same of values that have been counted.
    /// - Parameters:
    ///   - outliers: how many are not `tolerated`.
    ///   - allWithinUnit: whether all lie between 0 and 1.
    public func caution(
        outliers: Int, of count: Int, allWithinUnit: Bool, from source: String, isStrict: Bool = true
    ) -> String? {
        if outliers > (isStrict ? 0 : count / 100) {
            return
                "\(outliers) of \(count) values of \(source) lie outside the range that the net was trained on (\(self)); "
                + "pixels may be saved as uint8"
        }
        guard high - low > 2, allWithinUnit else { return nil }
        return "all values of \(source) lie between 0 and 1, and the net was trained on \(self)"
    }
}

extension SampleRange: CustomStringConvertible {
    /// `8-bit pixels as pixel / 255, from 0 to 1`.
    public var description: String {
        (isPixels ? "8-bit pixels as pixel / 255" : "numbers as they are") + ", from \(text(low)) to \(text(high))"
    }

    private func text(_ value: Float) -> String {
        value == value.rounded() && abs(value) < 1e6 ? String(Int(value)) : "\(value)"
    }
}
