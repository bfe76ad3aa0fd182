import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A file that is written means the net that it was written from.
@Suite("Conversion of nets") struct ConversionTests {
    /// How a net of 36 inputs is written for a language of the original.
    private func translation(_ net: any Model, for dialect: SequentialDialect = .python) throws -> NetTranslation {
        let frames = try ComparisonFrames(of: TinyExperiment.dataset(), shape: net.inputShape, range: 0...1)
        return try NetTranslation(of: net, for: dialect, frames: frames)
    }

    /// Every class of layer, at the end of a modulated net, with its defaults and with all options away from them, on bits and
    /// on real numbers.
    @Test(arguments: LastLayers.names)
    func everyLastLayerKeepsItsMeaning(_ name: String) throws {
        for hasAllFields in [false, true] {
            for signals in LastLayers.Signals.allCases {
                let net = try LastLayers.net(endingIn: name, hasAllFields: hasAllFields, signals: signals)
                for dialect in [SequentialDialect.python, .cpp] {
                    let found = try translation(net, for: dialect)
                    #expect(
                        found.comparison.isSame,
                        "\(name), all fields: \(hasAllFields), \(signals), \(dialect): \(found.comparison.text)")
                }
            }
        }
    }

    @Test func bitsAreCountedAndNumbersAveraged() throws {
        let bits = try translation(LastLayers.net(endingIn: "DifferentiableLut", hasAllFields: false, signals: .own))
        #expect(try bits.comparison.largest == 0 && bits.model().leaves.last is BinaryToReal)
        #expect(bits.notes.filter { $0.contains("ConvolutionCol2Im") } == [])
        let numbers = try translation(LastLayers.net(endingIn: "DenseAffine", hasAllFields: false, signals: .own))
        #expect(
            try numbers.model().leaves.map(\.modelName) == [
                "RealToBinary", "DifferentiableLut6", "DenseAffine", "ConvolutionCol2Im", "Shuffle", "Reduce",
            ])
        #expect(numbers.notes.contains { $0.contains("ConvolutionCol2Im") })
        #expect(numbers.notes.contains("not in the file: the training oversampling x3; it has that of tests, x5"))
    }

    /// The bytes of a file that is only copied stay what they are, though comparing runs the net, which brings its parameters into
    /// their bounds.
    @Test func aCopyKeepsItsBytes() throws {
        let layers: [any Model] = [
            try DifferentiableLut(outputShape: [9], inputsPerNode: 4),
            try Convolution2d(DifferentiableLut(outputShape: [1, 1, 2], inputsPerNode: 3), filterSize: PlaneSize(2)),
        ]
        for layer in layers {
            try layer.setInputShape([1, 6, 6])
            let x = FrameBuffer(.fp32, frameCount: 3, shape: [1, 6, 6])
            // As after a mini-batch: parameters beyond their bounds are brought back when the net runs next.
            let y = try layer.forward(x, train: true)
            _ = try layer.backward(FrameBuffer(.fp32, frameCount: y.frameCount, shape: y.shape))
            for tensor in layer.parameters.tensors { tensor.fill(1.5) }
            let bytes = try ModelFile.encode(Sequential([layer]), dialect: .cpp)
            let read = try ModelFile.decode(bytes)
            let found = try NetTranslation(
                of: read, for: .cpp, frames: ComparisonFrames(of: nil, shape: [1, 6, 6], range: 0...1))
            #expect(found.file == bytes, "\(layer.modelName)")
        }
    }

    /// The original has no GroupSum; other layers of its own give the same numbers.
    @Test func sumsOfGroupsStandAsLayersOfTheOriginal() throws {
        let net = try LastLayers.modulated([
            DifferentiableLut(outputShape: [60], learnable: .init(candidates: 4)),
            GroupSum(outputShape: [3], tau: 1.7, name: "head"),
        ])
        let found = try translation(net)
        #expect(
            try found.model().leaves.map(\.modelName).prefix(5) == [
                "RealToBinary", "DifferentiableLut6", "Shuffle", "Reduce", "DepthwiseDenseAffine",
            ])
        #expect(found.comparison.isSame)
        #expect(found.notes.contains { $0.hasPrefix("GroupSum is written as") })
        #expect(found.notes.filter { $0.contains("wires") }.count == 1)
    }

    @Test func aChainThatAveragesIsRecognised() throws {
        let net = try LastLayers.net(endingIn: "DenseAffine", hasAllFields: false, signals: .own)
        let path = NSTemporaryDirectory() + "bbwb-average-\(UUID().uuidString).bb_net"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write(Array(translation(net).file), to: path)
        let saved = try SavedModel(contentsOf: path)
        let read = try #require(saved.net as? BinaryModulation)
        #expect(read.averagesReals && read.inferenceModulationSize == 5)
        try read.setInferenceModulationSize(9)
        try net.setInferenceModulationSize(9)
        let x = try TinyExperiment.samples(20)
        let (got, wanted) = (try read.forward(x, train: false), try net.forward(x, train: false))
        #expect(got.frameMajorValues() == wanted.frameMajorValues())
        // Written again it is the same file.
        try read.setInferenceModulationSize(5)
        let again = try translation(read).file
        #expect(try Array(again) == AtomicFile.read(path))
    }

    @Test func levelsOfBitsStandBehindTheirLayer() throws {
        let layers: [any Model] = [
            try DenseAffine(outputShape: [12], initializer: "normal"),
            try Binarize(binaryLow: 0.5, binaryHigh: 2), try DenseAffine(outputShape: [4]),
        ]
        let net = Sequential(layers)
        try net.setInputShape([36])
        let found = try translation(net)
        #expect(found.comparison.isSame)
        #expect(
            try found.model().leaves.map(\.modelName) == [
                "DenseAffine", "Binarize", "DepthwiseDenseAffine", "DenseAffine",
            ])
        #expect(
            found.notes == ["binary_low and binary_high are written as a DepthwiseDenseAffine after their layer"]
        )
        // Where nothing depends on the levels, nothing is added, and the loss is said.
        let luts = Sequential([
            try Binarize(binaryThreshold: 0.5, binaryLow: 0, binaryHigh: 1), try DifferentiableLut(outputShape: [4]),
        ])
        try luts.setInputShape([36])
        let same = try translation(luts)
        #expect(try same.comparison.largest == 0 && same.model().leaves.count == 2)
        #expect(same.notes == ["not in the file: binary_low of Binarize"])
    }

    @Test func aFileOfTheOriginalCountsNumbersAsBits() throws {
        let net = try LastLayers.net(endingIn: "DenseAffine", hasAllFields: false, signals: .own)
        let x = try TinyExperiment.samples(20)
        let read = try #require(try ModelFile.decode(ModelFile.encode(net, dialect: .cpp)) as? BinaryModulation)
        #expect(!read.averagesReals)
        let counted = try read.forward(x, train: false).frameMajorValues()
        #expect(counted.allSatisfy { (0...1).contains($0) })
        #expect(try net.forward(x, train: false).frameMajorValues() != counted)
        try net.sendCommand("average_reals false")
        #expect(try net.forward(x, train: false).frameMajorValues() == counted)
    }

    @Test func whatWouldDifferIsNotWritten() throws {
        let folder = NSTemporaryDirectory() + "bbwb-lossy-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (input, output) = ("\(folder)/in.bb_net", "\(folder)/out.bbwb")
        let net = Sequential([try DifferentiableLut(outputShape: [4])])
        try net.setInputShape([1, 6, 6])
        // Statistics of its own: before any training all answers are the same.
        _ = try net.forward(
            FrameBuffer(frameMajor: (0..<64 * 36).map { Float($0 * 7919 % 1000) / 999 }, shape: [1, 6, 6]), train: true)
        net.clear()
        try AtomicFile.write(Array(ModelFile.encode(net)), to: input)
        // The experiment puts modulators around the net, and its answers are others.
        let yaml = TinyExperiment.yaml.split(separator: "\n").filter { !$0.contains("[48]") && !$0.contains("[24]") }
        let spec = try ExperimentSpec(yaml: yaml.joined(separator: "\n"), source: "tiny.yaml")
        let saved = try SavedModel(contentsOf: input)
        let dataset = try TinyExperiment.dataset()
        let error = #expect(throws: BrainError.self) {
            try saved.writeCheckpoint(of: spec, dataset: dataset, to: output)
        }
        #expect(error?.why.hasPrefix("answers differ on ") == true && error?.remedy.contains("--lossy") == true)
        #expect(!FileManager.default.fileExists(atPath: output))
        let report = try saved.writeCheckpoint(of: spec, dataset: dataset, to: output, lossy: true)
        #expect(!report.comparison.isSame && FileManager.default.fileExists(atPath: output))
    }

    @Test func comparisonsSayWhatTheyFound() {
        func text(_ before: [Float], _ after: [Float]) -> String {
            AnswerComparison(before: before, after: after, nodes: 2, source: "2 frames").text
        }
        #expect(text([1, 2, 3, 4], [1, 2, 3, 4]) == "identical answers to 2 frames")
        #expect(text([1, 2, 3, 4], [1, 2, 3, 4.000001]) == "answers equal within 1e-6 on 2 frames")
        #expect(
            text([1, 2, 3, 4], [2, 1, 3, 4])
                == "answers differ on 1 of 2 frames, by up to 0.5, and 1 have a different largest answer")
        #expect(text([.nan, 2, 3, 4], [.nan, 2, 3, 4]) == "identical answers to 2 frames")
        #expect(text([1, 2, 3, 4], [1, .nan, 3, 4]).hasPrefix("answers differ on 1 of 2 frames, by up to inf"))
        #expect(text([1, 2], [1, 2, 3, 4]).hasPrefix("answers differ"))
    }
}

extension NetTranslation {
    /// The net that the file holds.
    fileprivate func model() throws -> any Model { try ModelFile.decode(file) }
}
