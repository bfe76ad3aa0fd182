import BinaryBrain
import Testing
import TestSupport

/// Which shapes of answer and target losses and metrics compare: a figure from others would mean nothing, and look perfect.
@Suite struct AnswerComparisonTests {
    /// An answer and a target, and who compares them.
    struct Pair: CustomTestStringConvertible, Sendable {
        let answer: Shape
        let target: Shape
        let byClasses: Bool
        let byNodes: Bool
        var testDescription: String { "\(answer) for \(target)" }
    }

    static let pairs = [
        Pair(answer: [10], target: [10], byClasses: true, byNodes: true),
        // Ten classes in one channel: a softmax over one number is always 1.
        Pair(answer: [1, 10], target: [10], byClasses: false, byNodes: true),
        Pair(answer: [2, 5], target: [10], byClasses: false, byNodes: false),
        Pair(answer: [10, 1], target: [10], byClasses: true, byNodes: true),
        Pair(answer: [10, 1, 1], target: [10], byClasses: true, byNodes: true),
        Pair(answer: [10], target: [1, 10], byClasses: false, byNodes: true),
        // One class is always right.
        Pair(answer: [1], target: [1], byClasses: false, byNodes: true),
        Pair(answer: [1, 4, 4], target: [1, 4, 4], byClasses: false, byNodes: true),
        Pair(answer: [9], target: [10], byClasses: false, byNodes: false),
        Pair(answer: [11], target: [10], byClasses: false, byNodes: false),
        // A class for each place of an image.
        Pair(answer: [3, 4, 5], target: [3, 4, 5], byClasses: true, byNodes: true),
        Pair(answer: [3, 5, 4], target: [3, 4, 5], byClasses: false, byNodes: false),
        Pair(answer: [3, 20], target: [3, 4, 5], byClasses: false, byNodes: false),
        Pair(answer: [60], target: [3, 4, 5], byClasses: false, byNodes: true),
        Pair(answer: [4, 5, 3], target: [3, 4, 5], byClasses: false, byNodes: false),
        Pair(answer: [3], target: [3, 4, 5], byClasses: false, byNodes: false),
        // An autoencoder.
        Pair(answer: [784], target: [1, 28, 28], byClasses: false, byNodes: true),
        Pair(answer: [28, 28], target: [1, 28, 28], byClasses: false, byNodes: true),
        Pair(answer: [1, 28, 28], target: [784], byClasses: false, byNodes: false),
        Pair(answer: [14, 56], target: [1, 28, 28], byClasses: false, byNodes: false),
    ]

    static let losses: [(name: String, isOfClasses: Bool, make: @Sendable () -> any LossFunction)] = [
        ("SoftmaxCrossEntropy", true, { LossSoftmaxCrossEntropy() }), ("CrossEntropy", true, { LossCrossEntropy() }),
        ("BinaryCrossEntropy", false, { LossBinaryCrossEntropy() }),
        ("SigmoidCrossEntropy", false, { LossSigmoidCrossEntropy() }),
        ("MeanSquaredError", false, { LossMeanSquaredError() }),
        ("MeanSquaredError", false, { LossMeanSquaredError(reduction: .sum) }),
    ]
    static let metrics: [(name: String, isOfClasses: Bool, make: @Sendable () -> any MetricsFunction)] = [
        ("CategoricalAccuracy", true, { MetricsCategoricalAccuracy() }),
        ("BinaryCategoricalAccuracy", false, { MetricsBinaryCategoricalAccuracy() }),
        ("MeanSquaredError", false, { MetricsMeanSquaredError() }),
    ]

    private func check(
        _ name: String, _ pair: Pair, isCompared: Bool, _ body: (FrameBuffer, FrameBuffer) throws -> Void
    ) {
        let y = FrameBuffer.random(frames: 3, shape: pair.answer, seed: 1, in: 0.1...0.9)
        let t = FrameBuffer(.fp32, frameCount: 3, shape: pair.target)
        t[frame: 0, node: 0] = 1
        guard !isCompared else {
            #expect(throws: Never.self) { try body(y, t) }
            return
        }
        let error = #expect(throws: BrainError.self) { try body(y, t) }
        let text = String(describing: error)
        #expect(error?.kind == .shape && text.contains(name) && text.contains("\(pair.answer)"), "\(text)")
        guard pair.answer != pair.target else { return }
        // No net that ends in the shape of one class would do.
        let remedy = text.contains("one class") ? "at least two classes" : "output_shape: \(pair.target.dimensions)"
        #expect(text.contains("\(pair.target)") && text.contains(remedy), "\(text)")
    }

    @Test(arguments: pairs) func everyLossRefusesWhatItDoesNotCompare(_ pair: Pair) {
        for loss in Self.losses {
            check("loss \(loss.name)", pair, isCompared: loss.isOfClasses ? pair.byClasses : pair.byNodes) {
                _ = try loss.make().calculate($0, target: $1)
            }
        }
    }

    @Test(arguments: pairs) func everyMetricRefusesWhatItDoesNotCompare(_ pair: Pair) {
        for metric in Self.metrics {
            check("metrics \(metric.name)", pair, isCompared: metric.isOfClasses ? pair.byClasses : pair.byNodes) {
                try metric.make().calculate($0, target: $1)
            }
        }
    }

    /// Targets that are shares: the right class is the likeliest, and the loss is the cross-entropy.
    @Test func targetsThatAreProbabilities() throws {
        let t = FrameBuffer(frameMajor: [0.2, 0.7, 0.1, 0.6, 0.3, 0.1], shape: [3])
        let y = FrameBuffer(frameMajor: [0.5, 0.25, 0.25, 0.5, 0.25, 0.25], shape: [3])
        let metrics = MetricsCategoricalAccuracy()
        try metrics.calculate(y, target: t)
        #expect(metrics.value == 0.5)
        let loss = LossCrossEntropy()
        _ = try loss.calculate(y, target: t)
        // Half of each frame's −Σ t ln y, which is (0.2 + 0.6) ln 2 + (0.8 + 0.4) ln 4 in all.
        #expect(abs(loss.loss - (0.8 * 0.693147 + 1.2 * 1.386294) / 2) < 1e-5)
        let softmax = LossSoftmaxCrossEntropy()
        let logarithms = FrameBuffer(frameMajor: [0, -0.693147, -0.693147, 0, -0.693147, -0.693147], shape: [3])
        _ = try softmax.calculate(logarithms, target: t)
        #expect(abs(softmax.loss - loss.loss) < 1e-5)
    }
}
