import KernelInterface
import KernelsAVX2
import KernelsPortable
import Testing

@testable import BinaryBrain

/// The vectorised element-wise kernels against their plain twins.
@Suite struct ElementKernelTests {
    static let counts = [1, 7, 8, 9, 31, 63, 64, 65, 255, 256, 257, 1001]

    static func numbers(_ count: Int, seed: UInt64, low: Double = -1, high: Double = 1) -> Tensor {
        .uniform(shape: [count], low: low, high: high, seed: seed)
    }

    /// Words of one row after `body` has written it; they start as all ones to show what is not written.
    static func words(_ count: Int, _ body: (UnsafeMutablePointer<UInt64>) -> Void) -> [UInt64] {
        var row = [UInt64](repeating: ~0, count: count)
        row.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
        return row
    }

    @Test(arguments: LutKernelTests.builds, counts)
    func packing(build: String, count: Int) {
        let kernels = LutKernelTests.table(build).elements
        let x = FrameBuffer(.fp32, frameCount: count, shape: [1])
        var random = MersenneTwister64(seed: UInt64(count))
        for i in 0..<x.floatStride { x.floats(0)[i] = i < count ? Float(random.uniformDouble(-0.2, 1.2)) : .nan }
        x.floats(0)[0] = 0.5
        for size in [1, 2, 3, 7, 15, 31, 32, 33, 64, 65, 130] {
            let code = PulseWidthThresholds(frameSize: size, depthSize: 1, low: 0, high: 1)
            let shape = PackedSize(
                frameCount: count, wordCount: FrameBuffer.rowBytes(.bit, frameCount: count * size) / 8)
            code.values.withUnsafeBufferPointer { thresholds in
                let slots = PulseWidthCode(thresholds: thresholds.baseAddress!, size: size)
                let wanted = Self.words(shape.wordCount) {
                    ElementReference.table.packPulseWidth(x.floats(0), slots, $0, shape)
                }
                let got = Self.words(shape.wordCount) { kernels.packPulseWidth(x.floats(0), slots, $0, shape) }
                #expect(got == wanted, "\(build) \(count) values of \(size) bits")
            }
        }
        let shape = PackedSize(frameCount: count, wordCount: x.floatStride / 8 * 4 + 4)
        let wanted = Self.words(shape.wordCount) { ElementReference.table.packAbove(x.floats(0), 0.5, $0, shape) }
        let got = Self.words(shape.wordCount) { kernels.packAbove(x.floats(0), 0.5, $0, shape) }
        #expect(got == wanted)
    }

    @Test(arguments: LutKernelTests.builds, counts)
    func adamAndAdd(build: String, count: Int) {
        let kernels = LutKernelTests.table(build).elements
        for zeroes in [false, true] {
            let step = AdamStep(rate: 0.01, rest1: 0.1, rest2: 0.001, zeroesGradients: zeroes)
            func run(_ kernels: ElementKernels) -> [[Float]] {
                let tensors = [
                    Self.numbers(count, seed: 1), Self.numbers(count, seed: 2), Self.numbers(count, seed: 3),
                    Self.numbers(count, seed: 4, low: 0),
                ]
                _ = kernels.adam(
                    step,
                    AdamBlock(
                        parameters: tensors[0].floats.baseAddress!, gradients: tensors[1].floats.baseAddress!,
                        means: tensors[2].floats.baseAddress!, squares: tensors[3].floats.baseAddress!, count: count))
                kernels.add(tensors[2].floats.baseAddress!, tensors[0].floats.baseAddress!, count)
                return tensors.map(\.values)
            }
            for (got, wanted) in zip(run(kernels), run(ElementReference.table)) {
                #expect(zip(got, wanted).allSatisfy { abs($0 - $1) <= 1e-6 }, "\(build) \(count)")
            }
        }
    }

    /// Reductions and maps over rows whose padding is NaN.
    @Test(arguments: LutKernelTests.builds, counts)
    func rows(build: String, count: Int) {
        let kernels = LutKernelTests.table(build).elements
        let rows = FrameBuffer(.fp32, frameCount: count, shape: [3])
        var random = MersenneTwister64(seed: UInt64(count))
        for node in 0..<3 {
            for i in 0..<rows.floatStride {
                rows.floats(node)[i] = i < count ? Float(random.uniformDouble(-1, 1)) : .nan
            }
        }
        func run(_ kernels: ElementKernels) -> [Float] {
            let (x, a, y) = (rows.floats(0), rows.floats(1), rows.floats(2))
            var results = [
                kernels.sum(x, count), kernels.centeredDot(a, x, 0.1, count), kernels.centeredSquares(x, 0.1, count),
            ]
            kernels.affine(x, AffineMap(center: 0.1, factor: 2, offset: -1), y, count)
            results += (0..<count).map { y[$0] }
            kernels.normalizedGradient(
                a, x, NormalizationGradient(factor: 2, shift: 0.3, center: 0.1, slope: 0.7), y, count)
            return results + (0..<count).map { y[$0] }
        }
        let tolerance = 1e-6 * Float(max(16, count))
        #expect(
            zip(run(kernels), run(ElementReference.table)).allSatisfy { abs($0 - $1) <= tolerance }, "\(build) \(count)"
        )
    }
}
