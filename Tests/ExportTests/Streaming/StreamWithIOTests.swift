import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

/// Streams from pixels to classes or counts: thresholds, modulation and counters in hardware, simulated with stalls on both sides,
/// give the software's counts and classes.
@Suite struct StreamWithIOTests {
    /// Bit frames of an image, bits of a pixel, channels of the image.
    struct Modulation: Sendable, CustomTestStringConvertible {
        let frames: Int
        let depth: Int
        let channels: Int

        var testDescription: String { "x\(frames), depth \(depth), \(channels) channels" }

        static let all = [
            Modulation(frames: 1, depth: 1, channels: 1), Modulation(frames: 3, depth: 1, channels: 1),
            Modulation(frames: 1, depth: 2, channels: 3), Modulation(frames: 4, depth: 3, channels: 2),
        ]
    }

    static let options = ExportOptions(moduleName: "tiny", includesIO: true)
    static let fiveClasses = ["a", "b", "c", "d", "e"]

    /// A classifier of five classes that often have equally many ones.
    static func classifier(_ modulation: Modulation, classes: Int = 5, bits: Int = 5) throws -> [any Model] {
        [
            try RealToBinary(frameModulationSize: modulation.frames, depthModulationSize: modulation.depth),
            try StreamTests.convolution(PlaneSize(3)), try MaxPooling(),
            try DifferentiableLut(outputShape: [20]), try DifferentiableLut(outputShape: [bits], inputsPerNode: 4),
            try BinaryToReal(
                frameIntegrationSize: modulation.frames, depthIntegrationSize: 0, outputShape: [classes]),
        ]
    }

    /// A net whose output is a map of numbers, each made of `depth` channels.
    static func mapper(frames: Int, numbersPerPlace: Int, size: Int = 6) throws -> [any Model] {
        [
            try RealToBinary(frameModulationSize: frames),
            try StreamTests.convolution(PlaneSize(3), padding: .same, channels: 6),
            try BinaryToReal(
                frameIntegrationSize: frames, depthIntegrationSize: 0, outputShape: [numbersPerPlace, size, size + 1]),
        ]
    }

    /// Writes the bundle of a classifier.
    private func withClassifier(
        _ modulation: Modulation, bits: Int = 5, images: Int = 8,
        _ body: (StreamDesign, VectorSet, ToolRunner) throws -> Void
    ) throws {
        let net = try StreamTests.net(
            Self.classifier(modulation, bits: bits), input: [modulation.channels, 7, 8])
        try StreamTests.withBundle(net, options: Self.options, classNames: Self.fiveClasses, images: images, body)
    }

    @Test(arguments: Modulation.all)
    func classes(modulation: Modulation) throws {
        try StreamTests.check(
            Self.classifier(modulation), input: [modulation.channels, 7, 8], options: Self.options,
            classNames: Self.fiveClasses)
        // Several bits make a number.
        try StreamTests.check(
            Self.classifier(modulation, bits: 15), input: [modulation.channels, 7, 8], options: Self.options,
            classNames: Self.fiveClasses)
    }

    @Test(arguments: Modulation.all)
    func countsWithoutClasses(modulation: Modulation) throws {
        try StreamTests.check(
            Self.classifier(modulation, classes: 1), input: [modulation.channels, 7, 8], options: Self.options)
    }

    @Test("Nets without convolution that stream, down to an image of one pixel", arguments: Modulation.all)
    func wholeNets(modulation: Modulation) throws {
        var options = Self.options
        options.streamsPixels = true
        for (height, width) in [(5, 6), (1, 1)] {
            let input: Shape = [modulation.channels * 4, height, width]
            try StreamTests.check(
                [
                    try RealToBinary(frameModulationSize: modulation.frames, depthModulationSize: modulation.depth),
                    try DifferentiableLut(outputShape: [20]), try DifferentiableLut(outputShape: [10]),
                    try BinaryToReal(
                        frameIntegrationSize: modulation.frames, depthIntegrationSize: 0, outputShape: [5]),
                ], input: input, options: options, classNames: Self.fiveClasses)
        }
    }

    @Test(arguments: [1, 2, 5], [6, 3, 1])
    func maps(frames: Int, numbersPerPlace: Int) throws {
        let layers = try Self.mapper(frames: frames, numbersPerPlace: numbersPerPlace)
        try StreamTests.check(layers, input: [2, 6, 7], options: Self.options)
        // A map of two places, the fewest that there can be.
        try StreamTests.check(
            [
                try RealToBinary(frameModulationSize: frames), try StreamTests.convolution(PlaneSize(3)),
                try BinaryToReal(frameIntegrationSize: frames),
            ], input: [1, 3, 4], options: Self.options)
    }

    @Test("A class among the places of a map, and a number made of several places", arguments: [1, 3])
    func collectedMaps(frames: Int) throws {
        let layers: [any Model] = [
            try RealToBinary(frameModulationSize: frames), try StreamTests.convolution(PlaneSize(3), channels: 5),
        ]
        for (numbers, names) in [(5, Self.fiveClasses), (20, (0..<20).map(String.init)), (10, [])] {
            let integration = try BinaryToReal(
                frameIntegrationSize: frames, depthIntegrationSize: 0, outputShape: [numbers])
            try StreamTests.check(
                layers + [integration], input: [1, 4, 4], options: Self.options, classNames: names)
        }
        // One place: nothing is to be collected.
        let net = try StreamTests.net(
            layers + [try BinaryToReal(frameIntegrationSize: frames)], input: [1, 3, 3])
        try StreamTests.withBundle(net, options: Self.options, classNames: Self.fiveClasses) {
            design, vectors, runner in
            #expect(design.plan.tail == nil && design.interface.answer != nil)
            let output = try runner.run("make", ["-s", "iverilog"]).output
            #expect(output.contains(StreamTests.passLine(design, vectors)), "\(output)")
        }
    }

    @Test func theSoftwaresClassesAreExpectedAndTiesAmongThem() throws {
        try withClassifier(Modulation(frames: 3, depth: 1, channels: 1), images: 40) { design, vectors, runner in
            let chosen = (0..<vectors.imageCount).map { Int32(vectors.chosenClass(image: $0)) }
            let software = try NetlistEvaluator(design.circuit.raw).classes(pixels: try #require(vectors.pixels))
            #expect(chosen == software)
            let ties = (0..<vectors.imageCount).count { image in
                let counts = vectors.counts(image: image)
                return counts.count { $0 == counts.max() } > 1
            }
            #expect(ties > 3)
            // The other rule for a tie is found out.
            let path = "rtl/tiny_counters.v"
            try replace("count_0_1 > count_0_0", by: "count_0_1 >= count_0_0", in: path, of: runner)
            let output = try runner.run("make", ["-s", "iverilog"]).output
            #expect(output.contains("FAIL frames 40 of 40, words 40, mismatches 0,"), "\(output)")
            #expect(!output.contains("classes unlike the software's 0"), "\(output)")
        }
    }

    @Test(arguments: [
        // The threshold of the second bit frame; pixels that belong to no frame; the frame memory; the sum.
        ("rtl/tiny_modulator.v", "2'd1: threshold_0 = 9'd", "2'd1: threshold_0 = 9'd0 & 9'd"),
        ("rtl/tiny_guard.v", "begin_frame = idle && s_valid && s_first", "begin_frame = idle && s_valid"),
        ("rtl/tiny_modulator.v", "image[place] <= s_data", "image[place] <= ~s_data"),
        ("rtl/tiny_counters.v", "held_first_1 ? ones_0 : count_0_0 + ones_0", "ones_0"),
    ])
    func errorsAreFound(file: String, right: String, wrong: String) throws {
        try withClassifier(Modulation(frames: 3, depth: 1, channels: 1), bits: 15) { _, _, runner in
            try replace(right, by: wrong, in: file, of: runner)
            let outcome = try runner.run("make", ["-s", "iverilog"])
            #expect(outcome.status != 0 && outcome.output.contains("FAIL frames"), "\(outcome.output)")
        }
    }

    private func replace(_ text: String, by other: String, in file: String, of runner: ToolRunner) throws {
        let url = runner.folder.appendingPathComponent(file)
        let source = try String(contentsOf: url, encoding: .utf8)
        try #require(source.contains(text), "\(file) has '\(text)'")
        try source.replacingOccurrences(of: text, with: other).write(to: url, atomically: true, encoding: .utf8)
    }

    @Test func anImageTakesItsBitFramesAndNoMore() throws {
        let net = try StreamTests.net(
            Self.classifier(Modulation(frames: 3, depth: 1, channels: 1)), input: [1, 16, 20])
        try StreamTests.withBundle(net, options: Self.options, images: 3) { _, _, runner in
            let output = try runner.run("make", ["-s", "iverilog"]).output
            let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("measured") })
            let interval = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
            // One pixel a clock in each of them, and a cycle for each row of windows.
            #expect((3 * 320...3 * (320 + 16)).contains(interval), "\(line)")
        }
    }

    @Test(.enabled(if: ToolRunner.isInstalled("verilator")))
    func verilatorAnswersAlike() throws {
        try withClassifier(Modulation(frames: 4, depth: 3, channels: 2), images: 100) { design, vectors, runner in
            let output = try runner.run("make", ["-s", "verilator"]).output
            #expect(output.contains(StreamTests.passLine(design, vectors)), "\(output)")
            #expect(output.contains("classes unlike the software's 0"), "\(output)")
        }
    }

    @Test(
        "The logic of collected maps is proved too, also with a single output or input",
        .enabled(if: ToolRunner.isInstalled("yosys")), arguments: [(3, 5), (3, 1), (1, 5)])
    func logic(filter: Int, channels: Int) throws {
        let net = try StreamTests.net(
            [
                try RealToBinary(frameModulationSize: 2),
                try StreamTests.convolution(PlaneSize(filter), channels: channels),
                try BinaryToReal(frameIntegrationSize: 2, depthIntegrationSize: 0, outputShape: [channels]),
            ], input: [1, filter + 1, filter + 1])
        try StreamTests.withBundle(net, options: Self.options, classNames: Self.fiveClasses) { design, _, runner in
            #expect(design.circuits.count == 2, "the convolution, and the map as it is")
            for luts in design.circuits {
                let (outcome, detail) = try FormalProof(circuit: luts, sources: ["rtl/\(luts.name).v"]).run(runner)
                #expect(outcome == .passed, "\(detail)")
            }
        }
    }

    @Test func theDocumentsNamePortsAndCosts() throws {
        try withClassifier(Modulation(frames: 4, depth: 3, channels: 2)) { _, _, runner in
            func text(_ file: String) throws -> String {
                try String(contentsOf: runner.folder.appendingPathComponent(file), encoding: .utf8)
            }
            let ports = try text("io.md")
            for phrase in [
                "channel c at `[8c+7:8c]`", "`out_class` `out_counts`", "`out_valid` `out_ready`",
                "Channel c of a bit frame is bit c mod 3 of channel c ÷ 3", "on a tie, the first of them",
            ] {
                #expect(ports.contains(phrase), "\(phrase)")
            }
            // 56 pixels of two channels.
            #expect(try text("report.txt").contains("896"))
        }
    }

    @Test func dataThatAreNoPixelsAreRefused() throws {
        let net = try StreamTests.net(Self.classifier(Modulation(frames: 1, depth: 1, channels: 1)), input: [1, 7, 8])
        let circuit = try Circuit(net, title: "tiny", classNames: Self.fiveClasses, options: Self.options)
        let plan = try #require(try StreamPlan(net, framesPerImage: 1))
        let numbers = try SampleSet(
            shape: [1, 7, 8], values: .floats([Float](repeating: 0.5, count: 112)), name: "numbers")
        let vectors = try VectorSet(circuit.netlist, of: numbers, count: 2)
        let bundle = StreamBundle(design: try StreamDesign(circuit, plan: plan))
        let error = #expect(throws: BrainError.self) { try bundle.files(vectors) }
        #expect(error?.description.contains("--with-io") == true)
    }
}
