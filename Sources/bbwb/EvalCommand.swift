import ArgumentParser
import Datasets
import Export
import Foundation
import Workbench

/// `bbwb eval`: loss and metric of a saved net on a test set.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measures a checkpoint or a net on part of a data set.",
        discussion: """
            Prints one line for each form of the net: as stored, which predict runs; in binary mode, which export writes; as a \
            netlist; and with real numbers between its layers (float). Each line says on how many images the answers differ from \
            those of the stored net.
            """)

    @Argument(help: "A checkpoint (.bbwb), a net (.bb_net), or RUN@best or RUN@last.")
    var model: String

    @Option(help: "Data set, in place of the checkpoint's own.")
    var data: String?

    @Option(help: "The part to measure: test, validation (held out by the experiment) or train.")
    var part = DataPart.test

    @Option(help: "Frames per image, in place of the checkpoint's own number.")
    var oversampling: Int?

    @Flag(help: "First recompute running means and variances from the training set; the file stays as it is.")
    var recalibrate = false

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    /// One line of the result.
    private struct Line: Encodable {
        var event = "eval"
        var form: String
        var part: DataPart
        var data: String
        var oversampling: Int?
        var images: Int
        /// Loss and metric, by the metric's name, under the name of the part.
        var train: JournalRecord.Measurement?
        var validation: JournalRecord.Measurement?
        var test: JournalRecord.Measurement?
        /// Images whose answer is not that of the net as stored, and whose class is not.
        var differing: Int?
        var differingClasses: Int?
        /// Layers that hand on numbers as stored and bits in binary mode.
        var layersOfNumbers: [String]?
        /// Why there is no netlist.
        var none: String?

        enum CodingKeys: String, CodingKey {
            case event, form, part, data, oversampling, images, train, validation, test, differing, none
            case differingClasses = "differing_classes"
            case layersOfNumbers = "layers_of_numbers"
        }
    }

    func run() throws {
        let saved = try SavedModel(named: model)
        guard let name = data ?? saved.spec?.data else {
            throw ValidationError("a .bb_net file names no data set: give --data NAME")
        }
        let dataset = try saved.dataset(named: name)
        for notice in try saved.notices(on: dataset, oversampling: oversampling) {
            Console.errors.line("warning: \(notice)")
        }
        if recalibrate { Console.errors.line("recalibrate: \(try saved.recalibrate(on: dataset))") }
        let forms = try saved.compareForms(on: dataset, part: part, oversampling: oversampling)
        for (figures, text) in zip(forms.figures, forms.lines) {
            guard json else {
                Console.line(text)
                continue
            }
            let isStored = figures.form == .stored
            let measured = forms.measurement(figures)
            try printLine(
                Line(
                    form: figures.form.rawValue, part: part, data: name, oversampling: oversampling,
                    images: forms.imageCount, train: part == .train ? measured : nil,
                    validation: part == .validation ? measured : nil, test: part == .test ? measured : nil,
                    differing: isStored ? nil : figures.differing,
                    differingClasses: isStored ? nil : figures.differingClasses,
                    layersOfNumbers: isStored ? forms.layersOfNumbers : nil))
        }
        // A net with other layers than LUTs has no netlist, and is measured all the same.
        for (form, obstacle) in [(NetForm.netlist, forms.obstacle), (.float, forms.floatObstacle)] {
            guard let obstacle else { continue }
            guard json else {
                Console.line("\(form.rawValue) none: \(obstacle)")
                continue
            }
            try printLine(
                Line(
                    form: form.rawValue, part: part, data: name, oversampling: oversampling,
                    images: forms.imageCount, none: obstacle))
        }
    }

    private func printLine(_ line: Line) throws { try Console.json(line) }
}

extension DataPart: ExpressibleByArgument {}

extension FormComparison {
    /// The figures as a journal writes them; nil if they were not measured.
    fileprivate func measurement(_ figures: Figures) -> JournalRecord.Measurement? {
        guard let loss = figures.loss, let value = figures.metric, let metric else { return nil }
        return JournalRecord.Measurement(loss: loss, metric: value, kind: metric)
    }
}
