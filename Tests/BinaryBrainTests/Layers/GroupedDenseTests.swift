import TestSupport
import Testing

@testable import BinaryBrain

@Suite("Quantised, depthwise and binary dense layers")
struct GroupedDenseTests {
    private func check(_ layer: GroupedDense, _ vector: String, hostOnly: Bool) throws {
        let golden = try Golden.arrays(vector)
        try layer.setInputShape([30])
        try layer.sendCommand("host_only \(hostOnly)")
        func expect(_ array: String, _ values: [Float], _ limit: Float) {
            let deviation = Golden.deviation(of: values, from: golden[array]!, name: "\(vector)/\(array)")
            #expect(deviation <= limit, "\(vector)/\(array)")
        }
        expect("W", layer.weights!.values, 0)
        expect("b", layer.bias!.values, 0)
        // A sum next to the middle between two steps may round to either: one step of 1/256.
        let isRounded = layer.quantizations != nil
        expect(
            "y_train", try layer.forward(golden["x"]!.frameBuffer(), train: true).frameMajorValues(),
            isRounded ? 0.0025 : 1e-5)
        expect("dx", try layer.backward(golden["dy"]!.frameBuffer()).frameMajorValues(), 1e-5)
        expect("dW", layer.gradients.tensors[0].values, 1e-5)
        expect("db", layer.gradients.tensors[1].values, 1e-5)
        expect(
            "y_infer", try layer.forward(golden["x"]!.frameBuffer(), train: false).frameMajorValues(),
            isRounded ? 0.0025 : 1e-5)
    }

    @Test(arguments: [false, true]) func quantizedAgreesWithTheOriginal(hostOnly: Bool) throws {
        try check(DenseAffineQuantize(outputShape: [7]), "dense_quantize", hostOnly: hostOnly)
    }

    @Test(arguments: [false, true]) func depthwiseAgreesWithTheOriginal(hostOnly: Bool) throws {
        try check(DepthwiseDenseAffine(outputShape: [3, 4]), "depthwise_dense", hostOnly: hostOnly)
    }

    @Test func roundings() throws {
        func rounded(_ values: [Float], bits: Int, scale: Float) throws -> [Float] {
            let rounding = try Quantization(bits: bits, scale: scale)
            var result = values
            result.withUnsafeMutableBufferPointer {
                rounding.apply(UnsafePointer($0.baseAddress!), to: $0.baseAddress!, count: $0.count)
            }
            return result
        }
        // 3 bits: −4…3 steps; halves round up.
        #expect(try rounded([0.5, -0.5, 1.49, 9, -9], bits: 3, scale: 1) == [1, 0, 1, 3, -4])
        #expect(try rounded([0.3, 2], bits: 3, scale: 0) == [0.25, 0.75])
        #expect(try rounded([0.3, 2], bits: 0, scale: 1) == [0.3, 2])
        #expect(throws: BrainError.self) { try Quantization(bits: 32, scale: 1) }
        #expect(throws: BrainError.self) { try Quantization(bits: 8, scale: .nan) }
    }

    @Test func withoutRoundingItIsDenseAffine() throws {
        let plain = try DenseAffine(outputShape: [5])
        let layer = try DenseAffineQuantize(outputShape: [5], inputBits: 8)
        #expect(try layer.sendCommand("quantize false", to: "DenseAffineQuantize") == 1)
        let x = FrameBuffer.random(frames: 33, shape: [12], seed: 1)
        let dy = FrameBuffer.random(frames: 33, shape: [5], seed: 2)
        #expect(
            try layer.forward(x, train: true).frameMajorValues() == plain.forward(x, train: true).frameMajorValues())
        #expect(try layer.backward(dy).frameMajorValues() == plain.backward(dy).frameMajorValues())
        #expect(layer.gradients.tensors.map(\.values) == plain.gradients.tensors.map(\.values))
        try layer.sendCommand("quantize true")
        let steps = try layer.forward(x, train: false).frameMajorValues().map { $0 * 256 }
        #expect(steps.allSatisfy { $0 == $0.rounded() })
        // The caller's input stays as it is.
        #expect(x.frameMajorValues().contains { ($0 * 256) != ($0 * 256).rounded() })
    }

    @Test func depthFollowsFromWhatIsGiven() throws {
        func groups(_ output: Shape, point: Int = 0, depth: Int = 0) throws -> Int {
            let layer = try DepthwiseDenseAffineQuantize(outputShape: output, inputPointSize: point, depthSize: depth)
            try layer.setInputShape([24])
            #expect(layer.weights!.shape == [layer.groupCount, output.count / layer.groupCount, 24 / layer.groupCount])
            return layer.groupCount
        }
        #expect(try groups([12], depth: 4) == 4)
        #expect(try groups([12], point: 8) == 3)
        #expect(try groups([2, 6]) == 2)
        #expect(throws: BrainError.self) { _ = try groups([12], depth: 5) }
        #expect(throws: BrainError.self) { _ = try groups([12], point: 7) }
        #expect(throws: BrainError.self) { try DepthwiseDenseAffine(outputShape: [4], depthSize: -1) }
        #expect(throws: BrainError.self) { try DepthwiseDenseAffine(outputShape: [4], initializer: "glorot") }
    }

    @Test func lockAndBreak() throws {
        let layer = try DepthwiseDenseAffine(outputShape: [2, 2])
        try layer.setInputShape([6])
        try layer.sendCommand("parameter_lock true")
        #expect(layer.parameters.tensors.isEmpty)
        try layer.sendCommand("backward_break true")
        _ = try layer.forward(.random(frames: 3, shape: [6], seed: 1), train: true)
        #expect(try layer.backward(.random(frames: 3, shape: [2, 2], seed: 2), needsInputGradient: true) == nil)
        try layer.sendCommand("parameter_lock false")
        #expect(layer.gradients.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
        #expect(try layer.sendCommand("quantize true") == 0)
    }

    // MARK: BinaryDenseAffine

    @Test func binaryDenseAgreesWithTheOriginal() throws {
        let golden = try Golden.arrays("binary_dense")
        let layer = try BinaryDenseAffine(outputShape: [7])
        try layer.setInputShape([30])
        func expect(_ array: String, _ values: [Float], _ limit: Float = 1e-4) {
            let deviation = Golden.deviation(of: values, from: golden[array]!, name: "binary_dense/\(array)")
            #expect(deviation <= limit, "binary_dense/\(array)")
        }
        expect("W", layer.affine.weights!.values, 0)
        expect("y_train", try layer.forward(golden["x"]!.frameBuffer(), train: true).frameMajorValues(), 0)
        expect("dx", try layer.backward(golden["dy"]!.frameBuffer()).frameMajorValues())
        expect("dW", layer.gradients.tensors[0].values)
        // db is zero but for rounding: normalisation takes every offset out.
        #expect(layer.gradients.tensors[1].values.allSatisfy { abs($0) < 1e-5 })
        expect("dgamma", layer.gradients.tensors[2].values)
        expect("dbeta", layer.gradients.tensors[3].values)
        expect("running_mean", layer.batchNormalization.runningMean.values)
        expect("running_var", layer.batchNormalization.runningVariance.values)
        expect("y_infer", try layer.forward(golden["x"]!.frameBuffer(), train: false).frameMajorValues(), 0)
    }

    @Test func partsCanBeLeftOut() throws {
        let layer = try BinaryDenseAffine(outputShape: [5], binaryLow: 0)
        let plain = try DenseAffine(outputShape: [5])
        let x = FrameBuffer.random(frames: 33, shape: [12], seed: 1)
        let y = try layer.forward(x, train: true)
        #expect(y.dtype == .bit && y.levels == .zeroOne)
        #expect(try layer.sendCommand("batch_norm false") == 1)
        #expect(try layer.sendCommand("activation false", to: "BinaryDenseAffine") == 1)
        // The pending backward still goes through all three.
        _ = try layer.backward(.random(frames: 33, shape: [5], seed: 2))
        #expect(layer.batchNormalization.gradients.tensors[1].values.contains { $0 != 0 })
        #expect(
            try layer.forward(x, train: false).frameMajorValues() == plain.forward(x, train: false).frameMajorValues())
        #expect(try layer.sendCommand("memory_saving false") == 1)
        #expect(!layer.memorySaving && !layer.usesBatchNorm && !layer.usesActivation)
        #expect(throws: BrainError.self) { try layer.sendCommand("activation perhaps") }
    }

    @Test func steadyStepsAllocateNothing() throws {
        let net = Sequential([
            try DenseAffineQuantize(outputShape: [12], inputBits: 8), try BinaryDenseAffine(outputShape: [12]),
            try DepthwiseDenseAffineQuantize(outputShape: [3, 2]),
        ])
        try net.setInputShape([20])
        let x = FrameBuffer.random(frames: 100, shape: [20], seed: 1)
        let dy = FrameBuffer.random(frames: 100, shape: [3, 2], seed: 2)
        func step() throws {
            _ = try net.forward(x, train: true)
            _ = try net.backward(dy)
        }
        for _ in 0..<3 { try step() }
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) { for _ in 0..<5 { try step() } }
        #expect(counter.blocks == 0)
    }
}
