/// How the numbers of a tensor are spread.
public struct Histogram: Sendable, Equatable {
    /// Left edge of the first bin.
    public var lower: Double
    /// Right edge of the last bin.
    public var upper: Double
    /// Numbers in each bin; all bins are equally wide.
    public var counts: [Int]
    /// Their mean.
    public var mean: Double
    /// Their standard deviation (of the population).
    public var deviation: Double
    /// Numbers that are NaN or infinite; they are in no bin.
    public var brokenCount: Int

    /// Makes a histogram.
    public init(lower: Double, upper: Double, counts: [Int], mean: Double, deviation: Double, brokenCount: Int = 0) {
        self.lower = lower
        self.upper = upper
        self.counts = counts
        self.mean = mean
        self.deviation = deviation
        self.brokenCount = brokenCount
    }
}

/// A layer in depth.
public struct LayerInspection: Sendable, Equatable {
    /// The layer, by its place in the layer table.
    public var layer: Int
    /// Mini-batches trained when it was read.
    public var step: Int
    /// The parameters; nil if there are none, or they are locked.
    public var parameters: Histogram?
    /// ‖∂L/∂parameters‖₂ of each mini-batch since somebody looks at the layer.
    public var gradientNorms: MetricHistory
    /// What the layer's LUTs do; nil for a layer without LUTs.
    public var luts: LutCensus?
    /// What its wires read; nil for a layer without.
    public var wires: WireCensus?
    /// For each layer of the table: the share of its outputs for some test samples that are the same bit in a net of bits
    /// and, rounded, in the same net with real numbers between the layers; nil for a layer that cannot be switched.
    public var agreement: [Float?]

    /// Makes an inspection.
    public init(
        layer: Int, step: Int, parameters: Histogram? = nil, gradientNorms: MetricHistory = MetricHistory(),
        luts: LutCensus? = nil, wires: WireCensus? = nil, agreement: [Float?] = []
    ) {
        self.layer = layer
        self.step = step
        self.parameters = parameters
        self.gradientNorms = gradientNorms
        self.luts = luts
        self.wires = wires
        self.agreement = agreement
    }

    public static func == (first: LayerInspection, second: LayerInspection) -> Bool {
        first.layer == second.layer && first.step == second.step && first.parameters == second.parameters
            && first.gradientNorms.points == second.gradientNorms.points && first.luts == second.luts
            && first.wires == second.wires
            && first.agreement == second.agreement
    }
}
