import BinaryBrain
import Testing
import TestSupport

@Suite("Activations")
struct ActivationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let isBinary: Bool?
        let make: @Sendable () throws -> any Model
    }

    static let cases = [
        Case(testDescription: "relu_binary_false", isBinary: false) { try ReLU() },
        Case(testDescription: "relu_binary_true", isBinary: true) { try ReLU() },
        Case(testDescription: "sigmoid_binary_false", isBinary: false) { try Sigmoid() },
        Case(testDescription: "sigmoid_binary_true", isBinary: true) { try Sigmoid() },
        Case(testDescription: "hardtanh_binary_false", isBinary: false) { try HardTanh() },
        Case(testDescription: "hardtanh_binary_true", isBinary: true) { try HardTanh() },
        Case(testDescription: "hardtanh01_binary_true", isBinary: true) {
            try HardTanh(hardTanhMin: 0, hardTanhMax: 1)
        },
        Case(testDescription: "binarize_binary_false", isBinary: nil) { try Binarize() },
        Case(testDescription: "binarize_binary_true", isBinary: nil) { try Binarize() },
        Case(testDescription: "binarize_custom", isBinary: nil) {
            try Binarize(
                binaryThreshold: 0.25, binaryLow: 0, binaryHigh: 1, hardTanhMin: -0.5, hardTanhMax: 1.5)
        },
        Case(testDescription: "softmax", isBinary: nil) { Softmax() },
    ]

    @Test(arguments: cases) func agreesWithTheOriginal(_ activation: Case) throws {
        let name = activation.testDescription
        let golden = try Golden.arrays(name)
        let layer = try activation.make()
        if let isBinary = activation.isBinary {
            #expect(try layer.sendCommand("binary \(isBinary)") == 1)
        }
        #expect(layer.isBinary == activation.isBinary)
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(Golden.deviation(of: y, from: golden["y_train"]!, name: "\(name)/y_train") < 1e-6)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "\(name)/dx") < 1e-6)
        let inferred = try layer.forward(golden["x"]!.frameBuffer(), train: false)
        #expect(Golden.deviation(of: inferred, from: golden["y_infer"]!, name: "\(name)/y_infer") < 1e-6)
    }

    @Test func bitTypePacksAsTheOriginalDoes() throws {
        let golden = try Golden.arrays("bit_binarize")
        let y = try Binarize(binaryType: .bit).forward(golden["x"]!.frameBuffer(), train: false)
        #expect(y.dtype == .bit)
        let bits = y.frameMajorValues().map { $0 > 0 ? Float(1) : 0 }
        #expect(Golden.deviation(of: bits, from: golden["y"]!, name: "bit_binarize/y") == 0)
    }

    @Test func outputIsPackedIfItsLevelsAllowIt() throws {
        let x = FrameBuffer.random(frames: 33, shape: [4], seed: 1)
        func output(_ low: Float, _ high: Float) throws -> FrameBuffer {
            try Binarize(binaryLow: low, binaryHigh: high).forward(x, train: false)
        }
        let symmetric = try output(-1, 1)
        #expect(symmetric.dtype == .bit && symmetric.levels == .minusOnePlusOne)
        let unit = try output(0, 1)
        #expect(unit.dtype == .bit && unit.levels == .zeroOne)
        let other = try output(-2, 3)
        #expect(other.dtype == .fp32)
        #expect(other.frameMajorValues() == x.frameMajorValues().map { $0 > 0 ? 3 : -2 })
    }

    @Test func thresholdItselfIsLow() throws {
        let x = FrameBuffer(frameMajor: [0, Float.leastNonzeroMagnitude, -0.0], shape: [3])
        #expect(try Binarize().forward(x, train: false).frameMajorValues() == [-1, 1, -1])
    }

    @Test func endsOfTheWindowLetNothingThrough() throws {
        let x = FrameBuffer(frameMajor: [-1, 1, Float(-1).nextUp, Float(1).nextDown], shape: [4])
        let layer = try Binarize()
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(FrameBuffer(frameMajor: [5, 6, 7, 8], shape: [4]))
        #expect(dx.frameMajorValues() == [0, 0, 7, 8])
    }

    @Test func switchingBetweenForwardAndBackwardDoesNotMixModes() throws {
        let x = FrameBuffer.random(frames: 7, shape: [5], seed: 1)
        let dy = FrameBuffer.random(frames: 7, shape: [5], seed: 2)
        let (steady, switched) = (try Sigmoid(), try Sigmoid())
        _ = try steady.forward(x, train: true)
        _ = try switched.forward(x, train: true)
        try switched.sendCommand("binary true")
        let expected = try steady.backward(dy)
        #expect(try switched.backward(dy).frameMajorValues() == expected.frameMajorValues())
    }

    @Test func bitTypeStaysBinary() throws {
        let layer = try ReLU(binaryType: .bit)
        #expect(try layer.sendCommand("binary false") == 1)
        #expect(layer.isBinary == true)
    }

    @Test func binarizeKnowsNoBinaryCommand() throws {
        #expect(try Binarize().sendCommand("binary false") == 0)
    }

    @Test func levelsOfBinarizeAreTrainingState() throws {
        let source: any Model = try Binarize(binaryLow: 0.25, binaryHigh: 0.75)
        let target: any Model = try Binarize()
        target.trainingState = source.trainingState
        let x = FrameBuffer(frameMajor: [-1, 1], shape: [2])
        #expect(try target.forward(x, train: false).frameMajorValues() == [0.25, 0.75])
    }

    @Test func softmaxOfExtremeNumbersIsADistribution() throws {
        let x = FrameBuffer(frameMajor: [1000, 999, -1000, -2000, -2000, -2001], shape: [3])
        let y = try Softmax().forward(x, train: false).frameMajorValues()
        #expect(abs(y[0...2].reduce(0, +) - 1) < 1e-6)
        #expect(abs(y[3...5].reduce(0, +) - 1) < 1e-6)
    }

    @Test func rejectsImpossibleParameters() {
        #expect(throws: BrainError.self) { try HardTanh(hardTanhMin: 1, hardTanhMax: 1) }
        #expect(throws: BrainError.self) { try ReLU(binaryType: .int8) }
    }
}
