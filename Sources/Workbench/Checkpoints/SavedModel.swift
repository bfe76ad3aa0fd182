import BinaryBrain
import Datasets
import Foundation

/// A trained net from a file: a checkpoint (`.bbwb`) or a net alone (`.bb_net`).
public struct SavedModel {
    /// The net, ready for `forward`.
    public let net: any Model
    /// The experiment that trained it; nil for a net alone.
    public let spec: ExperimentSpec?
    /// Mini-batches trained; nil for a net alone.
    public let step: Int?
    /// What the samples that trained it stood for; nil for a net alone, and for old checkpoints.
    public let sampleRange: SampleRange?
    /// What was done to the samples that trained it, and is done to what it is asked; nil for nothing.
    public let preparation: Preparation?
    /// Names of what goes in and out; nil if they are not known.
    public let columns: ColumnNames?
    /// The file.
    public let path: String

    /// Reads a file; its first bytes say which kind it is. Of a folder of the original's dated folders, or one of those, it reads
    /// the net in it.
    /// - Throws: `BrainError` if the file cannot be read, is damaged or of another kind, or its net does not fit into memory.
    public init(contentsOf location: String) throws {
        let path = try NetworkFiles.netFile(at: location)
        try self.init(Self.readBytes(path), path: path)
    }

    /// The bytes of a file that begins like a checkpoint or a net.
    static func readBytes(_ path: String) throws -> [UInt8] {
        try AtomicFile.read(path) { head, size in
            if head.starts(with: "BB_OBJ".utf8) { return try BrainError.naming(path) { try ModelFile.checkHead(head) } }
            try CheckpointContainer.checkHead(head, size: size, path: path)
        }
    }

    /// Reads the bytes of a file.
    init(_ bytes: [UInt8], path: String) throws {
        self.path = path
        if bytes.starts(with: "BB_OBJ".utf8) {
            let decoded = try BrainError.naming(path) { try ModelFile.decode(Data(bytes)) }
            // Layers that average over frames are one demodulator here, which follows the oversampling.
            net = BinaryModulation(averagingChain: decoded) ?? decoded
            spec = nil
            step = nil
            sampleRange = nil
            preparation = nil
            columns = nil
        } else {
            let checkpoint = try Checkpoint(decoding: bytes, path: path)
            let spec = try ExperimentSpec(yaml: checkpoint.specification, source: path)
            net = try checkpoint.makeNet(seed: spec.seed, path: path)
            self.spec = spec
            step = checkpoint.progress.step
            sampleRange = checkpoint.sampleRange
            preparation = checkpoint.preparation
            columns = checkpoint.columns
        }
        // A small file can describe a net whose signals fill any memory.
        try NetMemory(of: net, NetMemory.Use(images: 1, isTraining: false)).requireFits(
            "a frame through the net of \(path)", remedy: "use a net of smaller shapes")
    }

    /// Throws for a net whose file carries no shape, such as a Sigmoid alone.
    public func requireShape() throws {
        guard net.inputShape.rank > 0 else {
            throw BrainError(
                .format, what: "using \(path)", why: "the net has no input shape",
                remedy: "save it as part of a net, after its input shape is set")
        }
    }

    /// What there is to say before the net is used: numbers of it that are not finite, samples that mean something else than those
    /// that trained it, and an oversampling for which it gets a modulation. Empty if there is nothing.
    /// - Parameters:
    ///   - dataset: whose test samples it is given; nil if they are not of a data set.
    ///   - oversampling: frames a sample becomes; nil for the file's.
    /// - Throws: `BrainError` for samples of which the rule for unsigned bytes makes something else than the net was trained on.
    public func notices(on dataset: Dataset? = nil, oversampling: Int? = nil) throws -> [String] {
        var notices: [String] = []
        if let defect = NumericDefect(in: net) { notices.append("\(path): \(defect): its answers are meaningless") }
        // What is normalised already lies in another range than what was trained on before that.
        if let dataset, dataset.preparation?.input == nil, let range = sampleRange,
            let caution = try range.caution(
                about: dataset.test.values, from: "the test samples of \(dataset.name)", isStrict: false)
        {
            notices.append(caution)
        }
        if let oversampling, net.modulation == nil, BinaryModulation(chain: net) == nil {
            notices.append(
                "\(path) has no modulation: at x\(oversampling) it is put between a RealToBinary and a BinaryToReal, and "
                    + "answers differently from the net as stored")
        }
        return notices
    }

    /// Throws if a number of the net is not finite: what is made of such a net, and proved, is nobody's net.
    func requireFiniteNumbers() throws {
        guard let defect = NumericDefect(in: net) else { return }
        throw BrainError(
            .io, what: "using \(path)", why: "\(defect)", remedy: "use a checkpoint from before the training diverged")
    }

    /// The net with its oversampling set; one that has no modulation gets it.
    func modulated(by size: Int) throws -> any Model {
        if let modulation = net.modulation ?? BinaryModulation(chain: net) {
            try modulation.setInferenceModulationSize(size)
            return modulation
        }
        guard !net.leaves.contains(where: { $0.hardware.modulator != nil }) else {
            throw BrainError(
                .parameter, what: "changing the oversampling of \(path)",
                why: "its first and last layers are not a RealToBinary and a BinaryToReal of the same size",
                remedy: "leave --oversampling out")
        }
        let wrapped = try BinaryModulation(net, trainingModulationSize: size)
        try wrapped.setInputShape(net.inputShape)
        return wrapped
    }

    /// What the net answers: what its experiment says, or what its size fits.
    func target(in dataset: Dataset) throws -> ExperimentSpec.Target {
        guard net.inputShape.takesSamples(of: dataset.inputShape) else {
            throw BrainError(
                .shape, what: "\(path) on \(dataset.name)",
                why: "the net takes \(net.inputShape), but the samples are \(dataset.inputShape)",
                remedy: "choose the data set that it was trained on")
        }
        let target = spec?.target ?? (net.outputShape.count == dataset.targetShape.count ? .labels : .input)
        let wanted = target == .input ? dataset.inputShape : dataset.targetShape
        let (loss, metrics) = (loss(for: target), metrics(for: target))
        do {
            try loss.make().comparison.check(
                answer: net.outputShape, target: wanted, for: "loss \(loss.name)")
            try metrics.make().comparison.check(
                answer: net.outputShape, target: wanted, for: "metrics \(metrics.name)")
        } catch let error as BrainError {
            throw BrainError(
                .shape, what: "\(path) on \(dataset.name)", why: "\(error.what): \(error.why)",
                remedy: "choose the data set that it was trained on, or \(error.remedy)")
        }
        return target
    }

    /// What answers are measured by: the experiment's loss, or what fits the target.
    func loss(for target: ExperimentSpec.Target) -> LossSpecification {
        spec?.loss ?? (target == .input ? .meanSquaredError : .softmaxCrossEntropy)
    }

    /// What answers are measured by: the experiment's metric, or what fits the target.
    func metrics(for target: ExperimentSpec.Target) -> MetricsSpecification {
        spec?.metrics ?? (target == .input ? .meanSquaredError : .categoricalAccuracy)
    }
}
