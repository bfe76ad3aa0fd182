import BinaryBrain
import Netlist

/// What is measured only because somebody watches, and when it is due.
struct Watch {
    var table: LayerTable?
    var samples: [SampleSnapshot] = []
    /// Whether the net has changed since the samples were taken.
    private(set) var hasNews = true
    /// Whether the net has changed since it was looked into.
    private var isInspectionStale = true
    private(set) var focus = Focus.overview
    private(set) var layerInspector: LayerInspector?
    private var agreement = AgreementGauge()
    private(set) var layerInspection: LayerInspection?
    private(set) var lutInspection: LutInspection?
    var confusion: ConfusionMatrix?
    /// Glimpses of the test set, which no checkpoint keeps.
    private(set) var probeLoss = MetricHistory()
    private(set) var probeMetric = MetricHistory()
    private(set) var lastPublication: ContinuousClock.Instant?
    /// What was published last of what the engine does.
    private(set) var publishedState: RunState?
    private var nextProbe = ContinuousClock.now
    private var nextInspection = ContinuousClock.now
    /// When a glimpse of the test set is due.
    var nextPreview = ContinuousClock.now + Self.previewInterval
    var previewStart = ContinuousClock.now

    /// Snapshots a second while training: the screen draws no more.
    private static let publicationInterval = Duration.milliseconds(33)
    private static let probeInterval = Duration.milliseconds(250)
    /// A glimpse of the test set at most this often.
    static let previewInterval = Duration.milliseconds(500)
    private static let inspectionInterval = Duration.milliseconds(200)
    /// Watching takes at most one part in this many of the time.
    static let economy = 10

    init() {}

    /// Nothing is measured yet of the layers of `body`.
    init(of body: any Model) { table = LayerTable(of: body) }

    /// The net is not as it was: what was measured of it is old.
    mutating func noteChange() {
        hasNews = true
        isInspectionStale = true
        agreement.noteChange()
    }

    /// The layers of `body` may be others than before, as after a Switcher was switched.
    mutating func noteLayers(of body: any Model) {
        let present = LayerTable(of: body)
        guard let table, table.layers.map(ObjectIdentifier.init) != present.layers.map(ObjectIdentifier.init) else {
            return
        }
        self.table = present
    }

    /// Notes a glimpse of the test set.
    mutating func addProbe(_ figures: JournalRecord.Measurement, step: Int) {
        probeLoss.append(step: step, value: Float(figures.loss))
        probeMetric.append(step: step, value: Float(figures.metric))
    }

    /// What could not be measured is not tried again before the net changes.
    mutating func giveUp() { hasNews = false }
    /// What could not be looked into is not tried again before the net or the focus changes.
    mutating func giveUpInspection() { isInspectionStale = false }

    var isPublicationDue: Bool { lastPublication.map { ContinuousClock.now - $0 >= Self.publicationInterval } ?? true }
    var isProbeDue: Bool { hasNews && ContinuousClock.now >= nextProbe }

    mutating func published(_ state: RunState) {
        lastPublication = ContinuousClock.now
        publishedState = state
    }

    /// Looks at the samples; the dearer the look, the longer until the next.
    mutating func probe(_ experiment: Experiment) throws {
        guard var table else { return }
        let start = ContinuousClock.now
        let count = focus == .samples ? Probe.largeSampleCount : Probe.sampleCount
        samples = try Probe(experiment, table: &table, count: count).samples
        self.table = table
        hasNews = false
        let end = ContinuousClock.now
        nextProbe = end + max(Self.probeInterval, (end - start) * Self.economy)
    }

    // MARK: Focus

    /// Turns to what somebody looks at now; what is no longer looked at is forgotten.
    mutating func turn(to focus: Focus) {
        guard focus != self.focus else { return }
        let old = self.focus
        self.focus = focus
        nextInspection = ContinuousClock.now
        isInspectionStale = true
        if focus == .samples || old == .samples {
            hasNews = true
            nextProbe = nextInspection
        }
        if case .layer(let layer) = focus {
            if layerInspector?.index != layer { layerInspector = LayerInspector(layer: layer) }
            if layerInspection?.layer != layer { layerInspection = nil }
        } else {
            layerInspector = nil
            layerInspection = nil
        }
        if case .luts(let layer, _) = focus {
            if lutInspection?.layer != layer { lutInspection = nil }
        } else {
            lutInspection = nil
        }
    }

    /// Whether a look into the net is due; `atRest`, when there is nothing else to do, it need not wait.
    func isInspectionDue(atRest: Bool) -> Bool {
        isInspectionStale && (atRest || ContinuousClock.now >= nextInspection)
    }

    /// Looks into what is in focus; the dearer the look, the longer until the next.
    mutating func inspect(_ experiment: Experiment, atRest: Bool) throws {
        guard let table else { return }
        var start = ContinuousClock.now
        switch focus {
        case .layer(let layer) where table.layers.indices.contains(layer):
            try agreement.measureIfDue(experiment, atRest: atRest)
            start += agreement.lastTime
            layerInspection = try layerInspector?.inspection(
                of: experiment, layers: table.layers, agreement: agreement.values)
        case .luts(let layer, let node) where table.layers.indices.contains(layer):
            lutInspection = try LutInspection(
                of: layer, node: node, in: table.layers, flow: SignalFlow(through: experiment.body),
                step: experiment.progress.step)
            if let shown = lutInspection?.node {
                lutInspection?.care = try? LutCare(of: layer, node: shown, experiment)
            }
        case .layer, .luts, .overview, .samples, .modulation, .help: break
        }
        isInspectionStale = false
        let end = ContinuousClock.now
        nextInspection = end + max(Self.inspectionInterval, (end - start) * AgreementGauge.economy)
    }

    /// Notes the gradients of a mini-batch for the layer in focus.
    mutating func noteGradients(step: Int) {
        guard let table, let index = layerInspector?.index, table.layers.indices.contains(index) else { return }
        layerInspector?.noteGradient(of: table.layers[index], step: step)
    }
}
