import BinaryBrain

/// One split of a data set: samples of one shape and, for supervised learning, what the net should say about each.
///
/// Everything is kept sample after sample, a sample in the order of its shape (channel, row, column for an image).
public struct SampleSet: Sendable {
    /// How the samples are stored.
    public enum Values: Sendable {
        /// A byte a node; the value is `byte / 255`.
        case pixels([UInt8])
        /// The values themselves.
        case floats([Float])

        /// Number of stored values.
        public var count: Int {
            switch self {
            case .pixels(let pixels): pixels.count
            case .floats(let floats): floats.count
            }
        }
    }

    /// What the net should say about each sample.
    public enum Targets: Sendable {
        /// Nothing: the samples are their own targets (an autoencoder).
        case none
        /// The number of a class, from 0, a sample.
        case labels([Int32], classCount: Int)
        /// The number of a class, from 0, of each place of a sample, sample after sample (segmentation).
        case classMaps([UInt8], classCount: Int, places: Shape)
        /// Values of this shape, sample after sample (regression).
        case values([Float], shape: Shape)
    }

    /// Shape of one sample.
    public let shape: Shape
    /// Number of samples.
    public let count: Int
    /// The samples.
    public let values: Values
    /// Their targets.
    public let targets: Targets

    /// A set of samples; `name` says in errors where they came from, `targetsName` where targets of another file did.
    ///
    /// Throws unless there is at least one sample, values and targets fill whole samples and agree in number, each label is
    /// below the number of classes, and all values and targets are finite.
    public init(
        shape: Shape, values: Values, targets: Targets = .none, name: String, targetsName: String? = nil
    ) throws {
        self.shape = try shape.validated(for: name)
        self.values = values
        self.targets = targets
        count = values.count / shape.count
        guard count > 0, values.count % shape.count == 0, count <= Int(Int32.max) else {
            throw BrainError(
                .shape, what: name, why: "\(values.count) values do not make samples of shape \(shape)",
                remedy: "give at least one whole sample, and fewer than 2^31")
        }
        if case .floats(let floats) = values { try Self.requireFinite(floats, shape: shape, "value", of: name) }
        switch targets {
        case .none: break
        case .labels(let labels, let classCount):
            try Self.requireMatch(labels.count, "labels", count, name)
            if let wrong = labels.first(where: { $0 < 0 || $0 >= classCount }) {
                throw BrainError(
                    .parameter, what: name, why: "label \(wrong) is not one of \(classCount) classes",
                    remedy: "number the classes from 0 to \(classCount - 1)")
            }
        case .classMaps(let classes, let classCount, let places):
            let size = try places.validated(for: name).count
            try Self.requireMatch(classes.count % size == 0 ? classes.count / size : -1, "targets", count, name)
            if let wrong = classes.first(where: { $0 >= classCount }) {
                throw BrainError(
                    .parameter, what: name, why: "class \(wrong) is not one of \(classCount) classes",
                    remedy: "number the classes from 0 to \(classCount - 1)")
            }
        case .values(let wanted, let targetShape):
            let size = try targetShape.validated(for: name).count
            try Self.requireMatch(wanted.count % size == 0 ? wanted.count / size : -1, "targets", count, name)
            try Self.requireFinite(wanted, shape: targetShape, "target", of: targetsName ?? name)
        }
    }

    private static func requireMatch(_ found: Int, _ what: String, _ count: Int, _ name: String) throws {
        guard found == count else {
            throw BrainError(
                .shape, what: name,
                why: found < 0 ? "the \(what) do not fill whole samples" : "\(found) \(what) for \(count) samples",
                remedy: "give one for each sample")
        }
    }

    /// Number of classes; 0 if there are no labels.
    public var classCount: Int {
        if case .labels(_, let classCount) = targets { classCount } else { 0 }
    }

    /// Shape of one target: `[classCount]` for labels (one-hot), the same before that of the places for classes of places, the
    /// sample's own shape without targets.
    public var targetShape: Shape {
        switch targets {
        case .none: shape
        case .labels(_, let classCount): [classCount]
        case .classMaps(_, let classCount, let places): Shape([classCount] + places.dimensions)
        case .values(_, let shape): shape
        }
    }

    /// The class of one sample; nil if there are no labels.
    public func label(of sample: Int) -> Int? {
        if case .labels(let labels, _) = targets { Int(labels[sample]) } else { nil }
    }

    /// The values of one sample, in the order of `shape`.
    public func values(of sample: Int) -> [Float] {
        precondition(sample >= 0 && sample < count, "sample out of range")
        let range = sample * shape.count..<(sample + 1) * shape.count
        switch values {
        case .pixels(let pixels): return pixels[range].map { Float($0) / 255 }
        case .floats(let floats): return Array(floats[range])
        }
    }

    /// The target of one sample, in the order of `targetShape`.
    public func target(of sample: Int) -> [Float] {
        precondition(sample >= 0 && sample < count, "sample out of range")
        switch targets {
        case .none: return values(of: sample)
        case .labels(let labels, let classCount): return (0..<classCount).map { Int32($0) == labels[sample] ? 1 : 0 }
        case .classMaps(let classes, let classCount, let places):
            let own = classes[sample * places.count..<(sample + 1) * places.count]
            return (0..<classCount).flatMap { wanted in own.map { Int($0) == wanted ? 1 : 0 } }
        case .values(let wanted, let shape): return Array(wanted[sample * shape.count..<(sample + 1) * shape.count])
        }
    }
}
