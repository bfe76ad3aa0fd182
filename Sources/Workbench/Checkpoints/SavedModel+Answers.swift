import BinaryBrain
import Datasets
import Export
import Netlist

extension SavedModel {
    /// The data set of this name, or its own: then with the parts that its experiment holds out.
    /// - Throws: `BrainError` also of kind `.usage` for a net alone without a name.
    public func dataset(named name: String?) throws -> Dataset {
        if let spec {
            // What was learned from the training samples then counts, whatever they are now.
            let dataset = try DatasetCatalog.load(
                name ?? spec.data, split: name ?? spec.data == spec.data ? spec.split : DataSplit(),
                columns: spec.columns)
            if spec.target == .segmentation {
                return try preparation?.applied(to: dataset.segmented()) ?? dataset.segmented()
            }
            return try preparation?.applied(to: dataset) ?? dataset
        }
        guard let name else {
            throw BrainError(
                .usage, what: "data for \(path)", why: "a .bb_net file names no data set", remedy: "give --data NAME")
        }
        return try DatasetCatalog.load(name)
    }

    /// What the net answers on a part of a data set in its forms, beginning with the net as stored, which is what `predict` runs.
    /// - Parameter oversampling: frames an image becomes; nil for the file's.
    /// - Throws: `BrainError` if the data have no such part, or do not fit the net.
    public func compareForms(
        on dataset: Dataset, part: DataPart = .test, oversampling: Int? = nil, forms: [NetForm] = NetForm.allCases
    ) throws -> FormComparison {
        try requireShape()
        return try FormComparison(
            of: oversampling.map(modulated(by:)) ?? net, over: dataset.samples(of: part), part: part,
            by: yardstick(for: target(in: dataset)), forms: forms)
    }

    /// What its answers are measured by.
    func yardstick(for target: ExperimentSpec.Target) -> Yardstick {
        Yardstick(target: target, loss: loss(for: target), metrics: metrics(for: target))
    }

    /// The elements of an array as this net takes them: unsigned bytes as pixels, other numbers as they are.
    /// - Parameter warn: is told of values that lie outside what the net was trained on.
    /// - Throws: `BrainError` for bytes that the rule would make something else of than the net was trained on.
    public func inputs(_ array: NumpyArray, file: String, warn: (String) -> Void) throws -> [Float] {
        let values = try array.sampleValues(file: file)
        if let caution = try sampleRange?.caution(about: values, from: file) { warn(caution) }
        return values.numbers
    }

    /// The net's LUTs, ready to answer in its place bit for bit; nil if it is not made of them, or works on real numbers now.
    static func equalEvaluator(_ net: any Model) -> NetlistEvaluator? {
        guard net.layersOfNumbers.isEmpty else { return nil }
        return try? NetlistEvaluator(Netlist(extracting: net).simplified())
    }

    /// The answers of the net as stored to samples in frame-major order, as they are before they are normalised; answers are
    /// brought back to the units of the targets. A net of LUTs answers through its netlist, which gives the same numbers sooner.
    /// - Parameters:
    ///   - oversampling: frames a sample becomes, as `compareForms` takes it; nil for the file's.
    ///   - train: as in training: batch statistics, and the training oversampling; all samples are one batch.
    /// - Throws: `BrainError` if the samples do not fit the net.
    public func predict(
        _ samples: [Float], oversampling: Int? = nil, train: Bool = false, batchSize: Int = 256
    ) throws -> [Float] {
        try requireShape()
        let net = try oversampling.map(modulated(by:)) ?? net
        let nodes = net.inputShape.count
        let samples = preparation?.input?.applied(to: samples) ?? samples
        let frames = samples.count / nodes
        var answers: [Float] = []
        answers.reserveCapacity(frames * net.outputShape.count)
        let size = train ? max(1, frames) : batchSize
        let evaluator = train ? nil : Self.equalEvaluator(net)
        for start in stride(from: 0, to: frames, by: size) {
            let end = min(frames, start + size)
            let x = FrameBuffer(frameMajor: Array(samples[start * nodes..<end * nodes]), shape: net.inputShape)
            answers += try (evaluator?.forward(x) ?? net.forward(x, train: train)).frameMajorValues()
            net.clear()
        }
        return preparation?.target?.undone(on: answers) ?? answers
    }

    /// Names of what the net answers; numbers from 0 if they are not known.
    public var answerNames: [String] {
        if let names = columns?.answers, names.count == net.outputShape.count { return names }
        return (0..<net.outputShape.count).map(String.init)
    }
}

extension Yardstick {
    /// What an experiment's answers are measured by.
    init(target: ExperimentSpec.Target, loss: LossSpecification, metrics: MetricsSpecification) {
        self.init(
            wantsInput: target == .input, loss: { loss.make() }, metrics: { metrics.make() })
    }
}
