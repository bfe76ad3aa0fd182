import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

// Nets that become streams, and how their bundles are built, simulated and checked.
extension StreamTests {
    /// A convolution of two LUT layers.
    static func convolution(
        _ filter: PlaneSize, stride: PlaneSize = PlaneSize(1), padding: Padding = .valid,
        border: BorderMode = .reflect101, borderValue: Float = 0, channels: Int = 3, seed: UInt64 = 1,
        type: DType = .fp32
    ) throws -> Convolution2d {
        try Convolution2d(
            Sequential([
                try DifferentiableLut(outputShape: [8, 1, 1], seed: seed, binaryType: type),
                try DifferentiableLut(
                    outputShape: [channels, 1, 1], seed: seed + 1, inputsPerNode: 3, binaryType: type),
            ]), filterSize: filter, stride: stride, padding: padding, borderMode: border, borderValue: borderValue,
            binaryType: type)
    }

    /// A net whose running statistics come from random images.
    static func net(_ layers: [any Model], input: Shape) throws -> Sequential {
        let net = Sequential(layers)
        try net.setInputShape(input)
        var random = MersenneTwister64(seed: 3)
        let x = FrameBuffer(
            frameMajor: (0..<64 * input.count).map { _ in Float(random.next() % 256) / 255 }, shape: input)
        _ = try net.forward(x, train: true)
        net.clear()
        return net
    }

    static func samples(_ shape: Shape, count: Int) throws -> SampleSet {
        var random = MersenneTwister64(seed: 7)
        return try SampleSet(
            shape: shape, values: .pixels((0..<count * shape.count).map { _ in UInt8(random.next() % 256) }),
            name: "random images")
    }

    /// Writes the bundle of a net to a folder that `body` works in.
    static func withBundle(
        _ net: any Model, options: ExportOptions = ExportOptions(moduleName: "tiny"), classNames: [String] = [],
        images: Int = 6,
        _ body: (StreamDesign, VectorSet, ToolRunner) throws -> Void
    ) throws {
        let circuit = try Circuit(net, title: "tiny", classNames: classNames, options: options)
        let plan = try #require(
            try StreamPlan(net, framesPerImage: circuit.framesPerImage, isRequired: options.isStream))
        let design = try StreamDesign(circuit, plan: plan)
        let vectors = try VectorSet(circuit.netlist, of: samples(net.inputShape, count: images), count: images)
        try withBundle(design, vectors) { runner in try body(design, vectors, runner) }
    }

    /// Writes the bundle of a design to a folder that `body` works in.
    static func withBundle(_ design: StreamDesign, _ vectors: VectorSet, _ body: (ToolRunner) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bbwb-stream-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in try StreamBundle(design: design).files(vectors).files {
            let url = folder.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        try body(ToolRunner(folder: folder, monitor: ExportMonitor()))
    }

    /// Each change of a source, one at a time, makes the bundle's own test fail.
    static func expectFound(
        _ mutations: [(String, String)], in path: String, by runner: ToolRunner,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let path = runner.folder.appendingPathComponent(path)
        let source = try String(contentsOf: path, encoding: .utf8)
        for (right, wrong) in mutations {
            let broken = source.replacingOccurrences(of: right, with: wrong)
            #expect(broken != source, "\(right) is in the module", sourceLocation: sourceLocation)
            try broken.write(to: path, atomically: true, encoding: .utf8)
            let outcome = try runner.run("make", ["-s", "iverilog"])
            #expect(
                outcome.status != 0 && outcome.output.contains("FAIL frames"), "\(wrong): \(outcome.output)",
                sourceLocation: sourceLocation)
        }
    }

    /// Exports, checks the style without waivers, and simulates.
    static func check(
        _ layers: [any Model], input: Shape, options: ExportOptions = ExportOptions(moduleName: "tiny"),
        classNames: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try withBundle(net(layers, input: input), options: options, classNames: classNames) { design, vectors, runner in
            let bits = Set(vectors.outputs.frameMajorValues())
            #expect(bits.count == 2, "outputs vary", sourceLocation: sourceLocation)
            if ToolRunner.isInstalled("verilator") {
                let lint = try runner.run("make", ["-s", "lint"])
                #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)", sourceLocation: sourceLocation)
            }
            let simulation = try runner.run("make", ["-s", "iverilog"])
            let passed = passLine(design, vectors)
            #expect(
                simulation.status == 0 && simulation.output.contains(passed) && !simulation.output.contains("warning"),
                "\(simulation.output)", sourceLocation: sourceLocation)
            if let latency = design.latency {
                #expect(
                    simulation.output.contains("measured without stalls: \(latency) cycles from"),
                    "\(simulation.output)", sourceLocation: sourceLocation)
            }
        }
    }

    /// What the testbench says if all frames come out as they should.
    static func passLine(_ design: StreamDesign, _ vectors: VectorSet) -> String {
        let frames = vectors.imageCount * design.interface.framesPerImage
        return "PASS frames \(frames) of \(frames), words \(frames * design.interface.beatsPerFrame), mismatches 0,"
    }
}
