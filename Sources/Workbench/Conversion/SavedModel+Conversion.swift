import BinaryBrain
import Datasets
import Foundation
import Netlist

extension SavedModel {
    /// The samples on which a conversion is checked: those of `dataset`, else those that the net was trained on, if they are
    /// here. They are as the files have them.
    private func comparisonFrames(_ dataset: Dataset?) throws -> ComparisonFrames {
        try requireShape()
        try requireFiniteNumbers()
        let own = try? spec.map { try $0.split.applied(to: $0.loadUnsplitDataset()) }
        let subject = dataset ?? own ?? nil
        if let subject { _ = try sampleRange?.caution(about: subject.test.values, from: subject.name) }
        return try ComparisonFrames(of: subject, shape: net.inputShape, range: inputRange)
    }

    /// Between which numbers the net's inputs lie: those of the samples that trained it, else what its RealToBinary divides, else
    /// 0 to 1.
    private var inputRange: ClosedRange<Float> {
        if let sampleRange, sampleRange.low < sampleRange.high { return sampleRange.low...sampleRange.high }
        let modulator = net.withDescendants.lazy.compactMap(\.hardware.modulator).first
        return modulator.map { $0.inputRangeLow...$0.inputRangeHigh } ?? 0...1
    }

    /// The net as a language of the original can read it, and what was found; throws if it would give other answers.
    private func translation(
        to output: String, for dialect: SequentialDialect, dataset: Dataset?, lossy: Bool
    ) throws -> (file: Data, report: ConversionReport) {
        let found = try NetTranslation(of: netOfRawSamples(), for: dialect, frames: comparisonFrames(dataset))
        let report = ConversionReport(comparison: found.comparison, notes: found.notes + rawSampleNotes)
        try report.require(lossy: lossy, converting: path, to: output)
        return (found.file, report)
    }

    /// Writes the net alone, in the original's format, if its file gives the same answers.
    /// - Parameters:
    ///   - dataset: whose samples are answered before and after; nil for the net's own, or random ones.
    ///   - lossy: to write a file that gives other answers, too.
    /// - Throws: `BrainError` if the file would give other answers, or cannot be written.
    @discardableResult
    public func writeNet(
        to output: String, for dialect: SequentialDialect = .python, dataset: Dataset? = nil, lossy: Bool = false
    ) throws -> ConversionReport {
        let (file, report) = try translation(to: output, for: dialect, dataset: dataset, lossy: lossy)
        try AtomicFile.write(Array(file), to: output)
        return report
    }

    /// Writes the net alone into a new dated folder of `folder`, as the original's `save_networks` does; the folder's name.
    /// - Throws: `BrainError` if its files would give other answers, or cannot be written.
    public func writeNetworks(
        in folder: String, for dialect: SequentialDialect = .python, dataset: Dataset? = nil, lossy: Bool = false
    ) throws -> (name: String, report: ConversionReport) {
        let (file, report) = try translation(to: folder, for: dialect, dataset: dataset, lossy: lossy)
        return (try NetworkFiles.saveNetworks(ModelFile.decode(file), in: folder, dialect: dialect), report)
    }

    /// Writes the net's LUTs, simplified, as a `.bb_netlist` file, if they give the same answers.
    /// - Throws: `BrainError` that names a layer that cannot become LUTs, or says why the file could not be written.
    @discardableResult
    public func writeNetlist(
        to output: String, dataset: Dataset? = nil, lossy: Bool = false
    ) throws -> ConversionReport {
        var frames = try comparisonFrames(dataset)
        // LUTs work on what the modulation makes of normalised numbers.
        if let input = preparation?.input { frames = frames.normalized(by: input) }
        let netlist = try Netlist(extracting: net).simplified()
        let evaluator = try NetlistEvaluator(netlist)
        let report = ConversionReport(
            comparison: AnswerComparison(
                before: try frames.answers(of: net), after: try frames.answers { try evaluator.forward($0) },
                nodes: net.outputShape.count, source: frames.source),
            notes: preparation?.input == nil ? [] : ["the netlist takes normalised numbers"])
        try report.require(lossy: lossy, converting: path, to: output)
        try AtomicFile.write(netlist.encoded(), to: output)
        return report
    }

    /// Throws for a net with RealToBinary or BinaryToReal alone, around which an experiment cannot put its own.
    private func requireNoEndOfModulation(to output: String, _ spec: ExperimentSpec) throws {
        guard net.leaves.contains(where: { $0.hardware.modulator != nil || $0.hardware.counter != nil }) else { return }
        throw BrainError(
            .usage, what: "converting \(path) to \(output)",
            why:
                "the experiment \(spec.name) puts a modulation around its net, and this net already contains part of one",
            remedy: "write an experiment without modulation whose layers are those that `bbwb info \(path)` lists")
    }

    private func requireSignature(_ subject: any Model, of own: any Model, _ spec: ExperimentSpec, to output: String)
        throws
    {
        guard subject.signature != own.signature else { return }
        throw BrainError(
            .usage, what: "converting \(path) to \(output)",
            why: "its layers are not those of the experiment \(spec.name)",
            remedy: "name an experiment whose layers are those that `bbwb info \(path)` lists")
    }

    /// Writes a checkpoint of an experiment at step 0 that begins with this net, if it gives the same answers.
    /// - Throws: `BrainError` if it would give other answers, or cannot be written.
    @discardableResult
    public func writeCheckpoint(
        of spec: ExperimentSpec, dataset: Dataset, to output: String, lossy: Bool = false
    ) throws -> ConversionReport {
        let frames = try comparisonFrames(dataset)
        let before = try frames.answers(of: net)
        var notes: [String] = []
        let data = ExperimentData(dataset: dataset, target: spec.target)
        let fresh = try Experiment(spec: spec, data: data)
        var checkpoint = try fresh.checkpoint()
        var subject = net
        if let modulation = spec.modulation {
            if let wrapper = net.modulation ?? BinaryModulation(chain: net) {
                // The net keeps its own oversampling, as if it had been changed in the workbench.
                checkpoint.progress.trainModulation = wrapper.trainingModulationSize
                checkpoint.progress.testModulation = wrapper.inferenceModulationSize
                if wrapper.inferenceModulationSize != modulation.test {
                    notes.append(
                        "the net keeps its oversampling x\(wrapper.inferenceModulationSize); the experiment begins with "
                            + "x\(modulation.test)")
                }
                subject = wrapper
            } else {
                try requireNoEndOfModulation(to: output, spec)
                subject = try modulated(by: modulation.train)
                notes.append("the experiment puts RealToBinary and BinaryToReal around the net")
            }
        }
        try requireSignature(subject, of: fresh.net, spec, to: output)
        checkpoint.net = Array(try ModelFile.encodeForCheckpoint(subject))
        checkpoint.modelStates = try ModelStates.of(subject)
        // The reading checks that the net is the experiment's.
        let experiment = try Experiment(checkpoint, spec: spec, data: data, path: path)
        let report = ConversionReport(
            comparison: AnswerComparison(
                before: before, after: try frames.answers(of: experiment.net), nodes: net.outputShape.count,
                source: frames.source), notes: notes)
        try report.require(lossy: lossy, converting: path, to: output)
        try AtomicFile.write(checkpoint.encode(), to: output)
        return report
    }
}
