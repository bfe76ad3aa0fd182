import BinaryBrain
import Testing
import TestSupport

@Suite struct MetricsTests {
    static let vectors: [(String, String, @Sendable () -> any MetricsFunction)] = [
        ("metrics_categorical", "accuracy", { MetricsCategoricalAccuracy() }),
        ("metrics_binarycategorical", "accuracy", { MetricsBinaryCategoricalAccuracy() }),
        ("metrics_mse", "MSE", { MetricsMeanSquaredError() }),
    ]

    @Test(arguments: vectors)
    func agreesWithTheOriginal(vector: String, label: String, make: @Sendable () -> any MetricsFunction) throws {
        let golden = try Golden.arrays(vector)
        let metrics = make()
        #expect(metrics.metricsString == label)
        for _ in 0..<2 { try metrics.calculate(golden["y"]!.frameBuffer(), target: golden["t"]!.frameBuffer()) }
        let expected = [Float(golden["value"]!.scalar)]
        #expect(Golden.deviation(of: [Float(metrics.value)], from: expected, name: "\(vector)/value") < 1e-6)
        metrics.clear()
        #expect(metrics.value == 0)
    }

    @Test(arguments: vectors)
    func paddingNeverCounts(vector: String, label: String, make: @Sendable () -> any MetricsFunction) throws {
        for frames in awkwardFrameCounts {
            let y = FrameBuffer.random(frames: frames, shape: [5], seed: 1)
            let metrics = make()
            try metrics.calculate(y, target: FrameBuffer.random(frames: frames, shape: [5], seed: 2, in: 0.1...1))
            #expect(metrics.value.isFinite)
        }
    }

    @Test func categoricalAccuracyIsPerPixelAndSkipsPixelsWithoutClass() throws {
        // Channels × pixels: pixel 0 is right, pixel 1 is wrong, pixel 2 has no class.
        let y = FrameBuffer(frameMajor: [0.9, 0.1, 0.9, 0.1, 0.9, 0.1], shape: [2, 3])
        let t = FrameBuffer(frameMajor: [1, 1, 0, 0, 0, 0], shape: [2, 3])
        let metrics = MetricsCategoricalAccuracy()
        try metrics.calculate(y, target: t)
        #expect(metrics.average == RunningAverage(sum: 1, weight: 2))
    }

    @Test func firstOfEqualAnswersCounts() throws {
        let metrics = MetricsCategoricalAccuracy()
        try metrics.calculate(
            FrameBuffer(frameMajor: [1, 1, 0], shape: [3]), target: FrameBuffer(frameMajor: [0, 1, 0], shape: [3]))
        #expect(metrics.value == 0)
        try metrics.calculate(
            FrameBuffer(frameMajor: [1, 1, 0], shape: [3]), target: FrameBuffer(frameMajor: [1, 0, 0], shape: [3]))
        #expect(metrics.value == 0.5)
    }

    @Test func rejectsWhatDoesNotFit() {
        for (_, _, make) in Self.vectors {
            #expect(throws: BrainError.self) {
                try make().calculate(
                    FrameBuffer(.fp32, frameCount: 4, shape: [10]),
                    target: FrameBuffer(.fp32, frameCount: 4, shape: [9]))
            }
        }
    }
}
