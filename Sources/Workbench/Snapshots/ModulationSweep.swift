/// The weights of one moment at several oversamplings: what quality costs in cycles, at the same LUTs.
public struct ModulationSweep: Sendable, Equatable {
    /// One oversampling.
    public struct Point: Sendable, Equatable {
        /// Frames that an image becomes, which is the cycles that a pipelined circuit needs for it.
        public var oversampling: Int
        /// Mini-batches that its weights were trained with; nil before the first image. A point of the sweep before stays
        /// until its turn comes again.
        public var step: Int?
        /// Test images measured so far.
        public var imageCount = 0
        /// Mean loss; nil before the first image.
        public var loss: Double?
        /// Mean metric; nil before the first image.
        public var metric: Double?
        /// Mean squared error of the output against the target; nil before the first image.
        public var meanSquaredError: Double?

        /// Makes a point that nothing was measured for.
        public init(oversampling: Int) { self.oversampling = oversampling }
    }

    /// Mini-batches that the weights were trained with.
    public var step: Int
    /// Test images that are measured for each point.
    public var imagesPerPoint: Int
    /// LUTs of the net, the same for every point.
    public var lutCount: Int
    /// Layers that hand on numbers: what is measured is then not what the LUTs answer. 0 for a net in binary mode.
    public var layersOfNumbers = 0
    /// The points, by oversampling.
    public var points: [Point]
    /// Why it could not be measured; nil if it could.
    public var failure: String?

    /// Makes a sweep that has not begun.
    public init(step: Int, imagesPerPoint: Int, lutCount: Int, oversamplings: [Int]) {
        self.step = step
        self.imagesPerPoint = imagesPerPoint
        self.lutCount = lutCount
        points = oversamplings.map(Point.init)
    }

    /// Whether every point has all its images.
    public var isDone: Bool { points.allSatisfy { $0.step == step && $0.imageCount >= imagesPerPoint } }
}
