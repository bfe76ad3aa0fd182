import BinaryBrain

/// Offset and factor of each node, learned on training samples.
///
///     y = (x − offset) · factor
public struct Normalization: Sendable, Hashable {
    /// Which numbers come out for the training samples.
    public enum Target: String, Sendable, Hashable, CaseIterable {
        /// Mean 0 and standard deviation 1.
        case standard
        /// From 0 to 1, which is what a modulation takes.
        case range
    }

    /// Which numbers share an offset and a factor.
    public enum Group: String, Sendable, Hashable, CaseIterable {
        /// Each node has its own.
        case node
        /// Those of a channel (the first axis).
        case channel
        /// All.
        case all
    }

    /// A number for each node.
    public let offsets: [Float]
    /// A number for each node; a group whose training values are all equal has 1.
    public let factors: [Float]

    /// Nil unless there are as many factors as offsets, all finite, and no factor is 0.
    public init?(offsets: [Float], factors: [Float]) {
        guard offsets.count == factors.count, !offsets.isEmpty, offsets.allSatisfy(\.isFinite),
            factors.allSatisfy({ $0.isFinite && $0 != 0 })
        else { return nil }
        self.offsets = offsets
        self.factors = factors
    }

    /// Learns from numbers in frame-major order.
    /// - Parameter group: nil for each node of a row of numbers by itself, and all numbers of a picture or sequence together.
    init(_ target: Target, _ values: [Float], shape: Shape, group: Group?) {
        let nodes = shape.count
        let groups: Int
        switch group ?? (shape.rank == 1 ? .node : .all) {
        case .node: groups = nodes
        case .channel: groups = shape[0]
        case .all: groups = 1
        }
        let size = nodes / groups
        var offsets = [Double](repeating: 0, count: groups)
        var factors = [Double](repeating: 1, count: groups)
        for group in 0..<groups {
            var (sum, low, high, count) = (0.0, Double.infinity, -Double.infinity, 0)
            func forEach(_ body: (Double) -> Void) {
                for frame in stride(from: 0, to: values.count, by: nodes) {
                    for node in group * size..<(group + 1) * size { body(Double(values[frame + node])) }
                }
            }
            forEach { value in
                sum += value
                low = min(low, value)
                high = max(high, value)
                count += 1
            }
            let mean = sum / Double(max(1, count))
            switch target {
            case .standard:
                var squares = 0.0
                forEach { squares += ($0 - mean) * ($0 - mean) }
                let deviation = (squares / Double(max(1, count))).squareRoot()
                offsets[group] = mean
                if deviation > 0 { factors[group] = 1 / deviation }
            case .range:
                offsets[group] = low
                if high > low { factors[group] = 1 / (high - low) }
            }
        }
        self.offsets = (0..<nodes).map { Float(offsets[$0 / size]) }
        // A factor beyond single precision stands for values that are as good as equal.
        self.factors = (0..<nodes).map { node in
            let factor = Float(factors[node / size])
            return factor.isFinite && factor != 0 ? factor : 1
        }
    }

    /// Numbers in frame-major order, normalised.
    public func applied(to values: [Float]) -> [Float] {
        values.indices.map { (values[$0] - offsets[$0 % offsets.count]) * factors[$0 % offsets.count] }
    }

    /// Normalised numbers in frame-major order, as they were before.
    public func undone(on values: [Float]) -> [Float] {
        values.indices.map { values[$0] / factors[$0 % offsets.count] + offsets[$0 % offsets.count] }
    }
}

/// How samples are normalised: what an experiment file says.
public struct NormalizationRule: Sendable, Hashable {
    /// What becomes of the input; nil for nothing.
    public var input: Normalization.Target?
    /// What becomes of targets that are numbers; nil for nothing.
    public var target: Normalization.Target?
    /// Which numbers share an offset and a factor; nil for each of a row, and all of a picture or sequence.
    public var group: Normalization.Group?

    /// A rule.
    public init(
        input: Normalization.Target? = nil, target: Normalization.Target? = nil, group: Normalization.Group? = nil
    ) {
        self.input = input
        self.target = target
        self.group = group
    }

    /// The data set, normalised by what its training part says.
    /// - Throws: `BrainError` for targets that are no numbers.
    public func applied(to dataset: Dataset) throws -> Dataset {
        guard input != nil || target != nil else { return dataset }
        let train = dataset.train
        var preparation = Preparation(rawRange: SampleRange(of: train))
        preparation.input = input.map { Normalization($0, train.values.numbers, shape: train.shape, group: group) }
        if let target {
            guard case .values(let values, let shape) = train.targets else {
                throw BrainError(
                    .parameter, what: "normalising the targets of \(dataset.name)",
                    why: train.classCount > 0
                        ? "they are classes"
                        : "there are none: the samples are their own targets, and normalised as the input",
                    remedy: "leave 'target' out of normalize")
            }
            preparation.target = Normalization(target, values, shape: shape, group: group)
        }
        return try preparation.applied(to: dataset)
    }
}

/// What was done to the samples before a net saw them, and is undone on its answers: it goes with the net.
public struct Preparation: Sendable, Hashable {
    /// What the samples stood for before.
    public var rawRange: SampleRange
    /// What was done to the input.
    public var input: Normalization?
    /// What was done to the targets.
    public var target: Normalization?

    /// Nothing done yet.
    public init(rawRange: SampleRange, input: Normalization? = nil, target: Normalization? = nil) {
        self.rawRange = rawRange
        self.input = input
        self.target = target
    }

    /// Does to a data set what was done to another.
    /// - Throws: `BrainError` if its samples have another number of nodes.
    public func applied(to dataset: Dataset) throws -> Dataset {
        try dataset.mapping(preparation: self) { try applied(to: $0, of: dataset.name) }
    }

    private func applied(to samples: SampleSet, of name: String) throws -> SampleSet {
        for (what, size, normalization) in [
            ("samples", samples.shape.count, input), ("targets", samples.targetShape.count, target),
        ] {
            guard let normalization, normalization.offsets.count != size else { continue }
            throw BrainError(
                .shape, what: "normalising \(name)",
                why:
                    "its \(what) have \(size) numbers, but the training data had \(normalization.offsets.count)",
                remedy: "use data of the same shape")
        }
        var targets = samples.targets
        if let target, case .values(let values, let shape) = targets {
            targets = .values(target.applied(to: values), shape: shape)
        }
        let values = input.map { SampleSet.Values.floats($0.applied(to: samples.values.numbers)) }
        return try SampleSet(shape: samples.shape, values: values ?? samples.values, targets: targets, name: name)
    }
}
