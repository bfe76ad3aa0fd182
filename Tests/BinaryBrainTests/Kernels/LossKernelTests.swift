import Foundation
import KernelInterface
import Testing

@testable import BinaryBrain

/// The vectorised loops of activations and losses against their plain twins, with padding that is NaN.
@Suite struct LossKernelTests {
    /// Rows of `values`, padded with NaN.
    private static func rows(_ values: [[Float]]) -> FrameBuffer {
        let buffer = FrameBuffer(.fp32, frameCount: values[0].count, shape: [values.count])
        for (node, row) in values.enumerated() {
            for frame in 0..<buffer.floatStride {
                buffer.floats(node)[frame] = frame < row.count ? row[frame] : .nan
            }
        }
        return buffer
    }

    private static func random(_ count: Int, seed: UInt64, low: Double, high: Double) -> [Float] {
        var random = MersenneTwister64(seed: seed)
        return (0..<count).map { _ in Float(random.uniformDouble(low, high)) }
    }

    /// Distance in units in the last place, or infinity if only one is a number.
    private static func distance(_ a: Float, _ b: Float) -> Double {
        if a.isNaN || b.isNaN || a.isInfinite || b.isInfinite { return a == b || (a.isNaN && b.isNaN) ? 0 : .infinity }
        return Double(abs(a - b) / max(b.ulp, Float.leastNormalMagnitude))
    }

    @Test(arguments: LutKernelTests.builds, ElementKernelTests.counts)
    func logistic(build: String, count: Int) {
        let edges: [Float] = [0, -0.0, 1e-8, 88, -88, 89, -89, 104, -104, 1e30, -1e30, .infinity, -.infinity, .nan]
        let values = Array((edges + Self.random(1001, seed: 1, low: -20, high: 20)).prefix(max(count, edges.count)))
        let x = Self.rows([values])
        let (got, wanted) = (Self.rows([values]), Self.rows([values]))
        LutKernelTests.table(build).losses.logistic(x.floats(0), got.floats(0), values.count)
        LossReference.table.logistic(x.floats(0), wanted.floats(0), values.count)
        for (i, value) in values.enumerated() {
            let ulps = Self.distance(got.floats(0)[i], wanted.floats(0)[i])
            #expect(ulps <= 4, "\(build): logistic(\(value)) is off by \(ulps) ulp")
        }
    }

    @Test(arguments: LutKernelTests.builds, [1, 2, 10, 33])
    func softmax(build: String, channels: Int) {
        for count in ElementKernelTests.counts {
            let values = (0..<channels).map {
                Self.random(count, seed: UInt64(count * 100 + $0), low: -60, high: 60)
            }
            let (x, got, wanted) = (Self.rows(values), Self.rows(values), Self.rows(values))
            let shape = ChannelRows(channelCount: channels, stride: x.floatStride, frameCount: count)
            LutKernelTests.table(build).losses.softmax(x.floats(0), got.floats(0), shape)
            LossReference.table.softmax(x.floats(0), wanted.floats(0), shape)
            for channel in 0..<channels {
                for frame in 0..<count {
                    let (a, b) = (got.floats(channel)[frame], wanted.floats(channel)[frame])
                    #expect(abs(a - b) <= 2e-6 * b + 1e-38, "\(build) \(channels) \(count): \(a), not \(b)")
                }
            }
        }
    }

    @Test(arguments: LutKernelTests.builds, ElementKernelTests.counts)
    func losses(build: String, count: Int) {
        var answers = Self.random(count, seed: 3, low: -30, high: 30)
        let targets = Self.random(count, seed: 4, low: -1, high: 1)
        func compare(_ kernel: KeyPath<LossKernels, @Sendable (AnswerRow) -> Float>) {
            let (y, t) = (Self.rows([answers]), Self.rows([targets]))
            func run(_ kernels: LossKernels) -> (Float, [Float]) {
                let dy = Self.rows([answers])
                let row = AnswerRow(
                    answers: y.floats(0), targets: t.floats(0), gradients: dy.floats(0), scale: 0.25, count: count)
                let sum = kernels[keyPath: kernel](row)
                return (sum, (0..<count).map { dy.floats(0)[$0] })
            }
            let (got, wanted) = (run(LutKernelTests.table(build).losses), run(LossReference.table))
            #expect(
                abs(got.0 - wanted.0) <= 1e-5 * max(1, wanted.0) || (got.0.isNaN && wanted.0.isNaN),
                "\(build) \(count): \(got.0), not \(wanted.0)")
            #expect(
                zip(got.1, wanted.1).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) || ($0.isNaN && $1.isNaN) })
        }
        compare(\.logisticCrossEntropy)
        answers[count - 1] = .nan
        compare(\.squaredError)
    }

    @Test(arguments: LutKernelTests.builds, ElementKernelTests.counts)
    func adaGrad(build: String, count: Int) {
        for zeroes in [false, true] {
            func run(_ kernels: ElementKernels) -> [[Float]] {
                let arrays = (0..<3).map {
                    ElementKernelTests.numbers(count, seed: UInt64($0 + 1), low: $0 == 2 ? 0 : -1)
                }
                let base = arrays.map { $0.floats.baseAddress! }
                _ = kernels.adaGrad(
                    AdaGradBlock(
                        parameters: base[0], gradients: base[1], squares: base[2], count: count, rate: 0.01,
                        zeroesGradients: zeroes))
                return arrays.map(\.values)
            }
            for (got, wanted) in zip(run(LutKernelTests.table(build).elements), run(ElementReference.table)) {
                #expect(zip(got, wanted).allSatisfy { abs($0 - $1) <= 1e-6 }, "\(build) \(count)")
            }
        }
    }
}
