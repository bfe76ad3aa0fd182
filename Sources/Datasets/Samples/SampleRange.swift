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

    /// How many values lie further outside the range than a tenth of its width: they mean something else than in training.
    public func outliers(_ values: [Float]) -> Int {
        let margin = max((high - low) / 10, 1e-6)
        return values.count { $0 < low - margin || $0 > high + margin }
    }

    /// What there is to say of values that are given to a net that was trained on this range, if they mean something else; nil if
    /// they do not.
    /// - Parameters:
    ///   - source: where they come from.
    ///   - isStrict: to say so of a single value, not only of more than a hundredth of them.
    /// - Throws: `BrainError` for bytes of which the rule for samples makes something else than the net was trained on.
    public func caution(about values: SampleSet.Values, from source: String, isStrict: Bool = true) throws -> String? {
        guard !values.arePixels || isPixels || high <= 1.5 else {
            throw BrainError(
                .format, what: "samples of \(source)",
                why: "unsigned bytes mean pixel / 255, but the net was trained on \(self)",
                remedy: "save them with array.astype('float32')")
        }
        if values.arePixels, isPixels { return nil }
        let numbers = values.numbers
        let outliers = outliers(numbers)
        if outliers > (isStrict ? 0 : numbers.count / 100) {
            return
                "\(outliers) of \(numbers.count) values of \(source) lie outside the range that the net was trained on (\(self)); "
                + "pixels may be saved as uint8"
        }
        guard high - low > 2, numbers.allSatisfy({ (0...1).contains($0) }) else { return nil }
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
