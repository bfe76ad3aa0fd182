import BinaryBrain
import Datasets
import Foundation
import Netlist

/// A trained net from a file: a checkpoint (`.bbwb`) or a net alone (`.bb_net`).
public struct SavedModel {
    /// The net, ready for `forward`.
    public let net: any Model
    /// The experiment that trained it; nil for a net alone.
    public let spec: ExperimentSpec?
    /// Mini-batches trained; nil for a net alone.
    public let step: Int?
    /// The file.
    public let path: String

    /// Reads a file; its first bytes say which kind it is. Of a folder of the original's dated folders, or one of those, it reads
    /// the net in it.
    public init(contentsOf location: String) throws {
        let path = try NetworkFiles.netFile(at: location)
        self.path = path
        let bytes = try AtomicFile.read(path) { head, size in
            if head.starts(with: "BB_OBJ".utf8) { return try ModelFile.checkHead(head) }
            try CheckpointContainer.checkHead(head, size: size, path: path)
        }
        if bytes.starts(with: "BB_OBJ".utf8) {
            net = try ModelFile.decode(Data(bytes))
            spec = nil
            step = nil
        } else {
            let checkpoint = try Checkpoint(decoding: bytes, path: path)
            let spec = try ExperimentSpec(yaml: checkpoint.specification, source: path)
            net = try checkpoint.makeNet(seed: spec.seed, path: path)
            self.spec = spec
            step = checkpoint.progress.step
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

    /// The net with its oversampling set; one that has no modulation gets it.
    func modulated(by size: Int) throws -> any Model {
        if let modulation = net as? BinaryModulation ?? BinaryModulation(chain: net) {
            try modulation.setInferenceModulationSize(size)
            return modulation
        }
        guard !net.leaves.contains(where: { $0 is RealToBinary }) else {
            throw BrainError(
                .parameter, what: "changing the oversampling of \(path)",
                why: "its RealToBinary and BinaryToReal are not its first and last layers with one size",
                remedy: "leave --oversampling out")
        }
        let wrapped = try BinaryModulation(net, trainingModulationSize: size)
        try wrapped.setInputShape(net.inputShape)
        return wrapped
    }

    /// How the signals of a net are taken when it is measured.
    public enum Form: String, Sendable, CaseIterable {
        /// As real numbers: `binary false` to all layers.
        case float
        /// As bits: `binary true` to all layers.
        case binary
        /// As bits, by the net's LUTs alone: what hardware would answer.
        case netlist
    }

    /// Loss and metric over the test set. Throws for the form `netlist` if the net cannot become LUTs.
    /// - Parameter oversampling: frames an image becomes; nil for the file's.
    public func measure(
        _ form: Form, on dataset: Dataset, oversampling: Int? = nil, batchSize: Int = 256
    ) throws -> JournalRecord.Measurement {
        try requireShape()
        let target = try self.target(in: dataset)
        let data = ExperimentData(dataset: dataset, target: target)
        let subject = try oversampling.map(modulated(by:)) ?? net
        try subject.sendCommand(ModelCommand("binary", form != .float))
        let evaluator = form == .netlist ? try NetlistEvaluator(Netlist(extracting: subject).simplified()) : nil
        let loss = spec?.loss ?? (target == .input ? .meanSquaredError : .softmaxCrossEntropy)
        let metrics = spec?.metrics ?? (target == .input ? .meanSquaredError : .categoricalAccuracy)
        let meter = Meter(loss: loss.makeLoss(), metrics: metrics.makeMetrics())
        for start in stride(from: 0, to: dataset.test.count, by: batchSize) {
            let indices = (Int32(start)..<Int32(min(dataset.test.count, start + batchSize))).map { $0 }
            let (x, t) = try data.batch(of: dataset.test, samples: indices[...])
            try meter.add(evaluator?.forward(x) ?? subject.forward(x, train: false), t)
        }
        return JournalRecord.Measurement(loss: meter.loss, metric: meter.metric, kind: metrics.kind)
    }

    /// What the net answers: what its experiment says, or what its size fits.
    func target(in dataset: Dataset) throws -> ExperimentSpec.Target {
        guard net.inputShape.count == dataset.inputShape.count else {
            throw BrainError(
                .shape, what: "\(path) on \(dataset.name)",
                why: "the net takes \(net.inputShape), the samples are \(dataset.inputShape)",
                remedy: "choose the data set that it was trained on")
        }
        let target = spec?.target ?? (net.outputShape.count == dataset.targetShape.count ? .labels : .input)
        let wanted = target == .input ? dataset.inputShape : dataset.targetShape
        guard net.outputShape.count == wanted.count else {
            throw BrainError(
                .shape, what: "\(path) on \(dataset.name)",
                why: "the net answers \(net.outputShape), and the target is \(wanted)",
                remedy: "choose the data set that it was trained on")
        }
        return target
    }

    /// The net's LUTs, ready to answer in its place bit for bit; nil if it is not made of them, or works on real numbers now.
    private func equalEvaluator() -> NetlistEvaluator? {
        guard net.leaves.allSatisfy({ $0.isBinary != false || $0 is StochasticLut }) else { return nil }
        return try? NetlistEvaluator(Netlist(extracting: net).simplified())
    }

    /// The answers of the net to samples in frame-major order; a net of LUTs answers through its netlist, which gives the same
    /// numbers sooner.
    /// - Parameter train: as in training: batch statistics, and the training oversampling; all samples are one batch.
    public func predict(_ samples: [Float], train: Bool = false, batchSize: Int = 256) throws -> [Float] {
        try requireShape()
        let nodes = net.inputShape.count
        let frames = samples.count / nodes
        var answers: [Float] = []
        answers.reserveCapacity(frames * net.outputShape.count)
        let size = train ? max(1, frames) : batchSize
        let evaluator = train ? nil : equalEvaluator()
        for start in stride(from: 0, to: frames, by: size) {
            let end = min(frames, start + size)
            let x = FrameBuffer(frameMajor: Array(samples[start * nodes..<end * nodes]), shape: net.inputShape)
            answers += try (evaluator?.forward(x) ?? net.forward(x, train: train)).frameMajorValues()
            net.clear()
        }
        return answers
    }

    /// The net as a language of the original can read it: Python has no BinaryModulation, so there it is a chain.
    private func net(for dialect: SequentialDialect) throws -> any Model {
        dialect == .python ? try net.withoutModulationWrappers() : net
    }

    /// Writes the net alone, in the original's format.
    public func writeNet(to path: String, for dialect: SequentialDialect = .python) throws {
        try AtomicFile.write(Array(ModelFile.encode(net(for: dialect), dialect: dialect)), to: path)
    }

    /// Writes the net alone into a new dated folder of `path`, as the original's `save_networks` does; the folder's name.
    public func writeNetworks(in path: String, for dialect: SequentialDialect = .python) throws -> String {
        try NetworkFiles.saveNetworks(net(for: dialect), in: path, dialect: dialect)
    }

    /// Writes a checkpoint of an experiment at step 0 that begins with this net.
    public func writeCheckpoint(of spec: ExperimentSpec, dataset: Dataset, to path: String) throws {
        let data = ExperimentData(dataset: dataset, target: spec.target)
        var checkpoint = try Experiment(spec: spec, data: data).checkpoint()
        var subject = net
        if let modulation = spec.modulation, !(net is BinaryModulation) {
            subject = try BinaryModulation(chain: net) ?? modulated(by: modulation.train)
        }
        checkpoint.net = Array(try ModelFile.encode(subject))
        checkpoint.modelStates = try ModelStates.of(subject)
        // The reading checks that the net is the experiment's.
        _ = try Experiment(checkpoint, spec: spec, data: data, path: self.path)
        try AtomicFile.write(checkpoint.encode(), to: path)
    }
}
