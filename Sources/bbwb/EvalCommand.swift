import ArgumentParser
import Datasets
import Foundation
import Workbench

/// `bbwb eval`: loss and metric of a saved net on a test set.
struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measures a checkpoint or .bb_net on a test set, as float net, binary net and netlist.")

    @Argument(help: "A checkpoint (.bbwb) or a net (.bb_net).")
    var model: String

    @Option(help: "Data set; a checkpoint has its own.")
    var data: String?

    @Option(help: "Frames that each image becomes; a checkpoint has its own.")
    var oversampling: Int?

    @Flag(help: "One JSON object a line on standard output, and nothing else.")
    var json = false

    /// One line of the result.
    private struct Line: Encodable {
        var event = "eval"
        var form: String
        var data: String
        var oversampling: Int?
        var images: Int
        var test: JournalRecord.Measurement
    }

    func run() throws {
        let saved = try SavedModel(contentsOf: model)
        guard let name = data ?? saved.spec?.data else {
            throw ValidationError("a .bb_net file names no data set: give --data NAME")
        }
        let dataset = try DatasetCatalog.load(name)
        for form in SavedModel.Form.allCases {
            try Console.requireReader()
            let result: JournalRecord.Measurement
            do {
                result = try saved.measure(form, on: dataset, oversampling: oversampling)
            } catch let reason where form == .netlist {
                // A net with other layers than LUTs has no netlist, and is measured all the same.
                if !json { Console.line("netlist none: \(reason)") }
                continue
            }
            if json {
                try Console.json(
                    Line(
                        form: form.rawValue, data: name, oversampling: oversampling, images: dataset.test.count,
                        test: result))
            } else {
                let label = form.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
                Console.line(
                    "\(label)loss \(ProgressLine.number(result.loss))  "
                        + "\(ProgressLine.figure(result.metric, result.kind))  \(dataset.test.count) images")
            }
        }
    }
}
