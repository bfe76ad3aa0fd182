import Foundation
import Testing

@testable import BinaryBrain

extension ModelRoundTripTests {
    @Test("Fixed LUTs of every size", arguments: 2...6, [DType.fp32, .bit])
    func fixedLuts(inputs: Int, type: DType) throws {
        let binary = try BinaryLut(outputShape: [2, 5], seed: 3, inputsPerNode: inputs, forwardType: type)
        try binary.sendCommand("host_simd false")
        let decoded = try expectSame(binary, input: [7])
        #expect(decoded.tables == binary.tables && !decoded.hostSimd)
        let average = try AverageLut(outputShape: [5], connection: .random, inputsPerNode: inputs, binaryType: type)
        try average.sendCommand("binarize_input true")
        try average.sendCommand("binarize_output false")
        let same = try expectSame(average, input: [9])
        #expect(same.binarizesInput && same.binarizesOutput == (type == .bit))
        #expect(try expectSame(MaxLut(outputShape: [5], inputsPerNode: inputs), input: [9]).connectionRule == .serial)
    }

    @Test("Average and maximum of more inputs than a LUT has", arguments: [1, 9, 64], [DType.fp32, .bit])
    func wideReductions(inputs: Int, type: DType) throws {
        let average = try AverageLut(outputShape: [5], inputsPerNode: inputs, binaryType: type)
        #expect(try expectSame(average, input: [20]).lutCount == (inputs > 6 ? nil : 5))
        let y = try average.forward(Self.frames(9, of: [20]).converted(to: type), train: false)
        #expect(y.frameMajorValues().allSatisfy { $0 == 1 }, "all inputs are positive")
        #expect(((try? average.lutTables()) == nil) == (inputs > 6), "no LUT has more than 6 inputs")
        try expectSame(MaxLut(outputShape: [5], inputsPerNode: inputs, binaryType: type), input: [20])
        #expect(throws: BrainError.self) { try AverageLut(outputShape: [5], inputsPerNode: 65) }
    }

    @Test("Layers of bits") func bitLayers() throws {
        #expect(try expectSame(BitEncode(bitSize: 3), input: [2, 3]).bitSize == 3)
        let errors = try InsertBitError(errorRate: 0.25, binaryType: .bit)
        errors.name = "noise"
        let decoded = try #require(try ModelFile.decode(ModelFile.encode(errors)) as? InsertBitError)
        #expect(decoded.errorRate == 0.25 && decoded.name == "noise" && decoded.binaryType == .bit)
        #expect(try expectSame(Dropout(rate: 0.25, forwardType: .bit), input: [5]).forwardType == .bit)
    }

    @Test("Switcher with all of its models") func switcher() throws {
        let layer = try Switcher(
            ["real": DenseAffine(outputShape: [4]), "lut": DifferentiableLut(outputShape: [4])], initialModel: "lut")
        try layer.setInputShape([6])
        let decoded = try #require(try ModelFile.decode(ModelFile.encode(layer)) as? Switcher)
        #expect(decoded.currentName == "lut" && decoded.models.map(\.key) == ["real", "lut"])
        #expect(try ModelFile.encode(decoded) == ModelFile.encode(layer))
        let x = Self.frames(9, of: [6])
        for key in ["real", "lut"] {
            for net in [layer, decoded] { try net.sendCommand("switch_model \(key)") }
            let expected = try layer.forward(x, train: false).frameMajorValues()
            #expect(try decoded.forward(x, train: false).frameMajorValues() == expected)
        }
        var file = try ModelFile.encode(layer)
        file.replaceSubrange(try #require(file.range(of: Data("lut".utf8))), with: Data("nut".utf8))
        #expect(throws: BrainError.self) { _ = try ModelFile.decode(file) }
    }

    @Test("DifferentiableLutDiscrete with and without normalisation", arguments: [true, false], [DType.fp32, .bit])
    func differentiableLutDiscrete(batchNorm: Bool, type: DType) throws {
        let layer = try DifferentiableLutDiscrete(
            outputShape: [5], batchNorm: batchNorm, momentum: 0.5, inputsPerNode: 4, binaryType: type)
        _ = try layer.forward(Self.frames(16, of: [7]), train: true)
        layer.clear()
        try layer.sendCommand("memory_saving true")
        try layer.sendCommand("set_gamma 0.25")
        let decoded = try expectSame(layer, input: [7])
        #expect(decoded.memorySaving && decoded.usesBatchNorm == batchNorm && decoded.usesActivation)
        let plain = try DifferentiableLutDiscrete(
            outputShape: [5], batchNorm: batchNorm, activation: false, inputsPerNode: 4, binaryType: type)
        #expect(try !expectSame(plain, input: [7]).usesActivation)
        #expect(!batchNorm || decoded.batchNormalization.gamma == 0.25)
    }

    @Test("MicroMlp of several sizes, and its perceptrons alone", arguments: [2, 6], [1, 16, 32])
    func microMlp(inputs: Int, hidden: Int) throws {
        let layer = try MicroMlp(
            outputShape: [3], momentum: 0.5, inputsPerNode: inputs, hiddenCount: hidden,
            binaryType: hidden == 1 ? .bit : .fp32)
        _ = try layer.forward(Self.frames(16, of: [7]), train: true)
        layer.clear()
        try layer.sendCommand("memory_saving false")
        #expect(try !expectSame(layer, input: [7]).memorySaving)
        let affine = try MicroMlpAffine(
            outputShape: [3], connection: .serial, initializeStd: 0.5, initializer: "normal", inputsPerNode: inputs,
            hiddenCount: hidden)
        for verb in ["binary", "host_only"] { try affine.sendCommand("\(verb) true") }
        try affine.sendCommand("host_simd false")
        let decoded = try expectSame(affine, input: [7])
        #expect(decoded.binaryMode && decoded.hostOnly && !decoded.hostSimd)
        #expect(decoded.initializeStd == 0.5 && decoded.initializer == "normal")
    }

    @Test("Quantised and binary dense layers") func quantizedDense() throws {
        let layer = try DenseAffineQuantize(
            outputShape: [5], weightBits: 4, outputBits: 6, inputBits: 5, weightScale: 0.25, outputScale: 0.5,
            inputScale: 0, initializeStd: 0.5, initializer: "normal")
        try layer.sendCommand("host_only true")
        let decoded = try expectSame(layer, input: [7])
        #expect(decoded.quantizations == layer.quantizations && decoded.quantizes)
        for parity in 0...3 {
            let binary = try BinaryDenseAffine(
                outputShape: [5], batchNorm: parity & 1 == 1, activation: parity & 2 == 2)
            _ = try binary.forward(Self.frames(16, of: [7]), train: true)
            binary.clear()
            let same = try expectSame(binary, input: [7])
            #expect(same.usesBatchNorm == (parity & 1 == 1) && same.usesActivation == (parity & 2 == 2))
        }
    }

    @Test("Depthwise dense layers") func depthwiseDense() throws {
        let layer = try DepthwiseDenseAffine(outputShape: [3, 2], initializeStd: 0.5, initializer: "normal")
        for verb in ["binary", "host_only"] { try layer.sendCommand("\(verb) true") }
        let decoded = try expectSame(layer, input: [6, 2])
        #expect(decoded.groupCount == 3 && decoded.binaryMode && decoded.initializer == "normal")
        #expect(decoded.weights?.shape == [3, 2, 4] && decoded.bias?.shape == [3, 2])
        let quantized = try DepthwiseDenseAffineQuantize(
            outputShape: [4], inputPointSize: 3, weightBits: 4, outputBits: 6, inputBits: 5, weightScale: 0.25)
        let same = try expectSame(quantized, input: [6])
        #expect(same.groupCount == 2 && same.quantizations == quantized.quantizations)
        // Sizes of channels that do not fit the shapes: 6 inputs in 2 channels are 3 each.
        var file = try ModelFile.encode(quantized)
        let sizes = Data([3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0])
        let place = try #require(file.range(of: sizes))
        file[place.lowerBound] = 2
        #expect(throws: BrainError.self) { try ModelFile.decode(file) }
    }

    @Test("Concatenate with all of its inputs") func concatenate() throws {
        let layer = Concatenate(name: "both")
        try layer.setInputShapes([[2, 3], [4, 3]])
        let file = try ModelFile.encode(layer)
        let decoded = try #require(try ModelFile.decode(file) as? Concatenate)
        #expect(decoded.inputShapes == [[2, 3], [4, 3]] && decoded.outputShape == [6, 3] && decoded.name == "both")
        #expect(try ModelFile.encode(decoded) == file)
        #expect(throws: BrainError.self) { try ModelFile.encode(Concatenate()) }
    }
}
