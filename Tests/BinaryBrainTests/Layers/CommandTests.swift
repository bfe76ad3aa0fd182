import BinaryBrain
import Testing

/// Every command that the original's layers know, by class name and by instance name; nothing else is taken for one.
@Suite("Commands")
struct CommandTests {
    /// A layer and the verbs that it knows itself, with an argument for each.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let verbs: [String]
        let make: @Sendable () throws -> any Model

        init(_ name: String, _ verbs: String..., make: @escaping @Sendable () throws -> any Model) {
            testDescription = name
            self.verbs = verbs
            self.make = make
        }
    }

    static let cases = [
        Case(
            "DifferentiableLut6", "parameter_lock", "binary", "device", "lut_binarize", "batch_norm", "momentum",
            "backward_break", "host_only"
        ) { try DifferentiableLut(outputShape: [2]) },
        Case("StochasticLut4", "binary", "device", "lut_binarize", "y_binarize", "host_only", "host_simd") {
            try StochasticLut(outputShape: [2], inputsPerNode: 4)
        },
        Case("DifferentiableLutDiscrete6", "memory_saving") { try DifferentiableLutDiscrete(outputShape: [2]) },
        Case("MicroMlp6_16", "memory_saving") { try MicroMlp(outputShape: [2]) },
        Case("MicroMlpAffine6_16", "binary", "host_only", "host_simd") { try MicroMlpAffine(outputShape: [2]) },
        Case("AverageLut", "binary", "binarize_input", "binarize_output", "host_only") {
            try AverageLut(outputShape: [2])
        },
        Case("MaxLut", "binary", "binarize_input", "binarize_output", "host_only") { try MaxLut(outputShape: [2]) },
        Case("BinaryLut6", "host_only", "host_simd") { try BinaryLut(outputShape: [2]) },
        Case("RealToBinary", "binary") { try RealToBinary() },
        Case("BinaryToReal", "binary", "host_only") { try BinaryToReal() },
        Case("BinaryModulation") { try BinaryModulation(DenseAffine(outputShape: [2])) },
        Case("ReLU", "binary", "host_only") { try ReLU() },
        Case("Sigmoid", "binary", "host_only") { try Sigmoid() },
        Case("HardTanh", "binary", "host_only") { try HardTanh() },
        Case("Binarize", "host_only") { try Binarize() },
        Case("DenseAffine", "parameter_lock", "binary", "backward_break", "host_only") {
            try DenseAffine(outputShape: [2])
        },
        Case("DenseAffineQuantize", "parameter_lock", "quantize", "backward_break", "host_only") {
            try DenseAffineQuantize(outputShape: [2])
        },
        Case("DepthwiseDenseAffine", "parameter_lock", "binary", "backward_break", "host_only") {
            try DepthwiseDenseAffine(outputShape: [2])
        },
        Case("DepthwiseDenseAffineQuantize", "parameter_lock", "quantize", "backward_break", "host_only") {
            try DepthwiseDenseAffineQuantize(outputShape: [2])
        },
        Case("BinaryDenseAffine", "memory_saving", "batch_norm", "activation") {
            try BinaryDenseAffine(outputShape: [2])
        },
        Case(
            "BatchNormalization", "parameter_lock", "bypass", "fix_gamma", "fix_beta", "set_momentum", "host_only",
            "host_simd"
        ) { try BatchNormalization() },
        Case("StochasticBatchNormalization", "set_gamma", "set_beta", "host_only", "host_simd") {
            try StochasticBatchNormalization()
        },
        Case("InsertBitError", "error_rate", "host_only") { try InsertBitError(errorRate: 0.5) },
        Case("Switcher", "switch_model") { try Switcher(["0.5": DenseAffine(outputShape: [2])]) },
        Case("Sequential") { Sequential([try DenseAffine(outputShape: [2])]) },
        Case("Convolution2d") { try Convolution2d(DenseAffine(outputShape: [2])) },
        Case("Dropout", "host_only") { try Dropout() },
        Case("Shuffle", "host_only") { try Shuffle(shuffleUnit: 2) },
        Case("Reduce", "host_only") { try Reduce(outputShape: [2]) },
        Case("GroupSum", "host_only", "tau") { try GroupSum(outputShape: [2]) },
        Case("BitEncode", "host_only") { try BitEncode() },
        Case("MaxPooling", "host_only", "device") { try MaxPooling() },
        Case("StochasticMaxPooling2x2", "host_only") { try StochasticMaxPooling() },
        Case("ConvolutionIm2Col", "host_only", "device") { try ConvolutionIm2Col(filterSize: PlaneSize(1)) },
        Case("ConvolutionCol2Im", "host_only", "device") { try ConvolutionCol2Im() },
        Case("UpSampling", "host_only") { try UpSampling() },
        Case("Softmax", "host_only") { Softmax() },
        Case("Concatenate", "host_only") { Concatenate() },
    ]

    /// An argument that suits the verb: numbers where it takes numbers.
    private static func argument(_ verb: String) -> String {
        let takesNumbers = ["momentum", "set_momentum", "set_gamma", "set_beta", "error_rate", "switch_model", "tau"]
        return takesNumbers.contains(verb) ? "0.5" : "true"
    }

    private static let allVerbs = Set(cases.flatMap(\.verbs))

    @Test(arguments: cases) func layersKnowTheirCommandsAndNoOthers(_ test: Case) throws {
        let layer = try test.make()
        layer.name = "instance"
        #expect(layer.modelName == test.testDescription)
        for verb in Self.allVerbs.sorted() {
            let command = "\(verb) \(Self.argument(verb))"
            let expected = test.verbs.contains(verb) ? 1 : 0
            // Parts inside have other names, so these reach the layer itself alone.
            for target in ["instance", layer.modelName, layer.objectName] {
                #expect(try layer.sendCommand(command, to: target) == expected, "\(command) to \(target)")
            }
            #expect(try layer.sendCommand(command, to: "another") == 0)
        }
        #expect(try layer.sendCommand("no_such_command 1") == 0, "an unknown command is reported by the count")
    }

    @Test(arguments: cases) func argumentsAreChecked(_ test: Case) throws {
        let layer = try test.make()
        for verb in test.verbs {
            #expect(throws: BrainError.self, "\(verb)") {
                try layer.sendCommand("\(verb) perhaps", to: layer.modelName)
            }
            #expect(throws: BrainError.self, "\(verb)") { try layer.sendCommand(verb) }
            #expect(throws: BrainError.self, "\(verb)") { try layer.sendCommand("\(verb) true true") }
        }
    }

    @Test(arguments: ["true", "t", "on", "enable", "1"], ["false", "f", "off", "disable", "0"])
    func boolWords(yes: String, no: String) throws {
        let layer = try DifferentiableLut(outputShape: [2])
        try layer.sendCommand("binary \(no)")
        #expect(layer.isBinary == false)
        try layer.sendCommand("binary \(yes)")
        #expect(layer.isBinary == true)
    }

    @Test func containersPassCommandsOn() throws {
        let luts = try ["first", "second"].map { try DifferentiableLut(outputShape: [4], name: $0) }
        let net = try BinaryModulation(
            Sequential([Sequential(luts), try Switcher(["a": DenseAffine(outputShape: [4]), "b": ReLU()])]))
        #expect(try net.sendCommand("binary false") == 5, "modulator, two LUT layers, dense layer, demodulator")
        #expect(luts.allSatisfy { $0.isBinary == false })
        #expect(try net.sendCommand("binary true", to: "second") == 1)
        #expect(luts.map(\.isBinary) == [false, true])
        #expect(try net.sendCommand("lut_binarize true", to: "DifferentiableLut6") == 2)
        // The switch hands on what comes after it to the model that it chose.
        #expect(try net.sendCommand("host_only true", to: "ReLU") == 0)
        #expect(try net.sendCommand("switch_model b") == 1)
        #expect(try net.sendCommand("host_only true", to: "ReLU") == 1)
    }
}
