import BinaryBrain
import Datasets
import Export
import Foundation
import Netlist
import Workbench

let training = try ExperimentTraining(ExperimentSpec(named: "mnist-lut-tiny"))
try training.trainEpoch()

// A trained net of LUTs is a netlist. A simplified netlist gives the same answers with fewer LUTs.
let raw = try Netlist(extracting: training.net)
let netlist = raw.simplified()
print("\(raw.luts.count) LUTs as trained, \(netlist.luts.count) simplified")

let digits = try DatasetCatalog.load("mnist-5k")
let images = try digits.test.batch(0..<100)
let answers = try training.net.forward(images.input, train: false)
let classes = try NetlistEvaluator(netlist).classes(images.input)
let agreeing = classes.indices.filter { frame in
    let best = (0..<10).max { answers[frame: frame, node: $0] < answers[frame: frame, node: $1] }
    return answers[frame: frame, node: Int(classes[frame])] == answers[frame: frame, node: best!]
}
print("\(agreeing.count) of \(classes.count) answers are those of the net")

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bbwb-example-export-\(getpid())")
defer { try? FileManager.default.removeItem(at: folder) }
for format in [ExportFormat.verilog, .c] {
    let exporter = Exporter(net: training.net, title: "digits", dataset: digits, isClassifier: true)
    let path = folder.appendingPathComponent(format.rawValue).path
    let options = ExportOptions(vectorCount: 50, choosesVectors: false)
    let result = try exporter.export(format, to: path, options: options, isProved: false)
    print("\(format.rawValue): \(result.lutCount) LUTs")
    for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() { print("    \(file)") }
}
