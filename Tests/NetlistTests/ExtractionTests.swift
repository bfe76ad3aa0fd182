import BinaryBrain
import Testing

@testable import Netlist

@Suite struct ExtractionTests {
    @Test(arguments: 2...6, [true, false])
    func outputBitsAreThoseOfTheTrainedNet(inputsPerNode: Int, batchNorm: Bool) throws {
        let net = try TestNets.classifier(inputsPerNode: inputsPerNode, batchNorm: batchNorm)
        for command in ["lut_binarize false", "lut_binarize true"] {
            try net.sendCommand(command)
            let netlist = try Netlist(extracting: net)
            #expect(netlist.luts.count == 180 + 60 + 20)
            #expect(netlist.luts.allSatisfy { $0.inputs.count == inputsPerNode })
            let x = try TestNets.images(1000..<1300)
            let bits = try net.realToBinary.forward(x, train: false)
            let wanted = try net.layer.forward(bits, train: false)
            let evaluator = try NetlistEvaluator(netlist)
            let got = try evaluator.outputBits(of: bits)
            let values = wanted.frameMajorValues()
            #expect(Set(values).count == 2, "both values occur")
            #expect(got.frameMajorValues() == values)
            #expect(TestNets.definition(netlist, bits) == values)
            let simplified = try NetlistEvaluator(netlist.simplified())
            #expect(try simplified.outputBits(of: bits).frameMajorValues() == values)
        }
    }

    @Test func extractionLeavesTheNetAsItIs() throws {
        let net = try TestNets.classifier()
        for tensor in net.parameters.tensors { for index in 0..<64 { tensor[index] = index % 2 == 0 ? -0.5 : 1.5 } }
        let before = net.parameters.tensors.map(\.values)
        // After backward, W waits to be clamped by the next forward: tables are those of the clamped W, W is not touched.
        let first = try Netlist(extracting: net)
        #expect(net.parameters.tensors.map(\.values) == before)
        _ = try net.forward(TestNets.images(0..<8), train: false)
        #expect(net.parameters.tensors.map(\.values) != before)
        #expect(try Netlist(extracting: net) == first)
    }

    @Test func binaryOffDoesNotMatter() throws {
        let net = try TestNets.classifier()
        let binary = try Netlist(extracting: net)
        try net.sendCommand("binary false")
        #expect(try Netlist(extracting: net) == binary)
    }

    @Test func hostOnlyTablesAreTheTwins() throws {
        let net = try TestNets.classifier(steps: 2)
        try net.sendCommand("host_only true")
        let x = try TestNets.images(0..<16)
        let bits = try net.realToBinary.forward(x, train: false)
        let wanted = try net.layer.forward(bits, train: false).frameMajorValues()
        let evaluator = try NetlistEvaluator(Netlist(extracting: net), hostOnly: true)
        #expect(try evaluator.outputBits(of: bits).frameMajorValues() == wanted)
    }

    @Test func bareLutLayersTakeNumbersAboveHalfAsOnes() throws {
        let net = Sequential([
            try DifferentiableLut(outputShape: [40], inputsPerNode: 3),
            Sequential([try DifferentiableLut(outputShape: [2, 3], inputsPerNode: 4)], name: "inner"),
        ])
        try net.setInputShape([5, 4])
        var random = MersenneTwister64(seed: 4)
        let x = FrameBuffer(
            frameMajor: (0..<20 * 70).map {
                [0, 0.5, Float(0.5).nextUp, 1][$0 % 4] + (random.next() & 1 == 1 ? 0 : -1)
            },
            shape: [5, 4])
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        let (got, wanted) = (try evaluator.forward(x), try net.forward(x, train: false))
        #expect(got.frameMajorValues() == wanted.frameMajorValues())
        #expect(got.shape == wanted.shape && got.levels == wanted.levels)
    }

    @Test func layersOfPackedTypeKeepTheirLevels() throws {
        let net = Sequential([
            try RealToBinary(binaryType: .bit), try DifferentiableLut(outputShape: [9], binaryType: .bit),
        ])
        try net.setInputShape([12])
        let x = FrameBuffer(frameMajor: (0..<12 * 40).map { Float($0 * 7 % 11) / 10 }, shape: [12])
        let (got, wanted) = (
            try NetlistEvaluator(Netlist(extracting: net)).forward(x), try net.forward(x, train: false)
        )
        #expect(got.levels == wanted.levels)
        #expect(got.frameMajorValues() == wanted.frameMajorValues())
    }

    @Test func stochasticLutsWithBinarizedTablesAreLuts() throws {
        let net = Sequential([
            try RealToBinary(frameModulationSize: 3),
            try StochasticLut(outputShape: [30], inputsPerNode: 5, binaryType: .fp32),
            try StochasticLut(outputShape: [20], seed: 3, inputsPerNode: 2),
            try BinaryToReal(frameIntegrationSize: 3, depthIntegrationSize: 0, outputShape: [10]),
        ])
        try net.setInputShape([30])
        let x = FrameBuffer(frameMajor: (0..<30 * 65).map { Float($0 * 7 % 101) / 100 }, shape: [30])
        let wanted = try net.forward(x, train: false).frameMajorValues()
        let evaluator = try NetlistEvaluator(Netlist(extracting: net))
        #expect(try evaluator.forward(x).frameMajorValues() == wanted)
        #expect(Set(wanted).count > 2)
        // The tables of the first layer are no bits, and the second takes only bits.
        try net.sendCommand("lut_binarize false")
        expectError(net, "layer StochasticLut2 as LUTs: its inputs are real numbers")
    }

    private func expectError(
        _ model: any Model, _ start: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do {
            _ = try Netlist(extracting: model)
            Issue.record("no error", sourceLocation: sourceLocation)
        } catch {
            #expect("\(error)".hasPrefix(start), "\(error)", sourceLocation: sourceLocation)
        }
    }

    @Test func whatCannotBecomeLutsIsNamed() throws {
        let lut = try DifferentiableLut(outputShape: [10], name: "deep")
        expectError(lut, "layer deep as LUTs: its input shape is not known yet")
        expectError(Sequential([]), "layer Sequential as LUTs: it holds no layer")
        let random = try BinaryModulation(lut, valueGenerator: UniformDistributionGenerator(seed: 1))
        try random.setInputShape([20])
        expectError(random, "layer RealToBinary as LUTs: it draws its thresholds at random")
        let twice = Sequential([try RealToBinary(), try RealToBinary()])
        try twice.setInputShape([20])
        expectError(twice, "layer RealToBinary as LUTs: numbers become bits only once")
        let behind = Sequential([
            try RealToBinary(), try BinaryToReal(), try DifferentiableLut(outputShape: [10], name: "late"),
        ])
        try behind.setInputShape([20])
        expectError(behind, "layer late as LUTs: it works on real numbers, after BinaryToReal")
        let uneven = Sequential([try RealToBinary(frameModulationSize: 3), try BinaryToReal()])
        try uneven.setInputShape([20])
        let counter = try BinaryToReal()
        try counter.setInputShape([20])
        expectError(counter, "layer BinaryToReal as LUTs: no layer before it makes bits")
        let numbers = try StochasticLut(outputShape: [10])
        try numbers.setInputShape([20])
        expectError(numbers, "layer StochasticLut6 as LUTs: its inputs are real numbers")
        expectError(uneven, "netlist: a frame becomes 3, of which 1 become one")
        expectError(Unknown(), "layer Unknown as LUTs: layers of class Unknown are not made of LUTs")
    }

    /// A layer that is not made of LUTs.
    private final class Unknown: Model {
        let card = LayerCard(
            "Unknown", "hands its input on", formula: "y = x", shapes: "any, kept", insteadOfFields: "leave it out",
            file: nil)
        let hardware = HardwareForm.none(
            why: "layers of class Unknown are not made of LUTs", remedy: "leave it out")
        var modelName: String { "Unknown" }
        var objectName: String { "Unknown" }
        var name: String?
        let inputShape: Shape = [1]
        let outputShape: Shape = [1]
        func setInputShape(_ shape: Shape) throws -> Shape { shape }
        func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer { x }
        func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? { dy }
    }

    @Test func listsThatMakeNoSenseAreRefused() throws {
        let encoding = try InputEncoding.aboveHalf([2])
        func make(
            inputCount: Int = 2, _ inputs: [Int32] = [0, 1], layer: Int = 0, outputs: [Int32] = [2],
            decoding: OutputDecoding = .bits([1], levels: .zeroOne)
        ) throws -> Netlist {
            try Netlist(
                inputCount: inputCount, luts: [Netlist.Lut(inputs: inputs, table: 0b0110, layer: layer)],
                outputs: outputs, layerNames: ["xor"], encoding: encoding, decoding: decoding)
        }
        #expect(try make().evaluate([true, false]) == [true])
        #expect(throws: BrainError.self) { try make([0, 2]) }
        #expect(throws: BrainError.self) { try make([0, -1]) }
        #expect(throws: BrainError.self) { try make([0, 0, 0, 0, 0, 0, 0]) }
        #expect(throws: BrainError.self) { try make(layer: 1) }
        #expect(throws: BrainError.self) { try make(outputs: [3]) }
        #expect(throws: BrainError.self) { try make(inputCount: 3) }
        #expect(throws: BrainError.self) { try make(decoding: .shares([2], frameIntegrationSize: 1)) }
        #expect(throws: BrainError.self) { try make(decoding: .shares([1], frameIntegrationSize: 2)) }
        #expect(throws: BrainError.self) { try make(outputs: [2, 2]) }
        #expect(throws: BrainError.self) { try make(outputs: [], decoding: .shares([1], frameIntegrationSize: 1)) }
        #expect(throws: BrainError.self) { try InputEncoding(shape: [2], depthModulationSize: 2, thresholds: [0.5]) }
    }
}
