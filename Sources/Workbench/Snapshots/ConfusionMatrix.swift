/// Which class the net said of samples of which class.
public struct ConfusionMatrix: Sendable, Equatable {
    /// Classes.
    public let classCount: Int
    /// Mini-batches trained when it was measured.
    public var step: Int
    /// Samples by (right class, said class), row by row.
    public private(set) var counts: [Int]

    /// A matrix without samples.
    public init(classCount: Int, step: Int) {
        self.classCount = classCount
        self.step = step
        counts = [Int](repeating: 0, count: classCount * classCount)
    }

    /// Samples of class `label` of which the net said `answer`.
    public subscript(label: Int, answer: Int) -> Int { counts[label * classCount + answer] }

    /// Adds a sample.
    public mutating func add(label: Int, answer: Int) { counts[label * classCount + answer] += 1 }

    /// Samples of a class.
    public func total(label: Int) -> Int { (0..<classCount).reduce(0) { $0 + self[label, $1] } }
    /// All samples.
    public var total: Int { counts.reduce(0, +) }
    /// Samples of which the net said the right class.
    public var rightCount: Int { (0..<classCount).reduce(0) { $0 + self[$1, $1] } }
}
