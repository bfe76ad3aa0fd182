import BinaryBrain

/// What is measured only because somebody watches, and when it is due.
struct Watch {
    var table: LayerTable?
    var samples: [SampleSnapshot] = []
    /// Whether the net has changed since the samples were taken.
    var hasNews = true
    var hasWarnedOfDivergence = false
    private(set) var lastPublication: ContinuousClock.Instant?
    private var nextProbe = ContinuousClock.now
    /// When a glimpse of the test set is due.
    var nextPreview = ContinuousClock.now + Self.previewInterval
    var previewStart = ContinuousClock.now

    /// Snapshots a second while training: the screen draws no more.
    private static let publicationInterval = Duration.milliseconds(33)
    private static let probeInterval = Duration.milliseconds(250)
    /// A glimpse of the test set at most this often.
    static let previewInterval = Duration.milliseconds(500)
    /// Watching takes at most one part in this many of the time.
    static let economy = 10

    init() {}

    init(of net: any Model) { table = LayerTable(of: net) }

    var isPublicationDue: Bool { lastPublication.map { ContinuousClock.now - $0 >= Self.publicationInterval } ?? true }
    var isProbeDue: Bool { hasNews && ContinuousClock.now >= nextProbe }

    mutating func published() { lastPublication = ContinuousClock.now }

    /// Looks at the samples; the dearer the look, the longer until the next.
    mutating func probe(_ experiment: Experiment) throws {
        guard var table else { return }
        let start = ContinuousClock.now
        samples = try Probe(experiment, table: &table).samples
        self.table = table
        hasNews = false
        let end = ContinuousClock.now
        nextProbe = end + max(Self.probeInterval, (end - start) * Self.economy)
    }
}
