import BinaryBrain
import Datasets
import Foundation
import Netlist
import Workbench

/// Answers to samples that must be in memory as a whole: tables, compressed files, arrays in Fortran order, and batches as in training.
struct WholePrediction {
    private let predictor: Predictor
    private let saved: SavedModel?
    private let input: String
    private let train: Bool
    private let oversampling: Int?

    init(_ predictor: Predictor, _ saved: SavedModel?, input: String, train: Bool, oversampling: Int?) {
        self.predictor = predictor
        self.saved = saved
        self.input = input
        self.train = train
        self.oversampling = oversampling
    }

    /// Answers all samples.
    /// - Parameter writer: makes what takes so many answers.
    func run(as form: AnswerForm, to writer: (Int?) throws -> AnswerWriter) throws {
        let values = try TableSamples.isTable(input) ? .floats(table()) : array()
        var census = try SampleCensus(of: input, arePixels: values.arePixels, for: predictor)
        try values.withSamples { try census.add($0) }
        if !TableSamples.isTable(input), let caution = census.caution { Console.errors.line("warning: \(caution)") }
        let frames = values.count / predictor.inputShape.count
        var bytes: [UInt8] = []
        let answered =
            if train, let saved {
                try predictor.append(
                    saved.predict(values.numbers, oversampling: oversampling, train: true), as: form, into: &bytes)
            } else {
                try values.withSamples { try predictor.answer($0, as: form, into: &bytes) }
            }
        if answered != frames {
            Console.errors.line("warning: the net turns the \(frames) frames of \(input) into \(answered)")
        }
        let writer = try writer(answered)
        try writer.append(bytes, count: answered)
        try writer.finish()
        if let defects = census.defects { Console.complain(defects) }
    }

    private func array() throws -> SampleSet.Values {
        let samples = try NumpyArray(contentsOf: input)
        let wanted = predictor.inputShape
        guard samples.shape.first ?? 0 > 0, wanted.takesSamples(of: Shape(Array(samples.shape.dropFirst()))) else {
            throw BrainError(
                .shape, what: input, why: "its shape is \(samples.shape), and the net takes frames of \(wanted)",
                remedy: "save an array of shape [frames, \(wanted.dimensions.map(String.init).joined(separator: ", "))]"
            )
        }
        return try samples.sampleValues(file: input)
    }

    private func table() throws -> [Float] {
        let (values, rows) = try TableSamples.read(input, columns: saved?.columns?.inputs)
        let wanted = predictor.inputShape
        guard values.count == rows * wanted.count else {
            throw BrainError(
                .shape, what: input,
                why: "it has \(values.count / rows) columns, and the net takes \(wanted.count) numbers",
                remedy: "give a table with the columns that the net was trained on, and no others")
        }
        return values
    }
}

extension SampleSet.Values {
    /// How many there are.
    fileprivate var count: Int {
        switch self {
        case .pixels(let pixels): pixels.count
        case .floats(let floats): floats.count
        }
    }

    /// Lends them as samples.
    fileprivate func withSamples<Result>(_ body: (NetlistSamples) throws -> Result) rethrows -> Result {
        switch self {
        case .pixels(let pixels): try pixels.withUnsafeBufferPointer { try body(.pixels($0)) }
        case .floats(let floats): try floats.withUnsafeBufferPointer { try body(.numbers($0)) }
        }
    }
}
