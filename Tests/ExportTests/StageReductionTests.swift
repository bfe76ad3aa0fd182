import BinaryBrain
import Datasets
import Netlist
import Testing

@testable import Export

/// Don't-cares of nets with convolutions: their stages by themselves, put together again, are the net.
@Suite struct StageReductionTests {
    private static func net() throws -> Sequential {
        try StreamTests.net(
            [
                try RealToBinary(frameModulationSize: 3),
                try StreamTests.convolution(PlaneSize(3), padding: .same, border: .constant, borderValue: -1),
                try MaxPooling(), try StreamTests.convolution(PlaneSize(2), channels: 4, seed: 5),
                try DifferentiableLut(outputShape: [30], seed: 9), try DifferentiableLut(outputShape: [10], seed: 10),
                try BinaryToReal(frameIntegrationSize: 3),
            ], input: [1, 9, 7])
    }

    /// Images of two parts, dark and bright, so that few windows occur.
    private static func samples() throws -> SampleSet {
        var pixels: [UInt8] = []
        for image in 0..<100 {
            let (down, across, dark) = (image % 3, image / 3 % 3, UInt8(20 * (image % 7)))
            for pixel in 0..<63 {
                let place = pixel / 7 * down + pixel % 7 * across
                pixels.append(place > image / 9 ? 255 : dark)
            }
        }
        return try SampleSet(shape: [1, 9, 7], values: .pixels(pixels), name: "edges")
    }

    private static func reduced(
        _ net: Sequential, _ choice: CareChoice, over samples: SampleSet, device: TargetDevice = .generic
    ) throws -> Circuit {
        try Circuit(net, title: "tiny", classNames: [], options: ExportOptions(device: device))
            .reduced(by: choice, of: net, over: samples) { _ in }
    }

    /// The unrolled stages, and the stages one after another, against the net unrolled by extraction.
    @Test(arguments: [BorderMode.constant, .reflect101, .wrap]) func stagesAreTheNet(border: BorderMode) throws {
        let net = try StreamTests.net(
            [
                try RealToBinary(), try StreamTests.convolution(PlaneSize(3), padding: .same, border: border),
                try StochasticMaxPooling(),
                try StreamTests.convolution(PlaneSize(2), stride: PlaneSize(2), channels: 2, seed: 3),
                try DifferentiableLut(outputShape: [7], seed: 2),
            ], input: [2, 8, 9])
        let netlist = try Netlist(extracting: net)
        let plan = try #require(try StreamPlan(net, framesPerImage: 1))
        let whole = try plan.unrolled(plan.netlists, like: netlist)
        let bits = netlist.encoding.bits(of: try StreamTests.samples([2, 8, 9], count: 150).all().input)
        let wanted = try NetlistEvaluator(netlist).outputBits(of: bits)
        let found = try NetlistEvaluator(whole).outputBits(of: bits)
        let chain = try StageChain(plan)
        let staged = try chain.map(before: chain.netlists.count, of: bits)
        #expect(wanted.nodeCount == 7 && staged.nodeCount == 7)
        for node in 0..<7 {
            for word in 0..<2 {
                #expect(wanted.words(node)[word] == found.words(node)[word])
                #expect(wanted.words(node)[word] == staged.words(node)[word])
            }
        }
    }

    @Test(arguments: [TargetDevice.generic, .ice40]) func seenSamplesKeepTheirAnswers(device: TargetDevice) throws {
        let net = try Self.net()
        let samples = try Self.samples()
        let circuit = try Self.reduced(net, CareChoice(), over: samples, device: device)
        let care = try #require(circuit.care)
        #expect(care.differingFrames == 0 && care.frameCount == 300 && care.sampleCount == 100)
        #expect(care.after.six < care.before.six && care.after.four < care.before.four)
        #expect(circuit.netlist.luts.allSatisfy { $0.inputs.count <= circuit.options.device.lutInputs })
        #expect(circuit.reducedStages.count == 3)
        let proof = try CareProof(circuit.exact, circuit.netlist, over: samples) { _ in }
        #expect(proof.differingFrames == 0 && proof.frameCount == 300)
        // On other samples it is another net.
        let others = try SampleSet(
            shape: [1, 9, 7], values: .floats((0..<63 * 200).map { Float($0 * 37 % 101) / 100 }), name: "others")
        #expect(try CareProof(circuit.exact, circuit.netlist, over: others) { _ in }.differingFrames > 0)
    }

    /// The count of frames that differ, by stages, is found again in the unrolled net.
    @Test func rarePatternsAreFree() throws {
        let samples = try Self.samples()
        let circuit = try Self.reduced(try Self.net(), CareChoice(threshold: 20), over: samples)
        let care = try #require(circuit.care)
        let proof = try CareProof(circuit.exact, circuit.netlist, over: samples) { _ in }
        #expect(care.differingFrames > 0 && proof.differingFrames == care.differingFrames)
        let all = try #require(try Self.reduced(try Self.net(), CareChoice(), over: samples).care)
        #expect(care.after.six < all.after.six)
    }

    /// Each stage of the stream has the reduced LUTs, and the stream answers like the reduced net in simulation.
    @Test func theStreamIsTheReducedNet() throws {
        let net = try Self.net()
        let samples = try Self.samples()
        let circuit = try Self.reduced(net, CareChoice(), over: samples)
        let plan = try #require(try StreamPlan(net, framesPerImage: 3))
        let design = try StreamDesign(circuit, plan: plan)
        #expect(design.lutCount == circuit.reducedStages.reduce(0) { $0 + $1.luts.count })
        let exact = try Circuit(net, title: "tiny", classNames: [], options: ExportOptions())
        #expect(try design.lutCount < StreamDesign(exact, plan: plan).lutCount)
        let vectors = try VectorSet(circuit.netlist, of: samples, count: 5)
        try StreamTests.withBundle(design, vectors) { runner in
            let simulation = try runner.run("make", ["-s", "iverilog"])
            #expect(
                simulation.status == 0 && simulation.output.contains(StreamTests.passLine(design, vectors)),
                "\(simulation.output)")
        }
    }
}
