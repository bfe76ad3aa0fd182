import BinaryBrain
import Foundation
import Testing

@testable import Export

/// Designs with registers in all kinds of places answer like the netlist, after as many cycles as they say.
@Suite struct RegisteredDesignTests {
    private func layers(frames: Int) throws -> [any Model] {
        (frames > 1 ? [try RealToBinary(frameModulationSize: frames)] : [])
            + [
                try DifferentiableLut(outputShape: [90]), try DifferentiableLut(outputShape: [75]),
                try DifferentiableLut(outputShape: [60]),
                frames > 1
                    ? try BinaryToReal(frameIntegrationSize: frames, depthIntegrationSize: 0, outputShape: [3])
                    : try GroupSum(outputShape: [3], tau: 2),
            ]
    }

    /// Counts of 20 bits: three levels of compressors, an addition, and over several frames another.
    private static let wishes: [ExportOptions] = [
        ExportOptions(registerInterval: 0), ExportOptions(registerInterval: 1), ExportOptions(registerInterval: 2),
        ExportOptions(registerInterval: 3), ExportOptions(clock: 140, device: .ecp5), ExportOptions(latency: 6),
        ExportOptions(latency: 9), ExportOptions(latency: 20),
    ]

    @Test(arguments: wishes, [1, 3]) func streams(options: ExportOptions, frames: Int) throws {
        var options = options
        (options.moduleName, options.includesIO, options.streamsPixels) = ("tiny", true, true)
        options.latency = options.latency.map { $0 + 2 }
        try StreamTests.check(
            layers(frames: frames), input: [1, 5, 6], options: options, classNames: ["a", "b", "c"])
    }

    @Test(arguments: wishes) func imagesAtOnce(options: ExportOptions) throws {
        var options = options
        (options.moduleName, options.includesIO) = ("tiny", true)
        for frames in [1, 3] {
            let net = try StreamTests.net(layers(frames: frames), input: [1, 5, 6])
            let circuit = try Circuit(net, title: "tiny", classNames: ["a", "b", "c"], options: options)
            let vectors = try VectorSet(circuit.netlist, of: StreamTests.samples(net.inputShape, count: 20), count: 20)
            let folder = try TestFolder()
            for file in try ExportFormat.verilog.writer(circuit, of: net).files(vectors).files {
                let url = URL(fileURLWithPath: "\(folder.path)/\(file.path)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: url)
            }
            let runner = ToolRunner(folder: URL(fileURLWithPath: folder.path), monitor: ExportMonitor())
            if ToolRunner.isInstalled("verilator") {
                let lint = try runner.run("make", ["-s", "lint"])
                #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
            }
            let output = try runner.run("make", ["-s", "iverilog"]).output
            #expect(output.contains("PASS vectors 20 of 20, mismatches 0"), "\(output)")
        }
    }

    /// A level that lacks its register, and one that has another's.
    @Test func registersThatAreMissingAreFound() throws {
        let options = ExportOptions(moduleName: "tiny", includesIO: true, streamsPixels: true)
        let net = try StreamTests.net(layers(frames: 3), input: [1, 5, 6])
        try StreamTests.withBundle(net, options: options, classNames: ["a", "b", "c"]) { _, _, runner in
            let path = runner.folder.appendingPathComponent("rtl/tiny_counters.v")
            let source = try String(contentsOf: path, encoding: .utf8)
            for (right, wrong) in [
                ("held_first_2 <= held_first_1;", "held_first_2 <= core_first;"),
                ("held_valid_2 <= held_valid_1;", "held_valid_2 <= core_valid;"),
                ("held_last_3 <= held_last_2;", "held_last_3 <= held_last_1;"),
            ] {
                let broken = source.replacingOccurrences(of: right, with: wrong)
                #expect(broken != source, "\(right)")
                try broken.write(to: path, atomically: true, encoding: .utf8)
                let outcome = try runner.run("make", ["-s", "iverilog"])
                #expect(outcome.status != 0 && outcome.output.contains("FAIL"), "\(wrong): \(outcome.output)")
            }
        }
    }
}
