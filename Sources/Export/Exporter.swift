import BinaryBrain
import Datasets
import Foundation
import Netlist

/// Writes a trained net as a bundle, and proves that the bundle is the net.
public struct Exporter {
    private let net: any Model
    private let title: String
    private let dataset: Dataset
    private let isClassifier: Bool
    private let classNames: [String]
    private let isTrainedOn: Bool
    private let noun: String
    private let yardstick: Yardstick?

    /// An export of a net.
    /// - Parameters:
    ///   - net: a net that nobody else uses, as stored; the export switches it to binary mode.
    ///   - title: what it is called; any text.
    ///   - dataset: where vectors and the proof's images come from.
    ///   - isClassifier: whether its outputs stand for the classes of the data set.
    ///   - classNames: what the classes are called; nil for the data set's names.
    ///   - isTrainedOn: whether the data set's training samples are those that the net learned from.
    ///   - yardstick: what its answers are measured by; nil for that of classes, or of an autoencoder.
    ///   - noun: what the test samples are, many of them, for people.
    public init(
        net: any Model, title: String, dataset: Dataset, isClassifier: Bool, classNames: [String]? = nil,
        isTrainedOn: Bool = true, yardstick: Yardstick? = nil, noun: String = "test images"
    ) {
        self.noun = noun
        self.classNames = classNames ?? dataset.classNames
        self.isTrainedOn = isTrainedOn
        self.net = net
        self.title = title
        self.dataset = dataset
        self.isClassifier = isClassifier
        let wanted = yardstick ?? (isClassifier ? .classes : .reconstruction)
        self.yardstick = wanted.fits(net.outputShape, dataset.test) ? wanted : nil
    }

    /// What an export made.
    public struct Result: Sendable {
        /// The bundle's folder.
        public let path: String
        /// LUTs as trained.
        public let rawLutCount: Int
        /// LUTs written.
        public let lutCount: Int
        /// What was checked; nothing if no proof was asked for.
        public let proof: ProofReport
        /// What yosys maps the Verilog to; nil without a proof, or where yosys is not installed.
        public let synthesis: SynthesisCount?
        /// The clock after place and route; nil if that was not asked for.
        public let placed: PlacedDesign?
        /// What there is to know of the clock that was asked for, a sentence; nil if the rule promises it.
        public let clockNotice: String?
        /// What the net answers as stored, in binary mode and as a netlist.
        public let forms: FormComparison
        /// How long it took to write the sources, in seconds.
        public let emissionSeconds: Double
        /// What became of files of the earlier bundle that somebody had edited, a sentence each.
        public let keptFiles: [String]
        /// What there is to know of its numbers, a sentence; nil if they are those of the data.
        public let numbersNotice: String?
        /// What don't-cares from training data made of the net; nil without them.
        public let care: CareFigures?
    }

    /// Writes a bundle.
    /// - Parameters:
    ///   - path: a folder that does not exist yet, or holds an earlier bundle, which is replaced.
    ///   - isProved: whether to prove it; a bundle whose proof fails is kept and marked.
    /// - Throws: `BrainError` for a layer that cannot become LUTs or a folder that cannot be written, `CancellationError`. The
    ///   folder is then as it was before; once the sources are in their place (`monitor.onPlaced`) they stay, and `proof.txt`
    ///   says that the bundle is not proved.
    public func export(
        _ format: ExportFormat, to path: String, options: ExportOptions, isProved: Bool,
        monitor: ExportMonitor = ExportMonitor()
    ) throws -> Result {
        try options.validate(for: format)
        if let choice = options.care, !isTrainedOn {
            throw BrainError(
                .usage, what: "--care \(choice) for \(title)", why: "what the net was trained on is not known",
                remedy: "name the data set with --data, or leave --care out")
        }
        // What cannot be written is told before the work, not after it.
        let folder = try BundleFolder(path)
        defer { folder.discard() }
        let start = ContinuousClock.now
        // What is written, and proved, is the net in binary mode; what it was before is compared with that below.
        let stored = SignalModes(of: net)
        try net.switchToBinaryMode()
        var circuit = try Circuit(
            net, title: title, classNames: isClassifier ? classNames : [], options: options)
        if isTrainedOn { circuit.inputUse = try InputUse(circuit.netlist.encoding, over: dataset.train) }
        circuit.normalized = NormalizedNumbers(of: dataset)
        var meter = try StageMeter(
            monitor,
            stages: (options.care == nil ? [] : [("reducing by training data", 20)])
                + [("choosing vectors", 1), ("writing", 1), ("comparing forms", 2)]
                + (isProved ? Self.commonStages(options) + format.writer(circuit, of: net).proofStages : [])
                + (isProved && format == .verilog ? Self.synthesisStages : [])
                + (options.isPlaced ? Self.placementStages : []))
        if let choice = options.care {
            try meter.next()
            circuit = try circuit.reduced(by: choice, of: net, over: dataset.train) { share in
                try monitor.checkCancellation()
                meter.report(share)
            }
        }
        let writer = try format.writer(circuit, of: net)
        try meter.next()
        let vectors = try vectors(circuit, options, isProved: isProved) { share in
            try monitor.checkCancellation()
            meter.report(share)
        }
        try meter.next()
        let bundle = try writer.files(vectors)
        let emission = (ContinuousClock.now - start).components
        try meter.next()
        try stored.restore()
        let forms = try compareForms(
            circuit, imageCount: isProved || circuit.care != nil ? nil : vectors.testImageCount, meter, monitor)
        try net.switchToBinaryMode()
        var synthesis: SynthesisCount?
        var placed: PlacedDesign?
        var proof = ProofReport()
        proof.vectors = vectors.description
        proof.forms = forms
        proof.care = circuit.care
        let kept = try place(
            Self.report(forms, circuit.care, in: bundle.files), proof, in: folder, isProved: isProved,
            isWorkedWith: isProved || options.isPlaced, monitor)
        let tools = ToolRunner(folder: folder.staging, monitor: monitor)
        var report = bundle.files.first { $0.path == Self.reportFile }
        if isProved {
            try prove(circuit, &proof, &meter, monitor)
            proof.limits = (circuit.care.map { [$0.limit] } ?? []) + writer.limits
            if vectors.testImageCount < dataset.test.count {
                proof.limits.insert(
                    "the bundle's own tests with more than the first \(vectors.testImageCount.grouped) of "
                        + "\(dataset.test.count.grouped) \(noun) (--vectors)", at: 0)
            }
            let changed = try writer.prove(in: tools, &proof, &meter)
            if format == .verilog {
                try meter.next()
                synthesis = try SynthesisCount(tools)
            }
            try monitor.checkCancellation()
            let failure = proof.hasFailed ? [ExportBundle.File("PROOF_FAILED", proof.verdict + "\n")] : []
            report = changed.first { $0.path == Self.reportFile } ?? report
            try folder.add(
                changed.filter { $0.path != Self.reportFile }
                    + Self.report(forms, circuit.care, synthesis, in: report.map { [$0] } ?? [])
                    + failure + [ExportBundle.File(Self.proofFile, proof.text)])
        }
        if options.isPlaced {
            try meter.next()
            placed = try PlacedDesign(tools)
            try folder.add(Self.report(forms, circuit.care, synthesis, placed, in: report.map { [$0] } ?? []))
        }
        return Result(
            path: path, rawLutCount: writer.lutCounts.raw, lutCount: writer.lutCounts.simplified, proof: proof,
            synthesis: synthesis, placed: placed, clockNotice: writer.clockNotice, forms: forms,
            emissionSeconds: Double(emission.seconds) + Double(emission.attoseconds) * 1e-18,
            keptFiles: kept, numbersNotice: circuit.normalized?.notice, care: circuit.care)
    }

    private static let proofFile = "proof.txt"
    private static let reportFile = "report.txt"

    /// Images of the test set, behind those that are made to show what it does not.
    private func vectors(
        _ circuit: Circuit, _ options: ExportOptions, isProved: Bool, onProgress: (Double) throws -> Void
    ) throws -> VectorSet {
        let netlist = circuit.netlist
        let taken = try VectorSet(netlist, of: dataset.test, count: options.vectorCount, noun: noun)
        guard options.choosesVectors ?? isProved else { return taken }
        let chosen = try ChosenVectors(netlist, beside: taken, onProgress: onProgress)
        var vectors = try VectorSet(
            netlist, of: dataset.test, count: options.vectorCount, chosen: chosen.images, noun: noun)
        vectors.coverage = chosen.coverage
        return vectors
    }

    /// Puts the sources in their place, before any proof begins.
    private func place(
        _ files: [ExportBundle.File], _ proof: ProofReport, in folder: BundleFolder, isProved: Bool,
        isWorkedWith: Bool, _ monitor: ExportMonitor
    ) throws -> [String] {
        let proof = ExportBundle.File(Self.proofFile, isProved ? ProofReport.unfinished : proof.text)
        try folder.write(files + [proof])
        try monitor.checkCancellation()
        let kept = try folder.place(keepingCopy: isWorkedWith)
        monitor.onPlaced(kept)
        return kept
    }

    /// How the net answers as stored, in binary mode and as a netlist, with a proof over all images, else over some.
    private func compareForms(
        _ circuit: Circuit, imageCount: Int?, _ meter: StageMeter, _ monitor: ExportMonitor
    ) throws -> FormComparison {
        try FormComparison(
            of: net, over: dataset.test, by: yardstick,
            forms: [.stored, .binary, .netlist] + (circuit.care == nil ? [] : [.reduced]),
            reduced: circuit.care == nil ? nil : circuit.netlist, noun: noun, count: imageCount
        ) { share in
            try monitor.checkCancellation()
            meter.report(share)
        }
    }

    /// The files, with what the net answers in its forms, and what it is mapped to, in the report.
    private static func report(
        _ forms: FormComparison, _ care: CareFigures?, _ synthesis: SynthesisCount? = nil,
        _ placed: PlacedDesign? = nil, in files: [ExportBundle.File]
    ) -> [ExportBundle.File] {
        files.map { file in
            guard file.path == reportFile else { return file }
            let notice = forms.notice.map { "\($0)\n\n" } ?? ""
            let mapped = synthesis.map { "Mapped \($0.line)\n" } ?? ""
            var text = String(decoding: file.bytes, as: UTF8.self)
            if let placed { text = text.replacingOccurrences(of: ClockEstimate.notRouted, with: placed.text) }
            return ExportBundle.File(file.path, notice + text + mapped + (care?.section ?? "") + forms.section)
        }
    }

    // MARK: What every format's proof begins with

    private static func commonStages(_ options: ExportOptions) -> [(String, Double)] {
        [("proving the netlist", 3), ("proving the simplification", 1)]
            + (options.care == nil ? [] : [("comparing on training data", 3)])
    }
    private static let synthesisStages: [(String, Double)] = [("mapping (yosys)", 20)]
    private static let placementStages: [(String, Double)] = [("placing and routing (nextpnr)", 120)]
    private static let randomFrames = 65_536

    private func prove(
        _ circuit: Circuit, _ proof: inout ProofReport, _ meter: inout StageMeter, _ monitor: ExportMonitor
    ) throws {
        try meter.next()
        let test = dataset.test
        let isAnother = proof.forms?.storedIsAnother == true
        try proof.check("The netlist is the trained net\(isAnother ? " in binary mode" : "").") {
            let found = try NetProof(net, circuit.raw).compare(over: test) { share in
                try monitor.checkCancellation()
                meter.report(share)
            }
            return (
                found.count == 0 ? .passed : .failed,
                """
                all \(test.count.grouped) \(noun) of \(SafeText.comment(dataset.name)) at x\(circuit.framesPerImage): \
                \(found.inputBits) of \(found.comparedInputs.grouped) input bits, \(found.outputBits) of \
                \(found.comparedOutputs.grouped) output bits, \(found.numbers) of \(found.comparedNumbers.grouped) \
                numbers differ
                """
            )
        }
        try meter.next()
        try proof.check("The simplified netlist computes what the raw one does.") {
            let argument = SimplificationProof(raw: circuit.raw, simplified: circuit.exact)
            let outputs = circuit.raw.outputs.count
            let different = try SimplificationProof.differingBits(
                circuit.raw, circuit.exact, frameCount: Self.randomFrames, seed: 1)
            return (
                argument.differingOutputs.isEmpty && different == 0 ? .passed : .failed,
                """
                for all inputs, by every pattern of each LUT: \(outputs - argument.differingOutputs.count) of \(outputs) \
                outputs (\(argument.namedCount.grouped) of \(circuit.raw.luts.count.grouped) raw LUTs matched\
                \(argument.namedCount == circuit.raw.luts.count ? "" : ", the others reach no output"))
                by \(Self.randomFrames.grouped) random frames: \(different) of \((Self.randomFrames * outputs).grouped) \
                output bits differ
                """
            )
        }
        guard let care = circuit.care else { return }
        try meter.next()
        let rest = care.differingFrames == 0 ? "" : " but \(care.differingFrames.grouped)"
        try proof.check("The reduced netlist has the outputs of the simplified one on all training frames\(rest).") {
            let found = try CareProof(circuit.exact, circuit.netlist, over: dataset.train) { share in
                try monitor.checkCancellation()
                meter.report(share)
            }
            return (found.differingFrames == care.differingFrames ? .passed : .failed, found.detail)
        }
    }
}
