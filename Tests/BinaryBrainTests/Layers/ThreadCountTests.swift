import BinaryBrain
import Testing

/// Results are the same bits for any number of threads. In a process of its own, as the threads are everybody's.
@Suite struct ThreadCountTests {
    /// Layers large enough that their work is split.
    private static let large = [
        LayerCase("Convolution2d", input: [3, 20, 18]) {
            try Convolution2d(DenseAffine(outputShape: [8]), filterSize: PlaneSize(3), padding: .same)
        },
        LayerCase("Convolution2d of LUTs", input: [3, 20, 18]) {
            try Convolution2d(DifferentiableLut(outputShape: [16]), filterSize: PlaneSize(3))
        },
        LayerCase("MaxPooling", input: [8, 20, 18]) { try MaxPooling() },
        LayerCase("StochasticMaxPooling", input: [8, 20, 18]) { try StochasticMaxPooling() },
        LayerCase("UpSampling", input: [4, 12, 10]) { try UpSampling() },
        LayerCase("DenseAffine", input: [300]) { try DenseAffine(outputShape: [200]) },
        LayerCase("DepthwiseDenseAffine", input: [8, 40]) { try DepthwiseDenseAffine(outputShape: [8, 30]) },
        LayerCase("DifferentiableLut", input: [300]) { try DifferentiableLut(outputShape: [500]) },
        LayerCase("DifferentiableLut of wires that learn", input: [300]) {
            try DifferentiableLut(outputShape: [500], learnable: .init(candidates: 8))
        },
        LayerCase("GroupSum", input: [500]) { try GroupSum(outputShape: [10]) },
        LayerCase("StochasticLut", input: [300]) { try StochasticLut(outputShape: [500]) },
        LayerCase("MicroMlp", input: [300]) { try MicroMlp(outputShape: [200]) },
        LayerCase("BatchNormalization", input: [500]) { try BatchNormalization() },
    ]

    @Test func noNumberOfThreadsChangesABit() async {
        await #expect(processExitsWith: .success) {
            for testCase in Self.large + LayerCase.all + LayerCase.trainable {
                let frames = 67
                let x = FrameBuffer.random(frames: frames, shape: testCase.inputShape, seed: 1, in: testCase.inputRange)
                var results: [[Float]] = []
                for threads in [1, 2, 3, 8] {
                    try BrainSystem.setThreadCount(threads)
                    let layer = try testCase.built()
                    var values: [Float] = []
                    for _ in 0..<2 {
                        let y = try layer.forward(x, train: true)
                        values += y.frameMajorValues()
                        let dy = FrameBuffer.random(frames: frames, shape: layer.outputShape, seed: 2)
                        values += try layer.backward(dy).frameMajorValues()
                    }
                    results.append(values + layer.gradients.tensors.flatMap(\.values))
                }
                #expect(results.allSatisfy { $0 == results[0] }, "\(testCase)")
            }
        }
    }
}
