import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Export

/// Verilog as simulators see it; `make test` installs Icarus Verilog.
@Suite struct VerilogTests {
    /// What an export to a folder of its own left there.
    private func export(
        _ net: any Model, _ options: ExportOptions, isProved: Bool = false, title: String = "small net"
    ) throws -> (folder: TestFolder, result: Exporter.Result) {
        let folder = try TestFolder()
        let result = try ExportNets.exporter(net, title: title).export(
            .verilog, to: "\(folder.path)/out", options: options, isProved: isProved)
        return (folder, result)
    }

    private func simulate(_ folder: TestFolder) throws -> String {
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let outcome = try runner.run("make", ["-s", "iverilog"])
        return outcome.output
    }

    private func lint(_ folder: TestFolder) throws -> String {
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let outcome = try runner.run("make", ["-s", "lint"])
        return outcome.output.split(separator: "\n").filter { !$0.hasPrefix("make") }.joined(separator: "\n")
    }

    @Test(arguments: TargetDevice.allCases, [0, 1, 2])
    func everyFormAnswersLikeTheNetlist(device: TargetDevice, registers: Int) throws {
        let net = try ExportNets.classifier(widths: [60, 20])
        let (folder, _) = try export(
            net, ExportOptions(registerInterval: registers, device: device, vectorCount: 200, choosesVectors: false))
        let output = try simulate(folder)
        #expect(output.contains("PASS vectors 200 of 200, mismatches 0"), "\(output)")
        #expect(!output.contains("warning"), "\(output)")
    }

    @Test(arguments: [(1, 1), (3, 1), (15, 1), (1, 2), (4, 3)])
    func withInputsAndOutputs(modulation: Int, depth: Int) throws {
        let net = try ExportNets.classifier(modulation: modulation, depth: depth, widths: [60, 20])
        let (folder, _) = try export(net, ExportOptions(includesIO: true, vectorCount: 60, choosesVectors: false))
        let output = try simulate(folder)
        #expect(output.contains("PASS vectors 60 of 60, mismatches 0"), "\(output)")
        #expect(output.contains("classes unlike the software's 0"), "\(output)")
    }

    /// An autoencoder's kind of net: no classes, only numbers.
    @Test func withInputsAndOutputsWithoutClasses() throws {
        let net = try BinaryModulation(
            Sequential([DifferentiableLut(outputShape: [30]), DifferentiableLut(outputShape: [7])]),
            trainingModulationSize: 5)
        try net.setInputShape(ExportNets.digits.inputShape)
        let folder = try TestFolder()
        _ = try Exporter(net: net, title: "numbers", dataset: ExportNets.digits, isClassifier: false).export(
            .verilog, to: "\(folder.path)/out",
            options: ExportOptions(includesIO: true, vectorCount: 40, choosesVectors: false),
            isProved: false)
        let output = try simulate(folder)
        #expect(output.contains("PASS vectors 40 of 40, mismatches 0"), "\(output)")
    }

    @Test func tiesGoToTheFirstClass() throws {
        // All numbers of an untrained net of constants are equal: class 0 everywhere.
        let layer = try DifferentiableLut(outputShape: [10], batchNorm: false)
        let net = try BinaryModulation(layer, trainingModulationSize: 3)
        try net.setInputShape(ExportNets.digits.inputShape)
        layer.weights?.fill(0)
        let (folder, _) = try export(net, ExportOptions(includesIO: true, vectorCount: 20, choosesVectors: false))
        let classes = try folder.text("out/sim/classes.mem").split(separator: "\n")
        #expect(classes.allSatisfy { $0.hasSuffix("0000") })
        let output = try simulate(folder)
        #expect(output.contains("PASS"), "\(output)")
    }

    @Test func aWrongTableFailsTheTestbench() throws {
        let (folder, _) = try export(
            ExportNets.classifier(widths: [60, 20]),
            ExportOptions(device: .xilinx, vectorCount: 200, choosesVectors: false))
        let source = try folder.text("out/rtl/small_net.v")
        // The last LUT drives an output.
        let range = try #require(source.range(of: "64'h", options: .backwards))
        let digit = source[range.upperBound]
        let wrong = source.replacingCharacters(
            in: range.upperBound..<source.index(after: range.upperBound), with: digit == "0" ? "f" : "0")
        let next = wrong.index(range.upperBound, offsetBy: 16)
        let inverted = String(
            wrong[range.upperBound..<next].map { Character(String(15 - $0.hexDigitValue!, radix: 16)) })
        try folder.write(
            wrong.replacingCharacters(in: range.upperBound..<next, with: inverted), to: "out/rtl/small_net.v")
        let output = try simulate(folder)
        #expect(output.contains("FAIL vectors"), "\(output)")
    }

    @Test func proofOfASmallNet() throws {
        let (folder, result) = try export(
            ExportNets.classifier(modulation: 3, widths: [60, 20]),
            ExportOptions(vectorCount: 50, choosesVectors: false), isProved: true)
        let proof = try folder.text("out/proof.txt")
        #expect(!result.proof.hasFailed, "\(proof)")
        #expect(result.proof.checks.prefix(3).allSatisfy { $0.outcome == .passed }, "\(proof)")
        #expect(proof.contains("PASS vectors 150 of 150"), "\(proof)")
        #expect(!folder.exists("out/PROOF_FAILED"))
        let report = try folder.text("out/report.txt")
        #expect(report.contains("Mapped by Yosys") == (result.synthesis != nil), "\(report)")
        if ToolRunner.isInstalled("yosys") {
            let luts = try #require(result.synthesis?.total)
            // A LUT of the net is one that is mapped, or less where two become one.
            #expect((1...result.lutCount).contains(luts) && report.contains("\(luts) LUT6\n"), "\(report)")
        }
    }

    @Test(.enabled(if: ToolRunner.isInstalled("verilator")), arguments: TargetDevice.allCases)
    func verilatorHasNothingToSay(device: TargetDevice) throws {
        for (registers, withIO, modulation) in [(0, false, 1), (1, false, 1), (1, true, 1), (2, true, 15)] {
            let net = try ExportNets.classifier(modulation: modulation, widths: [60, 20])
            let (folder, _) = try export(
                net,
                ExportOptions(
                    registerInterval: registers, device: device, includesIO: withIO, vectorCount: 4,
                    choosesVectors: false))
            let output = try lint(folder)
            #expect(output.allSatisfy { $0 != "%" }, "\(output)")
        }
    }

    @Test func hostileNamesStayText() throws {
        let name = "*/ endmodule\nmodule evil; initial $finish; // `include \"/etc/passwd\" \\"
        let net = try ExportNets.classifier(widths: [60, 20], name: name)
        let (folder, _) = try export(net, ExportOptions(vectorCount: 20, choosesVectors: false), title: "../../\(name)")
        let output = try simulate(folder)
        #expect(output.contains("PASS vectors 20 of 20, mismatches 0"), "\(output)")
        #expect(folder.names == ["out"])
        for file in try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out") {
            #expect(!file.contains("passwd") || !file.contains("/etc/"))
            guard file.hasPrefix("rtl/"), file.hasSuffix(".v") else { continue }
            let source = try folder.text("out/\(file)")
            for line in source.split(separator: "\n") where line.contains("module evil") || line.contains("$finish") {
                #expect(line.drop { $0 == " " }.hasPrefix("//"), "\(line)")
            }
        }
    }

    @Test func aLayerThatIsNoLutIsRefusedByName() throws {
        let net = Sequential([try DenseAffine(outputShape: [10], name: "head")])
        try net.setInputShape(ExportNets.digits.inputShape)
        let folder = try TestFolder()
        let error = #expect(throws: BrainError.self) {
            try ExportNets.exporter(net).export(
                .verilog, to: "\(folder.path)/out", options: ExportOptions(), isProved: false)
        }
        #expect(error?.description.contains("head") == true)
        #expect(folder.names.isEmpty, "nothing is written")
    }

    @Test func cancellingLeavesNothing() throws {
        let folder = try TestFolder()
        #expect(throws: CancellationError.self) {
            try ExportNets.exporter(ExportNets.classifier()).export(
                .verilog, to: "\(folder.path)/out", options: ExportOptions(), isProved: true,
                monitor: ExportMonitor(isCancelled: { true }))
        }
        #expect(folder.names.isEmpty)
    }
}
