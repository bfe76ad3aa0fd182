/// A number that depends on a few bits of the netlist, as the table of its values.
struct NumberTable {
    /// The signals that it depends on, each once, at most six; none for a constant.
    let signals: [Int32]
    /// The number for each pattern; signal 0 is the lowest bit of the pattern.
    let values: [Float]

    /// A number that is always the same.
    init(constant: Float) {
        signals = []
        values = [constant]
    }

    /// A bit that stands for one of two numbers.
    init(signal: Int32, low: Float, high: Float) {
        signals = [signal]
        values = [low, high]
    }

    /// `values` by patterns of `inputs`, in which a signal may stand several times.
    init(inputs: [Int32], values: [Float]) {
        let signals = Self.distinct(inputs)
        guard signals.count < inputs.count else {
            self.signals = inputs
            self.values = values
            return
        }
        let places = inputs.map { signals.firstIndex(of: $0)! }
        self.signals = signals
        self.values = (0..<1 << signals.count).map { pattern in
            values[places.enumerated().reduce(0) { $0 | (pattern >> $1.element & 1) << $1.offset }]
        }
    }

    private init(signals: [Int32], values: [Float]) {
        self.signals = signals
        self.values = values
    }

    /// A function of several such numbers; nil if they depend on more than six signals together.
    init?(of numbers: [NumberTable], _ function: ([Float]) -> Float) {
        guard let union = Self.union(of: numbers) else { return nil }
        let places = numbers.map { $0.places(in: union) }
        var arguments = [Float](repeating: 0, count: numbers.count)
        signals = union
        values = (0..<1 << union.count).map { pattern in
            for (index, number) in numbers.enumerated() {
                arguments[index] = number.value(at: pattern, places: places[index])
            }
            return function(arguments)
        }
    }

    /// The signals that several numbers depend on; nil if they are more than six.
    static func union(of numbers: [NumberTable]) -> [Int32]? {
        let union = distinct(numbers.flatMap(\.signals))
        return union.count <= Netlist.maximumLutInputs ? union : nil
    }

    private static func distinct(_ signals: [Int32]) -> [Int32] {
        var result: [Int32] = []
        for signal in signals where !result.contains(signal) { result.append(signal) }
        return result
    }

    /// Where this number's signals stand in a longer list.
    func places(in union: [Int32]) -> [Int] { signals.map { union.firstIndex(of: $0)! } }

    /// The value for a pattern of the longer list.
    func value(at pattern: Int, places: [Int]) -> Float {
        values[places.enumerated().reduce(0) { $0 | (pattern >> $1.element & 1) << $1.offset }]
    }

    /// The same dependence with other values.
    func mapped(_ function: (Float) throws -> Float) rethrows -> NumberTable {
        NumberTable(signals: signals, values: try values.map(function))
    }

    /// The same dependence with these values.
    func replacing(_ values: [Float]) -> NumberTable { NumberTable(signals: signals, values: values) }
}

/// A number that depends on how many of several bits are ones: what an average is.
struct CountedNumber {
    /// The bits; one may stand several times.
    let signals: [Int32]
    /// The number for 0, 1, … ones.
    let values: [Float]

    /// Scale and offset if the number is exactly scale · ones + offset; nil if it is not.
    var line: (scale: Float, offset: Float)? {
        guard values.count > 1, values[1] != values[0] else { return nil }
        let (scale, offset) = (values[1] - values[0], values[0])
        return values.indices.allSatisfy { values[$0] == Float($0) * scale + offset } ? (scale, offset) : nil
    }

    /// Whether the number is exactly the share of ones, as counters at the output give it.
    var isShareOfOnes: Bool {
        let share = 1 / Float(signals.count)
        return values.indices.allSatisfy { values[$0] == Float($0) * share }
    }
}
