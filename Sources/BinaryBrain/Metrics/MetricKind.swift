/// What a metric measures: the name of its figure, which way it is better, and whether it is a share.
///
/// Screens, plots, journals and tables show the figure under its name; the best epoch, run and row are chosen by its direction. An
/// experiment file, which gives the metric's class, does not hold it.
public struct MetricKind: Sendable, Hashable, RawRepresentable {
    /// Which values are better.
    public enum Direction: String, Sendable, Hashable {
        /// The larger, as of an accuracy.
        case higher
        /// The smaller, as of an error.
        case lower
    }

    /// Name of the figure, such as `accuracy`: a word of ASCII letters, digits, `_` and `-`.
    public let name: String
    /// Which values are better.
    public let better: Direction
    /// Whether it is a share, 0…1, that people read in percent.
    public let isShare: Bool

    /// What a metric measures; `check` tells whether files can hold it.
    public init(_ name: String, better: Direction, isShare: Bool = false) {
        self.name = name
        self.better = better
        self.isShare = isShare
    }

    /// Share of right answers, 0…1, higher is better.
    public static let accuracy = MetricKind("accuracy", better: .higher, isShare: true)
    /// Mean squared error, lower is better.
    public static let mse = MetricKind("mse", better: .lower)

    /// Whether a value is better than another; a NaN never is, and any number is better than it.
    public func isBetter(_ value: Double, than other: Double) -> Bool {
        better.isBetter(value, than: other)
    }

    /// Throws `BrainError` unless journals can hold the figure under its name, and take it for nothing else.
    public func check() throws {
        guard let obstacle else { return }
        throw BrainError(
            .usage, what: "metric '\(name)'", why: obstacle.why, remedy: obstacle.remedy)
    }

    /// Words that journals have beside the figure's name.
    private static let reserved: Set<String> = ["loss", "better", "share"]
    private static let nameLimit = 40

    private var obstacle: (why: String, remedy: String)? {
        let isWord = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isWord, (1...Self.nameLimit).contains(name.utf8.count) else {
            return (
                "the name of a figure is a word of at most \(Self.nameLimit) letters, digits, '_' and '-'",
                "give the metric's kind such a name"
            )
        }
        guard !Self.reserved.contains(name) else {
            return ("journals have another use for this name", "give the metric's kind another name")
        }
        for known in [Self.accuracy, .mse]
        where name == known.name && (better, isShare) != (known.better, known.isShare) {
            return (
                "it is the name of "
                    + (known.isShare ? "a share of which higher is better" : "an error of which lower is better"),
                "use MetricKind.\(name), or give the metric's kind another name"
            )
        }
        return nil
    }

    /// In one line for files: `accuracy`, `mse`, or `f1 higher share` for a kind that this package does not know. People read `name`.
    public var rawValue: String {
        if name == Self.accuracy.name || name == Self.mse.name { return name }
        return "\(name) \(better.rawValue)" + (isShare ? " share" : "")
    }

    /// The kind of this line; nil if it is none.
    public init?(rawValue: String) {
        let words = rawValue.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        switch words.count {
        case 1:
            guard let known = [Self.accuracy, .mse].first(where: { $0.name == words[0] }) else { return nil }
            self = known
        case 2, 3:
            guard let better = Direction(rawValue: words[1]), words.count == 2 || words[2] == "share" else {
                return nil
            }
            self.init(words[0], better: better, isShare: words.count == 3)
            guard obstacle == nil else { return nil }
        default: return nil
        }
    }
}

extension MetricKind.Direction {
    /// Whether a value is better than another; a NaN never is, and any number is better than it.
    public func isBetter(_ value: Double, than other: Double) -> Bool {
        guard !value.isNaN else { return false }
        guard !other.isNaN else { return true }
        return self == .higher ? value > other : value < other
    }

    /// Turns a figure into a number of which the smaller is the better: 1, or −1 where higher is better.
    public var costSign: Double { self == .higher ? -1 : 1 }
}
