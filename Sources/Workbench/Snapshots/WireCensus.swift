/// What the wires of a layer of LUTs read.
public struct WireCensus: Sendable, Equatable {
    /// Wires of the layer.
    public var count: Int
    /// Candidates that each of them chooses from; nil where wires stay as they are.
    public var candidates: Int?
    /// Inputs of the layer.
    public var inputCount: Int
    /// Inputs that some wire reads.
    public var inputsRead: Int
    /// How many wires read each pixel, the darkest none and the brightest the most; nil if the inputs are no image.
    public var image: SampleImage?
    /// Wires that chose another input, in each mini-batch since somebody looks at the layer.
    public var changes: MetricHistory

    /// Makes a census.
    public init(
        count: Int, candidates: Int? = nil, inputCount: Int, inputsRead: Int, image: SampleImage? = nil,
        changes: MetricHistory = MetricHistory()
    ) {
        self.count = count
        self.candidates = candidates
        self.inputCount = inputCount
        self.inputsRead = inputsRead
        self.image = image
        self.changes = changes
    }

    public static func == (first: WireCensus, second: WireCensus) -> Bool {
        first.count == second.count && first.candidates == second.candidates && first.inputCount == second.inputCount
            && first.inputsRead == second.inputsRead && first.image == second.image
            && first.changes.points == second.changes.points
    }
}
