import BinaryBrain

/// Which training samples are held out, for choosing and for the test.
///
/// Who is held out is drawn from the seed alone, so it is the same for every training of an experiment. With labels each class
/// gives its share (to the nearest sample), so that a small part has the classes of the whole.
public struct DataSplit: Sendable, Hashable {
    /// How many samples a part takes.
    public enum Share: Sendable, Hashable {
        /// So many.
        case count(Int)
        /// So large a part of the training samples, rounded to the nearest sample.
        case fraction(Double)

        func count(of total: Int) -> Int {
            switch self {
            case .count(let count): count
            case .fraction(let fraction): Int((fraction * Double(total)).rounded())
            }
        }
    }

    /// What is held out to choose by; nil for nothing.
    public var validation: Share?
    /// What is held out for the test, of data that has no test samples; nil for nothing.
    public var test: Share?
    /// Seed of the drawing.
    public var seed: UInt64

    /// A split.
    public init(validation: Share? = nil, test: Share? = nil, seed: UInt64 = 1) {
        self.validation = validation
        self.test = test
        self.seed = seed
    }

    /// The data set with these parts taken from its training samples.
    ///
    /// Throws if it has such a part already, if a part would be empty or leave nothing to learn from, or if there are no samples
    /// for the test in the end.
    public func applied(to dataset: Dataset) throws -> Dataset {
        for (word, share, exists) in [
            ("validation", validation, dataset.validation != nil), ("test", test, dataset.hasTest),
        ] where share != nil && exists {
            throw BrainError(
                .parameter, what: "split of \(dataset.name)", why: "it has \(word) samples of its own",
                remedy: "leave '\(word)' out of the split")
        }
        guard validation != nil || test != nil else {
            try dataset.requireTest()
            return dataset
        }
        let total = dataset.train.count
        let counts = (test: test?.count(of: total) ?? 0, validation: validation?.count(of: total) ?? 0)
        for (word, share, count) in [("validation", validation, counts.validation), ("test", test, counts.test)]
        where share != nil && count < 1 {
            throw BrainError(
                .parameter, what: "split of \(dataset.name)", why: "its \(word) part has no sample of \(total)",
                remedy: "hold out more")
        }
        guard counts.test < total, counts.validation < total - counts.test else {
            throw BrainError(
                .parameter, what: "split of \(dataset.name)",
                why:
                    "\(counts.test + counts.validation) of \(total) training samples would be held out, which leaves none to "
                    + "learn from",
                remedy: "hold out fewer")
        }
        var rest = (0..<Int32(total)).map { $0 }
        var generator = MersenneTwister64(seed: seed)
        generator.shuffle(&rest)
        func hold(_ count: Int, _ part: DataPart) throws -> SampleSet? {
            guard count > 0 else { return nil }
            let held = Self.drawn(count, from: &rest, of: dataset.train)
            return try dataset.train.subset(held, name: "\(dataset.name) (\(part.rawValue))")
        }
        let test = try hold(counts.test, .test)
        let validation = try hold(counts.validation, .validation)
        let result = try Dataset(
            name: dataset.name, train: dataset.train.subset(rest.sorted(), name: dataset.name),
            validation: validation ?? dataset.validation, test: test ?? (dataset.hasTest ? dataset.test : nil),
            classNames: dataset.classNames, columns: dataset.columns)
        try result.requireTest()
        return result
    }

    /// Takes the first samples of each class from a shuffled list: as many as its share of `count`, the largest remainders
    /// rounded up. In ascending order.
    private static func drawn(_ count: Int, from list: inout [Int32], of samples: SampleSet) -> [Int32] {
        let classes = list.map { samples.label(of: Int($0)) ?? 0 }
        var sizes = [Int](repeating: 0, count: max(1, samples.classCount))
        for label in classes { sizes[label] += 1 }
        // Counts of samples stay below 2^31, so their products are exact.
        var quotas = sizes.map { $0 * count / list.count }
        let byRemainder = sizes.indices.sorted { one, other in
            let remainders = (sizes[one] * count % list.count, sizes[other] * count % list.count)
            return remainders.0 == remainders.1 ? one < other : remainders.0 > remainders.1
        }
        for label in byRemainder.prefix(count - quotas.reduce(0, +)) { quotas[label] += 1 }
        var held: [Int32] = []
        var rest: [Int32] = []
        for (index, label) in zip(list, classes) {
            if quotas[label] > 0 {
                quotas[label] -= 1
                held.append(index)
            } else {
                rest.append(index)
            }
        }
        list = rest
        return held.sorted()
    }
}

extension SampleSet {
    /// The samples of these indices, in this order.
    func subset(_ indices: [Int32], name: String) throws -> SampleSet {
        func rows<Element>(_ values: [Element], size: Int) -> [Element] {
            var result: [Element] = []
            result.reserveCapacity(indices.count * size)
            for index in indices { result += values[Int(index) * size..<(Int(index) + 1) * size] }
            return result
        }
        let own: Values =
            switch values {
            case .pixels(let pixels): .pixels(rows(pixels, size: shape.count))
            case .floats(let floats): .floats(rows(floats, size: shape.count))
            }
        let wanted: Targets =
            switch targets {
            case .none: .none
            case .labels(let labels, let classCount): .labels(rows(labels, size: 1), classCount: classCount)
            case .classMaps(let classes, let classCount, let places):
                .classMaps(rows(classes, size: places.count), classCount: classCount, places: places)
            case .values(let values, let shape): .values(rows(values, size: shape.count), shape: shape)
            }
        return try SampleSet(shape: shape, values: own, targets: wanted, name: name)
    }
}
