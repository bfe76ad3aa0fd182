import BinaryBrain

/// What is asked of a sweep, beside its experiment: what `--over` and the options beside it say, on the command line or in the workbench.
public struct SweepRequest: Sendable, Hashable {
    /// What varies.
    public var axes: [SweepAxis] = []
    /// Combinations to draw; nil for all.
    public var samples: Int?
    /// Trainings of each combination.
    public var seeds = 1
    /// Epochs after which, and after twice and four times as many, only the better half goes on; nil for all to go on.
    public var halving: Int?
    /// The name of its folder; nil for the experiment's.
    public var name: String?

    /// Nothing varies.
    public init() {}

    /// Whether there is anything to train but the experiment itself, once.
    public var isSweep: Bool { !axes.isEmpty || samples != nil || seeds > 1 || halving != nil }

    /// The sweep of an experiment, by its name or file.
    /// - Throws: `BrainError` or `SpecificationError` if there is no such experiment, or a value does not fit it.
    public func sweep(of experiment: String, overrides: [SpecificationOverride] = []) throws -> Sweep {
        try Sweep(experiment, axes: axes, samples: samples, seeds: seeds, overrides: overrides)
    }

    /// The sweep of an experiment that is given as the text of a file.
    /// - Throws: `BrainError` or `SpecificationError` if the text is no experiment, or a value does not fit it.
    public func sweep(ofText yaml: String, source: String) throws -> Sweep {
        try Sweep(yaml: yaml, source: source, axes: axes, samples: samples, seeds: seeds)
    }

    /// Whether a text can name a sweep's folder.
    public static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: #/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/#) != nil
    }

    /// Frames per image as `--oversampling` has them, such as `1,3,7`.
    /// - Throws: `BrainError` of kind `.usage` if they are no such list.
    public static func oversampling(_ text: String) throws -> SweepAxis {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let sizes = words.compactMap { Int($0.drop { $0 == " " }) }
        return try SweepAxis.oversampling(sizes.count == words.count ? sizes : [])
    }

    /// Reads the words of the command line: `--over batch_size=32,64 --seeds 2`.
    /// - Throws: `BrainError` of kind `.usage` for other words.
    public init(parsing text: String) throws {
        var words = Self.words(of: text)[...]
        while let option = words.popFirst() {
            guard let value = words.popFirst() else { throw Self.error(option, "its value is missing") }
            switch option {
            case "--over": axes.append(try SweepAxis(parsing: value))
            case "--oversampling": axes.append(try Self.oversampling(value))
            case "--samples": samples = try Self.count(option, value)
            case "--seeds": seeds = try Self.count(option, value)
            case "--halving": halving = try Self.count(option, value)
            case "--name":
                guard Self.isName(value) else {
                    throw Self.error(option, "a name has up to 100 letters, digits, '.', '_' and '-'")
                }
                name = value
            default: throw Self.error(option, "a sweep has no such option")
            }
        }
    }

    private static func count(_ option: String, _ text: String) throws -> Int {
        guard let count = Int(text), count >= 1 else { throw error(option, "'\(text)' is not a number from 1") }
        return count
    }

    private static func error(_ option: String, _ why: String) -> BrainError {
        BrainError(
            .usage, what: option, why: why,
            remedy: "write --over FIELD=a,b, and behind it --seeds, --samples, --halving, --oversampling or --name")
    }

    /// The words between spaces; quotes keep spaces, and commas beside them, together.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var depth = 0
        for character in text {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
            } else if quote == nil, depth == 0, character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                if quote == nil, "[{".contains(character) { depth += 1 }
                if quote == nil, "]}".contains(character) { depth -= 1 }
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
