import Foundation
import Testing

@testable import BinaryBrain

/// Models of every class in states that no golden file has: what is decoded works like what was encoded.
@Suite("Models in files")
struct ModelRoundTripTests {
    /// Random frames of `shape` in [0, 1).
    static func frames(_ count: Int, of shape: Shape) -> FrameBuffer {
        var generator = MersenneTwister64(seed: 7)
        let values = (0..<count * shape.count).map { _ in Float.random(in: 0..<1, using: &generator) }
        return FrameBuffer(frameMajor: values, shape: shape)
    }

    /// Encodes and decodes; expects the same file again, the same parameters and the same outputs.
    @discardableResult
    func expectSame<Layer: Model>(_ model: Layer, input: Shape) throws -> Layer {
        try model.setInputShape(input)
        model.name = "that one"
        let file = try ModelFile.encode(model)
        let decoded = try #require(try ModelFile.decode(file) as? Layer)
        #expect(decoded.name == "that one")
        #expect(decoded.inputShape == model.inputShape)
        #expect(decoded.outputShape == model.outputShape)
        #expect(decoded.isBinary == model.isBinary)
        #expect(decoded.isHostOnly == model.isHostOnly)
        #expect(decoded.parameters.tensors.map(\.values) == model.parameters.tensors.map(\.values))
        #expect(try ModelFile.encode(decoded) == file)
        let x = Self.frames(9, of: input)
        let expected = try model.forward(x, train: false)
        let found = try decoded.forward(x, train: false)
        #expect(found.shape == expected.shape)
        #expect(found.frameMajorValues() == expected.frameMajorValues())
        return decoded
    }

    @Test("DifferentiableLut with all of its switches", arguments: 2...6, [DType.fp32, .bit])
    func differentiableLut(inputs: Int, type: DType) throws {
        let layer = try DifferentiableLut(
            outputShape: [2, 5], connection: .serial, binarize: false, batchNorm: inputs % 2 == 0, momentum: 0.75,
            gamma: 0.5, beta: 0.25, inputsPerNode: inputs, binaryType: type)
        try layer.setInputShape([7])
        for (index, verb) in ["lut_binarize", "host_only"].enumerated() {
            try layer.sendCommand("\(verb) \(index == inputs % 2)")
        }
        // A step of training moves the running statistics and leaves the clamp pending.
        let y = try layer.forward(Self.frames(16, of: [7]), train: true)
        try layer.backward(FrameBuffer(.fp32, frameCount: 16, shape: y.shape))
        #expect(layer.clampPending)
        let file = try ModelFile.encode(layer)
        let early = try #require(try ModelFile.decode(file) as? DifferentiableLut)
        #expect(early.clampPending)
        let decoded = try expectSame(layer, input: [7])
        #expect(decoded.momentum == 0.75 && decoded.gamma == 0.5 && decoded.beta == 0.25)
        #expect(decoded.batchNorm == layer.batchNorm && decoded.binarizesTables == layer.binarizesTables)
        #expect(decoded.runningMean.values == layer.runningMean.values)
        #expect(decoded.runningVariance.values == layer.runningVariance.values)
    }

    @Test("StochasticLut with all of its switches", arguments: 2...6, [DType.fp32, .bit])
    func stochasticLut(inputs: Int, type: DType) throws {
        let layer = try StochasticLut(
            outputShape: [5], connection: .serial, inputsPerNode: inputs, binaryType: type)
        for (index, verb) in ["binary", "lut_binarize", "y_binarize", "host_only", "host_simd"].enumerated() {
            try layer.sendCommand("\(verb) \(index % 2 == inputs % 2)")
        }
        let decoded = try expectSame(layer, input: [7])
        #expect(decoded.connectionRule == .serial)
        #expect(decoded.binarizesTables == layer.binarizesTables)
        #expect(decoded.binarizesOutput == layer.binarizesOutput)
        #expect(decoded.hostSimd == layer.hostSimd)
    }

    @Test("RealToBinary, pulse-width", arguments: [DType.fp32, .bit])
    func realToBinary(type: DType) throws {
        let layer = try RealToBinary(
            frameModulationSize: 3, depthModulationSize: 2, inputRangeLow: -1, inputRangeHigh: 2, binaryType: type)
        let decoded = try expectSame(layer, input: [2, 3, 3])
        #expect(decoded.frameModulationSize == 3 && decoded.depthModulationSize == 2)
        #expect(decoded.inputRangeLow == -1 && decoded.inputRangeHigh == 2)
    }

    @Test("RealToBinary, drawn thresholds", arguments: [true, false])
    func realToBinaryWithGenerator(framewise: Bool) throws {
        for generator in [
            UniformDistributionGenerator(low: 0.25, high: 0.75, seed: .max) as any ValueGenerator,
            NormalDistributionGenerator(mean: 0.5, deviation: 0.1, seed: 3),
        ] {
            let layer = try RealToBinary(frameModulationSize: 5, valueGenerator: generator, framewise: framewise)
            let decoded = try expectSame(layer, input: [4])
            let restored = try #require(decoded.valueGenerator)
            #expect(restored.objectName == generator.objectName)
            #expect(restored.configuration == generator.configuration)
            #expect(decoded.framewise == framewise)
        }
    }

    @Test("BinaryToReal by depth, by shape and by neither")
    func binaryToReal() throws {
        for (depth, output) in [(1, Shape([])), (3, []), (0, [2, 2]), (0, [])] {
            let layer = try BinaryToReal(frameIntegrationSize: 3, depthIntegrationSize: depth, outputShape: output)
            let decoded = try expectSame(layer, input: [6, 2])
            #expect(decoded.depthIntegrationSize == depth)
            #expect(decoded.frameIntegrationSize == 3)
        }
    }

    @Test("BinaryModulation with both of its sizes and the net inside")
    func binaryModulation() throws {
        let net = Sequential([try DifferentiableLut(outputShape: [12]), try DifferentiableLut(outputShape: [3])])
        let layer = try BinaryModulation(
            net, trainingModulationSize: 7, inferenceModulationSize: 15, depthModulationSize: 2,
            valueGenerator: UniformDistributionGenerator(seed: 5))
        let decoded = try expectSame(layer, input: [8])
        #expect(decoded.trainingModulationSize == 7)
        #expect(decoded.inferenceModulationSize == 15)
        #expect(layer.averagesReals && !decoded.averagesReals, "files of the original mean counting")
    }

    @Test("DenseAffine with every initialiser", arguments: DenseInitializer.allCases)
    func denseAffine(initializer: DenseInitializer) throws {
        let layer = try DenseAffine(
            outputShape: [2, 2], initializeStd: 0.5,
            initializer: initializer == .default ? "" : initializer.rawValue.capitalized)
        for verb in ["binary", "host_only"] { try layer.sendCommand("\(verb) true") }
        let decoded = try expectSame(layer, input: [3, 2])
        #expect(decoded.initializer == layer.initializer)
        #expect(decoded.initializeStd == 0.5)
        #expect(decoded.binaryMode)
    }

    @Test("DenseAffine with a word that only the original accepts gets the default")
    func unknownInitializer() throws {
        let layer = try DenseAffine(outputShape: [2], initializer: "normal")
        try layer.setInputShape([3])
        let word = Data("normal".utf8)
        var file = try ModelFile.encode(layer)
        file.replaceSubrange(try #require(file.range(of: word)), with: Data("banana".utf8))
        let decoded = try #require(try ModelFile.decode(file) as? DenseAffine)
        #expect(decoded.initializer == "")
        #expect(decoded.weights?.values == layer.weights?.values)
    }

    @Test("BatchNormalization after a step of training, with all of its switches", arguments: [0, 1])
    func batchNormalization(parity: Int) throws {
        let layer = try BatchNormalization(momentum: 0.5, gamma: 2, beta: -1)
        let y = try layer.forward(Self.frames(16, of: [2, 3]), train: true)
        try layer.backward(FrameBuffer(.fp32, frameCount: 16, shape: y.shape))
        for (index, verb) in ["bypass", "fix_gamma", "fix_beta", "host_only", "host_simd"].enumerated() {
            try layer.sendCommand("\(verb) \(index % 2 == parity)")
        }
        layer.gamma[1] = 0.25
        layer.beta[2] = 0.125
        let decoded = try expectSame(layer, input: [2, 3])
        #expect(decoded.gamma.values == layer.gamma.values && decoded.beta.values == layer.beta.values)
        #expect(decoded.runningMean.values == layer.runningMean.values)
        #expect(decoded.runningVariance.values == layer.runningVariance.values)
        #expect(decoded.momentum == 0.5 && decoded.initialGamma == 2 && decoded.initialBeta == -1)
        #expect(decoded.bypass == layer.bypass && decoded.hostSimd == layer.hostSimd)
        #expect(decoded.fixGamma == layer.fixGamma && decoded.fixBeta == layer.fixBeta)
    }

    @Test("Activations, binary and not", arguments: [DType.fp32, .bit], [false, true])
    func activations(type: DType, binary: Bool) throws {
        let layers: [Activation] = [
            try Binarize(binaryThreshold: 0.25, hardTanhMin: -2, hardTanhMax: 3, binaryType: type),
            try ReLU(binaryType: type), try HardTanh(hardTanhMin: 0, hardTanhMax: 0.75, binaryType: type),
        ]
        for layer in layers {
            try layer.sendCommand("binary \(binary)")
            try layer.sendCommand("host_only \(binary)")
            let decoded = try expectSame(layer, input: [2, 3])
            #expect(decoded.binarization == layer.binarization)
            #expect(Swift.type(of: decoded) == Swift.type(of: layer))
        }
    }

    @Test("Sigmoid and Softmax take their shape, which files do not carry, from the layer before them")
    func shapeless() throws {
        let net = Sequential([try Binarize(), try Sigmoid(), Softmax()])
        let decoded = try expectSame(net, input: [4])
        #expect(decoded.layers.map(\.inputShape) == [[4], [4], [4]])
        let alone = try ModelFile.decode(ModelFile.encode(Softmax(name: "probabilities")))
        #expect(alone.name == "probabilities")
        #expect(alone.inputShape == [])
    }

    @Test("Dropout with its last mask")
    func dropout() throws {
        let layer = try Dropout(rate: 0.75)
        try expectSame(layer, input: [9])
        let x = Self.frames(4, of: [9])
        _ = try layer.forward(x, train: true)
        let decoded = try expectSame(layer, input: [9])
        #expect(decoded.rate == 0.75)
        #expect(decoded.mask.values == layer.mask.values)
        #expect(layer.mask.values.contains(0))
        _ = try decoded.forward(x, train: true)
    }

    @Test("Reduce and Shuffle, by size and by shape")
    func reshaping() throws {
        for type in [DType.fp32, .bit] {
            try expectSame(Reduce(outputShape: [2, 3], binaryType: type), input: [12])
            let bySize = try expectSame(Reduce(integrationSize: 2, binaryType: type), input: [4, 3])
            #expect(bySize.outputShape == [2, 3])
        }
        let shuffle = try expectSame(Shuffle(shuffleUnit: 3), input: [12])
        #expect(shuffle.shuffleUnit == 3)
        try expectSame(Shuffle(shuffleUnit: 3, outputShape: [4, 3]), input: [12])
    }

    @Test("GroupSum, with the default temperature and with one of its own")
    func groupSum() throws {
        let standard = try expectSame(GroupSum(outputShape: [2]), input: [18])
        #expect(standard.requestedTau == nil && standard.tau == 1)
        #expect(try expectSame(GroupSum(outputShape: [2], tau: 2.5), input: [12]).requestedTau == 2.5)
    }

    @Test("Convolution with every border, its parts, pooling and upsampling", arguments: [DType.fp32, .bit])
    func convolution(type: DType) throws {
        for border in BorderMode.allCases {
            let lowering = try expectSame(
                ConvolutionIm2Col(
                    filterSize: PlaneSize(height: 3, width: 2), stride: PlaneSize(height: 1, width: 2), padding: .same,
                    borderMode: border, borderValue: 1, binaryType: type), input: [2, 5, 4])
            #expect(lowering.borderMode == border && lowering.borderValue == 1 && lowering.padding == .same)
            #expect(lowering.filterSize == PlaneSize(height: 3, width: 2))
            #expect(lowering.stride == PlaneSize(height: 1, width: 2))
        }
        let luts = Sequential([try DifferentiableLut(outputShape: [12]), try DifferentiableLut(outputShape: [3])])
        let layer = try Convolution2d(luts, filterSize: PlaneSize(3), binaryType: type)
        try layer.setInputShape([2, 6, 5])
        let file = try ModelFile.encode(layer)
        let decoded = try #require(try ModelFile.decode(file) as? Convolution2d)
        #expect(try ModelFile.encode(decoded) == file)
        #expect(decoded.inputShape == [2, 6, 5] && decoded.outputShape == [3, 4, 3])
        let x = Self.frames(9, of: [2, 6, 5])
        #expect(
            try decoded.forward(x, train: false).frameMajorValues() == layer.forward(x, train: false).frameMajorValues()
        )

        let pooling = try expectSame(
            MaxPooling(filterSize: PlaneSize(height: 3, width: 2), binaryType: type), input: [2, 5, 4])
        #expect(pooling.filterSize == PlaneSize(height: 3, width: 2))
        try expectSame(StochasticMaxPooling(binaryType: type), input: [2, 5, 4])
        for fill in [true, false] {
            let upSampling = try expectSame(UpSampling(fill: fill, binaryType: type), input: [2, 5, 4])
            #expect(upSampling.fill == fill)
        }
    }

    @Test("A raising of a lowered net's images is checked against the lowering")
    func convolutionOfOtherSizes() throws {
        let layer = try Convolution2d(DenseAffine(outputShape: [3]), filterSize: PlaneSize(3))
        try layer.setInputShape([2, 6, 5])
        try layer.col2im.setOutputSize(PlaneSize(4))
        try layer.col2im.setInputShape([3])
        let file = try ModelFile.encode(layer)
        let error = #expect(throws: BrainError.self) { _ = try ModelFile.decode(file) }
        #expect(error?.why.contains("4×3") == true && error?.why.contains("4×4") == true)
    }

    @Test("A net of the manual's kinds of layers, in either dialect")
    func mixedNet() throws {
        let net = Sequential([
            try RealToBinary(frameModulationSize: 3), try DifferentiableLut(outputShape: [12]),
            try Reduce(outputShape: [4]), try BinaryToReal(frameIntegrationSize: 3),
            Sequential([try DenseAffine(outputShape: [5]), try BatchNormalization(), try ReLU()], name: "inner"),
        ])
        try expectSame(net, input: [8])
        let cpp = try ModelFile.decode(ModelFile.encode(net, dialect: .cpp))
        #expect(try ModelFile.encode(cpp) == ModelFile.encode(net))
    }
}
