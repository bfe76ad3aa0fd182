import BinaryBrain
import Datasets

/// An experiment as a file describes it: data, net, modulation, loss, metrics, optimizer, and how long to train.
///
/// Field names are those of the manual's Python API. A value is read by `ExperimentSpec(yaml:source:overrides:)`, which
/// names field, line and the nearest right name when something is wrong.
public struct ExperimentSpec: Sendable, Hashable {
    /// What the net is to answer.
    public enum Target: String, Sendable, Hashable, CaseIterable {
        /// The class of the image, one-hot.
        case labels
        /// The image itself: an autoencoder.
        case input
        /// The class of each pixel, one-hot on the first axis: that of the image where a pixel is brighter than half, one more for the
        /// background elsewhere.
        case segmentation
    }

    /// How the test set is measured.
    public struct Evaluation: Sendable, Hashable {
        /// Images a batch.
        public var batchSize: Int
        /// Whether the training set is measured too at the end of an epoch, as the manual's Runner does; otherwise the
        /// training figures of an epoch are the means over its mini-batches.
        public var measuresTrainingSet: Bool
        /// Whether running means and variances are taken anew from the training set before the last epoch is measured.
        public var recalibrates: Bool
    }

    /// Name of the experiment and of its folder of runs: letters, digits, `.`, `_` and `-`.
    public let name: String
    /// Data set: a name or a path.
    public let data: String
    /// What of its training samples is held out.
    public let split: DataSplit
    /// What the columns of a table are for.
    public let columns: TableColumns
    /// How the samples are normalised.
    public let normalization: NormalizationRule
    /// Seed of everything drawn. It is also the seed of each layer that gives none of its own, so that `seed: 1` is the net
    /// that the original builds with its default seeds, wire for wire.
    public let seed: UInt64
    /// What the net is to answer.
    public let target: Target
    /// The binary modulation; nil for a net on real values.
    public let modulation: ModulationSpecification?
    /// The layers, input first.
    public let net: [LayerSpecification]
    /// The loss.
    public let loss: LossSpecification
    /// The metric.
    public let metrics: MetricsSpecification
    /// The optimizer.
    public let optimizer: OptimizerSpecification
    /// How the optimizer's learning rate changes while training runs.
    public let schedule: LearningRateSchedule
    /// How training images are changed.
    public let augmentation: Augmentation
    /// Commands that are given when training has come so far.
    public let commands: [ScheduledCommand]
    /// What layers begin with; nil for what they draw.
    public let initial: InitialWeights?
    /// The teacher; nil for none.
    public let distillation: Distillation?
    /// When training ends before its last epoch; nil for never.
    public let earlyStop: EarlyStop?
    /// Images a mini-batch.
    public let batchSize: Int
    /// Epochs to train.
    public let epochs: Int
    /// How the test set is measured.
    public let evaluate: Evaluation
    /// The file that describes this experiment, overrides included: what a run keeps and a checkpoint holds.
    public let yaml: String
    /// Where the text came from, for messages.
    public let source: String

    private static let requiredFields = [
        "name", "data", "net", "loss", "metrics", "optimizer", "batch_size", "epochs",
    ]
    private static let otherFields = [
        "split", "columns", "normalize", "seed", "target", "modulation", "augment", "initial", "distill", "at",
        "stop_early", "evaluate",
    ]
    /// The fields that a file may have.
    static let fieldNames = Set(requiredFields + otherFields)

    /// Reads an experiment.
    init(_ root: SpecificationValue, yaml: String) throws {
        let fields = try root.fields(allowed: Self.requiredFields + Self.otherFields, of: "an experiment")
        func field(_ name: String) throws -> SpecificationValue {
            if let value = fields[name] { return value }
            throw SpecificationError(
                source: root.origin.source, field: name, why: "the experiment needs it, and it is missing",
                remedy: "add a line '\(name): …'")
        }
        name = try Self.readName(field("name"))
        data = try field("data").text()
        split = try fields["split"].map(DataSplit.init) ?? DataSplit()
        columns = try fields["columns"].map(TableColumns.init) ?? TableColumns()
        normalization = try fields["normalize"].map(NormalizationRule.init) ?? NormalizationRule()
        seed = try fields["seed"]?.seed() ?? 1
        target =
            try fields["target"].map { try $0.choice(Target.allCases.map(\.rawValue)) }
            .flatMap(Target.init(rawValue:)) ?? .labels
        modulation = try fields["modulation"].map(ModulationSpecification.init)
        let layers = try field("net").elements("net")
        guard !layers.isEmpty else {
            throw try field("net").error("the net has no layer", "add '- DifferentiableLut: { output_shape: [10] }'")
        }
        net = try layers.map(LayerSpecification.init)
        loss = try LossSpecification(field("loss"), target: target)
        metrics = try MetricsSpecification(field("metrics"), target: target)
        let (scheduleValue, rule) = try field("optimizer").separating("schedule")
        optimizer = try OptimizerSpecification(rule)
        schedule = try scheduleValue.map(LearningRateSchedule.init) ?? .constant
        augmentation = try fields["augment"].map(Augmentation.init) ?? Augmentation()
        let evaluation =
            try fields["evaluate"]?.fields(allowed: ["batch_size", "train_set", "recalibrate"], of: "evaluate") ?? [:]
        let recalibration = try evaluation["recalibrate"].flatMap { try $0.flag() ? $0 : nil }
        if fields["at"] != nil || recalibration != nil {
            let rehearsal = try RehearsalNet(net, modulation: modulation, seed: seed)
            commands = try fields["at"].map { try ScheduledCommand.list($0, net: rehearsal) } ?? []
            try recalibration.map { try rehearsal.rehearse(.recalibrate, for: $0) }
        } else {
            commands = []
        }
        initial = try fields["initial"].map(InitialWeights.init)
        let objective = loss
        distillation = try fields["distill"].map { try Distillation($0, loss: objective) }
        earlyStop = try fields["stop_early"].map(EarlyStop.init)
        batchSize = try field("batch_size").integer(Command.batchSizes)
        epochs = try field("epochs").integer(Command.epochCounts)
        evaluate = Evaluation(
            batchSize: try evaluation["batch_size"]?.integer(Command.batchSizes) ?? batchSize,
            measuresTrainingSet: try evaluation["train_set"]?.flag() ?? false,
            recalibrates: recalibration != nil)
        self.yaml = yaml
        source = root.origin.source
    }

    private static func readName(_ value: SpecificationValue) throws -> String {
        let name = try value.text()
        let isPlain = name.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "._-".unicodeScalars.contains($0))
        }
        guard isPlain, name.first != ".", name.count <= 100 else {
            throw value.error(
                "'\(name)' cannot name a folder of runs", "use up to 100 letters, digits, '.', '_' and '-'")
        }
        return name
    }
}
