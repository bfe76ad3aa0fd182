import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

/// C and C++ as compilers see them.
@Suite struct SoftwareTests {
    @Test(arguments: [ExportFormat.c, .hls], [(1, 1), (3, 1), (4, 3)])
    func answersLikeTheNetlist(format: ExportFormat, modulation: (Int, Int)) throws {
        let net = try ExportNets.classifier(modulation: modulation.0, depth: modulation.1, widths: [60, 20])
        let folder = try TestFolder()
        let result = try ExportNets.exporter(net).export(
            format, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 130, choosesVectors: false),
            isProved: true)
        let proof = try folder.text("out/proof.txt")
        #expect(result.proof.verdict == "PROVED: all 3 checks passed", "\(proof)")
        #expect(proof.contains("PASS frames \(130 * modulation.0), output bits that differ 0, images 130"), "\(proof)")
        #expect(!proof.contains("warning"), "\(proof)")
        switch format {
        case .c:
            #expect(proof.contains(/from pixels: [0-9,]+ images\/s, [0-9.]+ times the evaluator's/), "\(proof)")
            #expect(proof.contains(/from bits: [0-9,]+ frames\/s, [0-9.]+ times the evaluator's/), "\(proof)")
        default: #expect(proof.contains("compiled with bbwb's stand-in for ap_int.h"), "\(proof)")
        }
    }

    @Test func theProofNamesTheCompilerThatMakeCalls() throws {
        let folder = try TestFolder()
        _ = try ExportNets.exporter(ExportNets.classifier(widths: [20])).export(
            .c, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 5, choosesVectors: false), isProved: false
        )
        var runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        runner.environment["CC"] = "gcc -pipe"
        runner.environment["CFLAGS"] = "-O1"
        let (outcome, detail) = try CompiledProof.c(runner).run()
        #expect(outcome == .passed && detail.contains("\ngcc -pipe -O1 -std=c99 "), "\(detail)")
        runner.environment["CC"] = "/nowhere/cc"
        #expect(try CompiledProof.c(runner).run().0 == .notChecked)
    }

    /// Images of few and of odd numbers of pixels, few and many frames, in blocks that are not full.
    /// So do pixels that have thresholds of their own.
    @Test(arguments: [
        (5, 1, 1, false), (17, 3, 2, false), (63, 70, 1, false), (65, 2, 1, false), (131, 9, 1, false),
        (17, 1, 3, true),
        (131, 1, 1, true),
    ])
    func cAnswersForAnyShape(pixels: Int, frames: Int, depth: Int, own: Bool) throws {
        var random = MersenneTwister64(seed: UInt64(pixels))
        let thresholds = (0..<frames * depth * (own ? pixels : 1)).map { _ in Float(random.next() % 300) / 255 }
        let tangle = try ExportNets.tangle(inputCount: pixels * depth, lutCount: 90, outputCount: 12, seed: 5)
        let netlist = try Netlist(
            inputCount: pixels * depth, luts: tangle.luts, outputs: tangle.outputs, layerNames: tangle.layerNames,
            encoding: InputEncoding(
                shape: [pixels], frameModulationSize: frames, depthModulationSize: depth, thresholds: thresholds),
            decoding: .shares([4], frameIntegrationSize: frames))
        let samples = try SampleSet(
            shape: [pixels], values: .pixels((0..<pixels * 333).map { _ in UInt8(random.next() & 255) }), name: "noise")
        let circuit = try Circuit(netlist, title: "noise", classNames: [], options: ExportOptions())
        let folder = try TestFolder()
        let bundle = try CBundle(circuit: circuit).files(VectorSet(circuit.netlist, of: samples, count: 333))
        let staging = try BundleFolder("\(folder.path)/out")
        try staging.write(bundle.files)
        let runner = ToolRunner(folder: staging.staging, monitor: ExportMonitor())
        for compiler in ["cc", "clang"] where ToolRunner.isInstalled(compiler) {
            for flags in ["-O0", "-O2", "-O3 -march=native"] {
                let flags = "\(flags) -std=c99 -Wall -Wextra -pedantic -Werror"
                let outcome = try runner.run("make", ["-s", "clean", "test", "CC=\(compiler)", "CFLAGS=\(flags)"])
                #expect(outcome.output.hasPrefix("PASS"), "\(compiler) \(flags): \(outcome.output)")
            }
        }
    }

    /// The vendor's numbers end at 4,096 bits, and need to be told of more than 1,024.
    @Test(arguments: [1024, 1025, 4097]) func mindsTheVendorsWidths(inputCount: Int) throws {
        let netlist = try ExportNets.tangle(inputCount: inputCount, lutCount: 20, outputCount: 4, seed: 1)
        let bundle = HLSBundle(circuit: try Circuit(netlist, title: "wide", classNames: [], options: ExportOptions()))
        let header = HLSWriter(bundle.circuit).header
        #expect(header.contains("AP_INT_MAX_W 4096") == (inputCount > 1024))
        let samples = try SampleSet(
            shape: [inputCount], values: .pixels([UInt8](repeating: 200, count: inputCount)), name: "white")
        let vectors = try VectorSet(bundle.circuit.netlist, of: samples, count: 1)
        if inputCount > 4096 {
            #expect(throws: BrainError.self) { try bundle.files(vectors) }
        } else {
            _ = try bundle.files(vectors)
        }
    }

    /// Whatever a function is called, it is not mistaken for what is around it.
    @Test(arguments: ["frames", "bits", "test", "bench", "printf", "rows", "count", "vector"])
    func anyNameWorks(name: String) throws {
        let folder = try TestFolder()
        let exporter = try ExportNets.exporter(ExportNets.classifier(widths: [20]), title: "*/ } #error \\ // '\"\n`")
        for format in [ExportFormat.c, .hls] {
            let path = "\(folder.path)/\(format.rawValue)"
            let options = ExportOptions(moduleName: name, vectorCount: 20, choosesVectors: false)
            _ = try exporter.export(format, to: path, options: options, isProved: false)
            let runner = ToolRunner(folder: URL(fileURLWithPath: path), monitor: ExportMonitor())
            let outcome = try runner.run("make", ["-s", "test", "CC=cc -Werror", "CXX=g++ -Werror"])
            #expect(outcome.output.hasPrefix("PASS"), "\(outcome.output)")
        }
    }

    @Test("Options of Verilog are errors elsewhere", arguments: [ExportFormat.c, .hls])
    func optionsOfVerilog(format: ExportFormat) throws {
        let options = [
            ExportOptions(registerInterval: 2), ExportOptions(device: .ice40), ExportOptions(includesIO: true),
            ExportOptions(streamsPixels: true),
        ]
        for options in options {
            try options.validate(for: .verilog)
            #expect(throws: BrainError.self) { try options.validate(for: format) }
        }
        try ExportOptions(moduleName: "digits", vectorCount: 5, choosesVectors: false).validate(for: format)
        let folder = try TestFolder()
        let exporter = try ExportNets.exporter(ExportNets.classifier())
        #expect(throws: BrainError.self) {
            try exporter.export(format, to: "\(folder.path)/out", options: options[3], isProved: false)
        }
        #expect(folder.names.isEmpty)
    }

    @Test(arguments: [ExportFormat.c, .hls]) func aWrongTableIsFound(format: ExportFormat) throws {
        let folder = try TestFolder()
        _ = try ExportNets.exporter(ExportNets.classifier(widths: [60, 20])).export(
            format, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 130, choosesVectors: false),
            isProved: false)
        let file = format == .c ? "out/small_net.c" : "out/small_net.cpp"
        let source = try folder.text(file)
        // The last table in the file belongs to a LUT that drives an output.
        let range = try #require(source.range(of: "0x[0-9a-f]{16}", options: [.regularExpression, .backwards]))
        let table = try #require(UInt64(source[range].dropFirst(2), radix: 16))
        // A table is inverted entry by entry, an exclusive or of products by its constant.
        let inverse = format == .c ? table ^ 1 : ~table
        try folder.write(source.replacingCharacters(in: range, with: "0x" + inverse.hex(16)), to: file)
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let outcome = try runner.run("make", ["-s", "test"])
        #expect(outcome.output.contains("FAIL frames 130"), "\(outcome.output)")
        #expect(outcome.status != 0)
    }
}
