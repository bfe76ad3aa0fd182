import ArgumentParser
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb predict`: a net's answers to samples, from files or through pipes.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Runs a net on samples and writes its answers.",
        discussion: """
            Samples are a NumPy array [frames, …shape], bytes or bits without a header, or a table with a header (.csv), from which a \
            checkpoint takes the columns that it was trained on. Give them raw: what the experiment normalised is normalised here, and \
            answers come back in the units of the targets. They are read, answered and written block by block, so there may be any \
            number of them. Y.npy becomes an array and Y.csv a table; answers written to - are little-endian numbers without a header.
            """)

    @Argument(help: "A checkpoint (.bbwb), a net (.bb_net), RUN@best or RUN@last, or the LUTs of a net (.bb_netlist).")
    var model: String

    @Option(
        help: ArgumentHelp(
            "Samples, - for standard input. In an array, uint8 means a pixel, value / 255; other numbers mean themselves.",
            valueName: "x.npy|x.csv|-"))
    var input: String

    @Option(
        help: "Samples as an array (npy), as pixels, one byte each (u8), or as bits, each sample in whole bytes (bits)."
    )
    var format = Format.npy

    @Option(
        help:
            "Order of bits in a byte: the first pixel in the highest bit, as numpy.packbits writes them, or in the lowest."
    )
    var bitOrder = BitOrder.big

    @Option(help: ArgumentHelp("Where the answers go, - for standard output.", valueName: "y.npy|y.csv|-"))
    var output: String

    @Option(
        help:
            "What is written: the number of the class; the number of ones at each output; or the answers in single precision."
    )
    var write = AnswerForm.float

    @Option(help: "Frames per sample, in place of the checkpoint's own number.")
    var oversampling: Int?

    @Flag(help: "Answer as in training: batch statistics, training oversampling, all samples in one batch.")
    var train = false

    enum Format: String, ExpressibleByArgument, CaseIterable { case npy, u8, bits }
    enum BitOrder: String, ExpressibleByArgument, CaseIterable { case big, little }

    private var isNetlist: Bool { model.hasSuffix(".bb_netlist") }

    func validate() throws {
        if isNetlist, train || oversampling != nil {
            throw ValidationError("a .bb_netlist answers in one way: leave --oversampling and --train out")
        }
        if train, write == .counts { throw ValidationError("--train answers by layers, which count no ones") }
        if train, input == "-" || format != .npy {
            throw ValidationError("--train takes all samples at once: name an array or a table")
        }
        if let reason = Self.refusal(of: output) { throw ValidationError(reason) }
        if format != .npy, TableSamples.isTable(input) {
            throw ValidationError("\(input) is a table: leave --format out")
        }
    }

    /// Why answers cannot be put under a name; nil if they can. Names say how a file is written, so that they must not lie.
    private static func refusal(of name: String) -> String? {
        guard !name.isEmpty else { return "--output needs the name of a file, or - for standard output" }
        let lower = name.lowercased()
        if [".gz", ".xz", ".bz2", ".zst", ".zip", ".npz"].contains(where: lower.hasSuffix) {
            return "answers are not compressed: write them to - and pipe them into a compressor"
        }
        return lower.hasSuffix(".tsv") ? "a table is written with commas, as .csv" : nil
    }

    /// Answers must not take the place of what gives them.
    private func requireOtherFile() throws {
        guard output != "-", let model = FileIdentity(model), model == FileIdentity(output) else { return }
        throw UsageError(
            cause: BrainError(
                .usage, what: "--output \(output)", why: "it is the model", remedy: "name another file"))
    }

    private var sampleFormat: SampleReader.Format {
        switch format {
        case .npy: .npy
        case .u8: .pixels
        case .bits: .bits(isBigEndian: bitOrder == .big)
        }
    }

    func run() throws {
        try requireOtherFile()
        let saved = isNetlist ? nil : try SavedModel(named: model)
        let predictor = try saved.map { try Predictor($0, oversampling: oversampling) } ?? Predictor(netlistFile: model)
        try checkingUsage { try predictor.require(write) }
        for notice in predictor.notices { Console.errors.line("warning: \(notice)") }
        let isWhole = try train || TableSamples.isTable(input) || format == .npy && !SampleReader.canStream(input)
        if isWhole {
            try WholePrediction(predictor, saved, input: input, train: train, oversampling: oversampling).run(as: write)
            {
                try makeWriter(predictor, promised: $0)
            }
            return
        }
        let reader = try SampleReader(input, sampleFormat, shape: predictor.inputShape)
        let writer = try makeWriter(predictor, promised: reader.expected)
        let outcome = try PredictionStream(predictor, as: write, from: reader, to: writer).run()
        // Where a disk fails nothing is put in place; what comes to an end too soon is answered as far as it went.
        if let failure = outcome.shortfall as? BrainError, failure.kind == .io { throw failure }
        // Nobody wants to know more.
        if outcome.isUnread { return }
        try outcome.census.requirePixels()
        try writer.finish()
        if writer.count != outcome.frames {
            Console.errors.line(
                "warning: the net turns the \(outcome.frames) frames of \(reader.name) into \(writer.count)")
        }
        if let caution = outcome.census.caution { Console.errors.line("warning: \(caution)") }
        if let defects = outcome.census.defects { Console.complain(defects) }
        if let shortfall = outcome.shortfall { throw shortfall }
    }

    private func makeWriter(_ predictor: Predictor, promised: Int?) throws -> AnswerWriter {
        let names = write == .class ? ["class"] : predictor.answerNames
        let isArray = output != "-" && (write == .float || output.hasSuffix(".npy"))
        let layout: AnswerWriter.Layout =
            TableSamples.isTable(output) ? .table(names: names) : isArray ? .npy : .raw
        return try checkingUsage {
            try AnswerWriter(
                output, layout, element: predictor.element(of: write), shape: predictor.shape(of: write),
                promised: promised)
        }
    }
}

extension AnswerForm: ExpressibleByArgument {}
