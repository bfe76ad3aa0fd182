import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Export

/// Exports with don't-cares from training data.
@Suite struct CareExportTests {
    private func options(_ care: CareChoice?, device: TargetDevice = .generic, stream: Bool = false) -> ExportOptions {
        ExportOptions(device: device, streamsPixels: stream, vectorCount: 40, choosesVectors: false, care: care)
    }

    private func export(
        _ format: ExportFormat, _ options: ExportOptions, isProved: Bool, to folder: TestFolder
    ) throws -> Exporter.Result {
        try ExportNets.exporter(ExportNets.classifier(widths: [60, 20])).export(
            format, to: "\(folder.path)/out", options: options, isProved: isProved)
    }

    @Test func documentsSayWhatIsProvedOfWhat() throws {
        let folder = try TestFolder()
        let result = try export(.c, options(CareChoice()), isProved: true, to: folder)
        let care = try #require(result.care)
        let train = ExportNets.digits.train.count.grouped
        #expect(care.sampleCount == ExportNets.digits.train.count && care.differingFrames == 0)
        #expect(care.after.six < care.before.six && care.after.four < care.before.four)
        #expect(care.after.inputs < care.before.inputs)
        #expect(result.lutCount >= care.after.six && result.lutCount < result.rawLutCount)
        let proof = try folder.text("out/proof.txt")
        let beginning =
            "PROVED FOR THE REDUCED NET: all 4 checks passed; it is the trained net only on the \(train) training samples"
        #expect(proof.hasPrefix(beginning), "\(proof)")
        #expect(
            proof.contains(
                "[passed] The reduced netlist has the outputs of the simplified one on all training frames."),
            "\(proof)")
        #expect(proof.contains("0 of \(train) training frames and 0 of \(train) training samples"), "\(proof)")
        #expect(proof.contains("whether the reduced net answers like the trained one beyond"), "\(proof)")
        let report = try folder.text("out/report.txt")
        #expect(report.contains("--care data)"), "\(report)")
        for (name, numbers) in [
            ("LUTs of up to 6 inputs", [care.before.six, care.after.six]),
            ("LUTs of up to 4 inputs", [care.before.four, care.after.four]),
            ("input bits read", [care.before.inputs, care.after.inputs]),
        ] {
            let line = report.split(separator: "\n").first { $0.contains(name) } ?? ""
            let words = line.split(separator: " ").map(String.init)
            #expect(numbers.allSatisfy { words.contains($0.grouped) }, "\(report)")
        }
        // All test images, though the bundle has only some as vectors.
        let test = ExportNets.digits.test.count.grouped
        let answers = report.split(separator: "\n").first { $0.contains("reduced loss ") } ?? ""
        #expect(answers.contains("accuracy ") && answers.contains("\(test) test images"), "\(report)")
    }

    @Test func withoutCareNothingIsReduced() throws {
        let folder = try TestFolder()
        let result = try export(.c, options(nil), isProved: false, to: folder)
        #expect(result.care == nil && result.forms[.reduced] == nil)
        let netlist = try Netlist(extracting: ExportNets.classifier(widths: [60, 20])).simplified()
        #expect(result.lutCount == netlist.luts.count)
        #expect(try !folder.text("out/report.txt").contains("care"))
    }

    /// What is written for parts with LUTs of four inputs has no larger ones.
    @Test(arguments: [(TargetDevice.generic, 6), (.ice40, 4), (.ecp5, 4)])
    func lutsAreThoseOfThePart(device: TargetDevice, inputs: Int) throws {
        let circuit = try Circuit(
            ExportNets.classifier(widths: [60, 20]), title: "small", classNames: [],
            options: options(CareChoice(threshold: 2), device: device))
        let reduced = try circuit.reduced(
            by: CareChoice(threshold: 2), of: Sequential([]), over: ExportNets.digits.train
        ) {
            _ in
        }
        #expect(reduced.netlist.luts.map(\.inputs.count).max() == inputs)
        #expect(reduced.care?.lutInputs == inputs)
        #expect(reduced.exact == circuit.netlist && reduced.netlist != circuit.netlist)
    }

    /// The count of frames that differ is found again by the evaluator; another net than the reduced one is found out.
    @Test func theProofLooksForItself() throws {
        let circuit = try Circuit(
            ExportNets.classifier(widths: [60, 20]), title: "small", classNames: [], options: options(nil))
        let train = ExportNets.digits.train
        let reduced = try circuit.reduced(by: CareChoice(threshold: 40), of: Sequential([]), over: train) { _ in }
        let expected = try #require(reduced.care?.differingFrames)
        #expect(expected > 0)
        let found = try CareProof(reduced.exact, reduced.netlist, over: train) { _ in }
        #expect(found.differingFrames == expected && found.frameCount == train.count)
        var luts = reduced.netlist.luts
        luts[luts.count - 1].table = ~luts[luts.count - 1].table
        let wrong = try Netlist(
            inputCount: reduced.netlist.inputCount, luts: luts, outputs: reduced.netlist.outputs,
            layerNames: reduced.netlist.layerNames, encoding: reduced.netlist.encoding,
            decoding: reduced.netlist.decoding)
        #expect(try CareProof(reduced.exact, wrong, over: train) { _ in }.differingFrames != expected)
    }

    /// With more frames asked for than there are, or samples that are no training data, there would be nothing to go by.
    @Test func whatSaysNothingIsRefused() throws {
        let net = try ExportNets.classifier(modulation: 3, widths: [60, 20])
        let circuit = try Circuit(net, title: "small", classNames: [], options: options(nil))
        let train = ExportNets.digits.train
        for threshold in [circuit.framesPerImage * train.count + 1, Int.max] {
            let error = try #require(throws: BrainError.self) {
                try circuit.reduced(by: CareChoice(threshold: threshold), of: net, over: train) { _ in }
            }
            #expect(
                "\(error)".contains("only \((circuit.framesPerImage * train.count).grouped) training frames"),
                "\(error)")
        }
        let folder = try TestFolder()
        let exporter = Exporter(
            net: net, title: "small", dataset: ExportNets.digits, isClassifier: true, isTrainedOn: false)
        let error = try #require(throws: BrainError.self) {
            try exporter.export(.c, to: "\(folder.path)/out", options: options(CareChoice()), isProved: false)
        }
        #expect("\(error)".contains("is not known") && !folder.exists("out"), "\(error)")
    }

    @Test func aStreamOfPixelsHasTheReducedLuts() throws {
        let folder = try TestFolder()
        let result = try export(.verilog, options(CareChoice(), stream: true), isProved: false, to: folder)
        #expect(
            result.lutCount
                < (try Netlist(extracting: ExportNets.classifier(widths: [60, 20])).simplified().luts.count))
    }

    @Test(arguments: [("data", 1), ("data:1", 1), ("data:30", 30)])
    func choicesAreRead(text: String, threshold: Int) throws {
        let choice = try CareChoice(parsing: text)
        #expect(choice.threshold == threshold)
        #expect(try CareChoice(parsing: choice.description) == choice)
    }

    @Test(arguments: [
        "", "test", "data:", "data:0", "data:-1", "data:x", "data:1:2", "Data", "data:99999999999999999999",
    ])
    func otherTextIsRefused(text: String) {
        #expect(throws: BrainError.self) { try CareChoice(parsing: text) }
    }
}
