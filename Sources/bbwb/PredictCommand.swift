import ArgumentParser
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb predict`: a net's answers to the samples of a NumPy file.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Runs a net on samples and writes its answers.",
        discussion: """
            Samples are a NumPy array [frames, …shape] or a table with a header (.csv), from which a checkpoint takes the columns \
            that it was trained on. Give them raw: what the experiment normalised is normalised here, and answers come \
            back in the units of the targets. Y.csv gets a table with classes or targets as its header; any other name gets an array.
            """)

    @Argument(help: "A checkpoint (.bbwb), a net (.bb_net), or RUN@best or RUN@last.")
    var model: String

    @Option(
        help: ArgumentHelp(
            "Samples: uint8 means a pixel, value / 255; other numbers mean themselves.", valueName: "x.npy|x.csv"))
    var input: String

    @Option(help: ArgumentHelp("The file for the answers.", valueName: "y.npy|y.csv"))
    var output: String

    @Option(help: "Frames per sample, in place of the checkpoint's own number.")
    var oversampling: Int?

    @Flag(help: "Answer as in training: batch statistics, training oversampling, all samples in one batch.")
    var train = false

    /// Says on stderr how many frames hold an infinity or a NaN: their answers mean nothing.
    private func warn(of values: [Float], frameSize: Int) {
        let bad = (0..<values.count / frameSize).filter { frame in
            !values[frame * frameSize..<(frame + 1) * frameSize].withUnsafeBufferPointer(\.isFinite)
        }
        guard let first = bad.first else { return }
        Console.complain(
            "\(bad.count) of \(values.count / frameSize) frames of the input contain numbers that are not finite: "
                + "the first is frame \(first). Their answers are meaningless")
    }

    private func array(_ saved: SavedModel) throws -> [Float] {
        let samples = try NumpyArray(contentsOf: input)
        let wanted = saved.net.inputShape
        let frames = samples.shape.first ?? 0
        guard frames > 0, wanted.takesSamples(of: Shape(Array(samples.shape.dropFirst()))) else {
            throw BrainError(
                .shape, what: input, why: "its shape is \(samples.shape), and the net takes frames of \(wanted)",
                remedy: "save an array of shape [frames, \(wanted.dimensions.map(String.init).joined(separator: ", "))]"
            )
        }
        return try saved.inputs(samples, file: input) { warning in
            Console.errors.line("warning: \(warning)")
        }
    }

    private func table(_ saved: SavedModel) throws -> [Float] {
        let (values, rows) = try TableSamples.read(input, columns: saved.columns?.inputs)
        let wanted = saved.net.inputShape
        guard values.count == rows * wanted.count else {
            throw BrainError(
                .shape, what: input,
                why: "it has \(values.count / rows) columns, and the net takes \(wanted.count) numbers",
                remedy: "give a table with the columns that the net was trained on, and no others")
        }
        return values
    }

    func run() throws {
        let saved = try SavedModel(named: model)
        try saved.requireShape()
        let wanted = saved.net.inputShape
        let values = try TableSamples.isTable(input) ? table(saved) : array(saved)
        let frames = values.count / wanted.count
        for notice in try saved.notices(oversampling: oversampling) { Console.errors.line("warning: \(notice)") }
        let answers = try saved.predict(values, oversampling: oversampling, train: train)
        // A net with only one end of a modulation answers another number of frames.
        let answered = answers.count / saved.net.outputShape.count
        if answered != frames {
            Console.errors.line("warning: the net turns the \(frames) frames of \(input) into \(answered)")
        }
        if TableSamples.isTable(output) {
            try AtomicFile.write(Array(TableSamples.text(answers, names: saved.answerNames).utf8), to: output)
        } else {
            try NumpyArray(answers, shape: [answered] + saved.net.outputShape.dimensions).write(to: output)
        }
        warn(of: values, frameSize: wanted.count)
    }
}
