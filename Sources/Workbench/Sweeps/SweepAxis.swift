import BinaryBrain

/// What a sweep varies: a field of the experiment file, or several fields that take the same value.
public struct SweepAxis: Sendable, Hashable {
    /// Dotted paths of the fields.
    public let fields: [String]
    /// The values as YAML, in the order asked for.
    public let values: [String]
    /// What values are drawn from; nil for values that are all tried.
    public let range: SweepRange?

    /// An axis.
    /// - Throws: `BrainError` of kind `.usage` unless there are fields, and values that all differ.
    public init(fields: [String], values: [String]) throws {
        let text = fields.joined(separator: ",")
        guard !fields.isEmpty, !fields.contains(where: \.isEmpty) else {
            throw Self.error(text, "it names no field")
        }
        guard !values.isEmpty, !values.contains(where: \.isEmpty) else {
            throw Self.error(text, "a value is missing")
        }
        // The same number in another spelling is the same training.
        var spellings: [String: String] = [:]
        for value in values {
            let meaning = Double(value).map { "\($0)" } ?? value
            if let other = spellings.updateValue(value, forKey: meaning) {
                throw Self.error(
                    text, "a value is there twice" + (other == value ? "" : ", as \(other) and as \(value)"))
            }
        }
        for field in fields { _ = try SpecificationOverride(parsing: "\(field)=\(values[0])") }
        self.fields = fields
        self.values = values
        range = values.count == 1 ? try SweepRange(parsing: values[0], axis: text) : nil
        guard range != nil || !values.contains(where: { $0.contains("..") && Double($0) == nil && !$0.contains("/") })
        else { throw Self.error(text, "a range stands alone") }
    }

    /// Reads `FIELD=a,b`, `FIELD,FIELD=a,b` or `FIELD=log 1e-4..1e-1`. Commas within brackets and quotes separate nothing.
    /// - Throws: `BrainError` if a field or its values are missing, or a range cannot be read.
    public init(parsing text: String) throws {
        guard let sign = text.firstIndex(of: "=") else { throw Self.error(text, "it is not FIELD=VALUE,VALUE") }
        try self.init(
            fields: Self.pieces(text[..<sign]), values: Self.pieces(text[text.index(after: sign)...]))
    }

    /// Frames that an image becomes, in training and in the test.
    /// - Throws: `BrainError` of kind `.usage` unless the sizes differ and are possible.
    public static func oversampling(_ sizes: [Int]) throws -> SweepAxis {
        guard let largest = sizes.max(), let smallest = sizes.min(), smallest >= 1,
            largest <= RealToBinary.maximumModulationSize, Set(sizes).count == sizes.count
        else {
            throw BrainError(
                .usage, what: "--oversampling", why: "it is not a list of different sizes, each at least 1",
                remedy: "write --oversampling 1,3,7,15,31")
        }
        return try SweepAxis(fields: oversamplingFields, values: sizes.map(String.init))
    }

    private static let oversamplingFields = ["modulation.train", "modulation.test"]

    /// Whether it is the one that `oversampling` makes.
    public var isOversampling: Bool { fields == Self.oversamplingFields }

    /// What tables call it: `oversampling`, or its fields.
    public var name: String { isOversampling ? "oversampling" : fields.joined(separator: ",") }

    /// A value as a table has it: `x7` for an oversampling.
    public func text(of value: String) -> String { isOversampling ? "x\(value)" : value }

    /// A value with a short name, for legends: `x7`, `learning_rate=0.01`.
    public func label(of value: String) -> String {
        if isOversampling { return "x\(value)" }
        return "\(fields[0].split(separator: ".").last ?? "")=\(value)"
    }

    /// A value for a place, 0 ≤ place < 1, among all.
    func value(at place: Double) -> String {
        range?.value(at: place) ?? values[min(values.count - 1, Int(place * Double(values.count)))]
    }

    /// How many different ones there are; nil for a range of numbers with a fraction.
    var differentValues: Int? { range.map(\.wholeNumbers) ?? values.count }

    /// Values that stand for all, when it is checked that they fit.
    var probes: [String] { range.map { [$0.value(at: 0), $0.value(at: 1.0.nextDown)] } ?? values }

    /// What puts a value over an experiment.
    func overrides(_ value: String) -> [SpecificationOverride] {
        fields.map { SpecificationOverride(path: $0, value: value) }
    }

    /// The parts between commas.
    private static func pieces(_ text: Substring) -> [String] {
        var pieces = [""]
        var depth = 0
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "[{(".contains(character) {
                depth += 1
            } else if "]})".contains(character) {
                depth -= 1
            } else if character == ",", depth == 0 {
                pieces.append("")
                continue
            }
            pieces[pieces.count - 1].append(character)
        }
        return pieces.map { piece in
            String(piece.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    static func error(_ axis: String, _ why: String) -> BrainError {
        BrainError(
            .usage, what: "--over \(axis)", why: why,
            remedy: "write a field's path and values, such as --over optimizer.Adam.learning_rate=1e-3,3e-3")
    }
}
