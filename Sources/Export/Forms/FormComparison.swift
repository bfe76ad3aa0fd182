import BinaryBrain
import Datasets
import Netlist

/// What a net answers in each of its forms, and where they differ.
public struct FormComparison: Sendable {
    /// How one form answers.
    public struct Figures: Sendable, Hashable {
        /// The form.
        public let form: NetForm
        /// Mean loss; nil without a yardstick.
        public let loss: Double?
        /// Mean metric; nil without a yardstick.
        public let metric: Double?
        /// Images whose answer is not, number for number, that of the net as stored.
        public let differing: Int
        /// Images whose class is not that of the net as stored; nil if answers name no classes.
        public let differingClasses: Int?
    }

    /// The forms, the net as stored first; without the netlist if the net cannot become one.
    public let figures: [Figures]
    /// What they are from, many of them: `test images`.
    public let noun: String
    /// Images that each was measured on.
    public let imageCount: Int
    /// Images on which netlist and net in binary mode differ: 0, or there is a defect; nil without a netlist.
    public let netlistDefects: Int?
    /// Layers that hand on numbers in the net as stored, and bits in binary mode.
    public let layersOfNumbers: [String]
    /// Why the net has no netlist; nil if it has.
    public let obstacle: String?
    /// Why the net has no answers with numbers between its layers that can be compared; nil if it has, or they are not wanted.
    public let floatObstacle: String?
    /// What the metric measures; nil if answers are only compared with each other.
    public let metric: MetricKind?

    /// The figures of a form; nil if it could not be measured.
    public subscript(form: NetForm) -> Figures? { figures.first { $0.form == form } }

    /// Whether the net in binary mode is another net than the stored one, on whatever images.
    public var storedIsAnother: Bool { !layersOfNumbers.isEmpty }

    private static let batchSize = 256

    /// Measures a net in its forms, each on the same images and from the same random state.
    /// - Parameters:
    ///   - net: a net that nobody else uses, as stored; it is the same afterwards.
    ///   - yardstick: what answers are measured by; nil if they are only compared with each other.
    ///   - forms: which of them.
    ///   - reduced: the form of that name; without it that is left out.
    ///   - noun: what the samples are, for people; nil for images of the part.
    ///   - count: the first so many samples; nil for all.
    ///   - onProgress: is given the share done; what it throws ends the measurement.
    /// - Throws: `BrainError` if net, samples and yardstick do not fit each other.
    public init(
        of net: any Model, over samples: SampleSet, part: DataPart = .test, by yardstick: Yardstick?,
        forms: [NetForm] = NetForm.allCases, reduced: Netlist? = nil, noun: String? = nil, count: Int? = nil,
        onProgress: (Double) throws -> Void = { _ in }
    ) throws {
        let total = min(count ?? samples.count, samples.count)
        layersOfNumbers = net.layersOfNumbers.map(\.displayName)
        var evaluator: NetlistEvaluator?
        var obstacle: String?
        if forms.contains(.netlist) {
            do {
                evaluator = try NetlistEvaluator(Netlist(extracting: net).simplified())
            } catch {
                obstacle = String(describing: error)
            }
        }
        let reduced = try reduced.map { try NetlistEvaluator($0) }
        let floatObstacle = forms.contains(.float) ? try Self.floatObstacle(of: net, samples) : nil
        let measured =
            [NetForm.stored]
            + forms.filter {
                switch $0 {
                case .stored: false
                case .netlist: evaluator != nil
                case .reduced: reduced != nil
                case .float: floatObstacle == nil
                case .binary: true
                }
            }
        var meters = measured.map { FormTally($0, yardstick) }
        var defects = 0
        for start in stride(from: 0, to: total, by: Self.batchSize) {
            let indices = (Int32(start)..<Int32(min(total, start + Self.batchSize))).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: indices.count, shape: samples.shape)
            try samples.fillInputs(indices: indices[...], into: x)
            let t = try yardstick?.targets(of: samples, indices: indices[...], inputs: x)
            let before = SignalModes(of: net)
            var after = before
            var stored: AnswerBatch?
            var binary: AnswerBatch?
            for index in meters.indices {
                if index > 0 { try before.restore() }
                let form = meters[index].form
                let y = try Self.forward(x, form, net, form == .reduced ? reduced : evaluator)
                let answers = AnswerBatch(y)
                try meters[index].add(y, t, answers, stored: stored ?? answers)
                switch meters[index].form {
                case .stored:
                    stored = answers
                    after = SignalModes(of: net)
                case .binary: binary = answers
                case .netlist: defects += answers.differingFrames(from: binary ?? answers)
                case .reduced, .float: break
                }
            }
            try after.restore()
            net.clear()
            try onProgress(Double(start + indices.count) / Double(max(1, total)))
        }
        figures = meters.map(\.figures)
        imageCount = total
        self.noun = noun ?? "\(part == .train ? "training" : part.rawValue) images"
        netlistDefects = evaluator == nil || !measured.contains(.binary) ? nil : defects
        self.obstacle = obstacle
        self.floatObstacle = floatObstacle
        metric = yardstick?.metric
    }

    /// Why answers with numbers between the layers are no answers to the same question: without its bits a depth modulation, or one
    /// end of a modulation, hands on other shapes or other frames. Nil if they are.
    private static func floatObstacle(of net: any Model, _ samples: SampleSet) throws -> String? {
        let modes = SignalModes(of: net)
        let x = FrameBuffer(.fp32, frameCount: 1, shape: samples.shape)
        try samples.fillInputs(indices: [0], into: x)
        let stored = try net.forward(x, train: false)
        let wanted = (stored.frameCount, stored.shape)
        try modes.restore()
        defer { net.clear() }
        let result = Result { try forward(x, .float, net, nil) }
        try modes.restore()
        switch result {
        case .success(let y) where (y.frameCount, y.shape) == wanted: return nil
        case .success(let y):
            return "with numbers between its layers the net makes \(y.frameCount) × \(y.shape) of a sample, and "
                + "\(wanted.0) × \(wanted.1) as stored"
        case .failure(let error): return String(describing: error)
        }
    }

    /// The answers of a form; the net is left in it.
    private static func forward(
        _ x: FrameBuffer, _ form: NetForm, _ net: any Model, _ evaluator: NetlistEvaluator?
    ) throws -> FrameBuffer {
        switch form {
        case .stored: break
        case .binary: try net.switchToBinaryMode()
        case .netlist, .reduced: if let evaluator { return try evaluator.forward(x) }
        case .float: try net.switchToNumbers()
        }
        return try net.forward(x, train: false)
    }
}

/// The figures of a form in the making.
private struct FormTally {
    let form: NetForm
    private let meter: Meter?
    private let countsClasses: Bool
    private var differing = 0
    private var differingClasses = 0

    init(_ form: NetForm, _ yardstick: Yardstick?) {
        self.form = form
        meter = yardstick?.makeMeter()
        countsClasses = yardstick?.isOfClasses ?? false
    }

    mutating func add(_ y: FrameBuffer, _ t: FrameBuffer?, _ answers: AnswerBatch, stored: AnswerBatch) throws {
        if let t { try meter?.add(y, t) }
        differing += answers.differingFrames(from: stored)
        if countsClasses { differingClasses += answers.differingClasses(from: stored) }
    }

    var figures: FormComparison.Figures {
        FormComparison.Figures(
            form: form, loss: meter?.loss, metric: meter?.metric, differing: differing,
            differingClasses: countsClasses ? differingClasses : nil)
    }
}
