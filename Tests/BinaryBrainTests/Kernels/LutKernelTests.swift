import CSimd
import KernelInterface
import KernelsAVX2
import KernelsAVX512
import KernelsPortable
import Testing

@testable import BinaryBrain

/// The vectorised kernels against the plain twin, on the same random data.
@Suite struct LutKernelTests {
    static let builds: [String] =
        ["portable"] + (bb_has_avx2_fma() != 0 ? ["avx2"] : []) + (bb_has_avx512() != 0 ? ["avx512"] : [])
    static let frameCounts = [1, 7, 8, 31, 32, 63, 64, 65, 255, 256, 257, 1000, 2049]

    static func table(_ name: String) -> KernelTable {
        switch name {
        case "avx512": KernelsAVX512.table
        case "avx2": KernelsAVX2.table
        default: KernelsPortable.table
        }
    }

    /// Largest difference relative to the largest element, or to `floor` if that is larger.
    static func deviation(_ a: [Float], _ b: [Float], floor: Float = 1e-12) -> Float {
        let scale = max(b.reduce(0) { max($0, $1.magnitude) }, floor)
        return zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude.isNaN ? .infinity : ($1.0 - $1.1).magnitude) }
            / scale
    }

    static func expectEqual(
        _ fixture: LutKernelFixture, _ build: String, real: Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let wanted = fixture.run(LutReference.table, real: real)
        let got = fixture.run(table(build), real: real)
        let comment = Comment("N \(fixture.inputsPerNode), F \(fixture.frames), \(build), \(fixture.options)")
        // A bit may differ where z is within rounding of 0.5; with random tables that is at most a pattern of a node.
        let flips = zip(got.output, wanted.output).filter { ($0 - $1).magnitude > 2e-3 }.count
        #expect(flips == 0, comment, sourceLocation: sourceLocation)
        #expect(deviation(got.inference, wanted.inference) < 2e-4, comment, sourceLocation: sourceLocation)
        #expect(got.weights == wanted.weights, comment, sourceLocation: sourceLocation)
        #expect(deviation(got.runningMean, wanted.runningMean) < 1e-6, comment, sourceLocation: sourceLocation)
        #expect(deviation(got.runningVariance, wanted.runningVariance) < 1e-5, comment, sourceLocation: sourceLocation)
        #expect(
            deviation(got.weightGradient, wanted.weightGradient, floor: wanted.gain) < 2e-5, comment,
            sourceLocation: sourceLocation)
        #expect(
            deviation(got.inputGradient, wanted.inputGradient, floor: wanted.gain) < 2e-5, comment,
            sourceLocation: sourceLocation)
        #expect(got.padding.allSatisfy { $0 == 0 }, comment, sourceLocation: sourceLocation)
    }

    @Test(arguments: builds, frameCounts)
    func bitInputs(build: String, frames: Int) throws {
        for inputs in 2...6 {
            let fixture = try LutKernelFixture(
                inputsPerNode: inputs, frames: frames, spread: 0.3, seed: UInt64(frames * 10 + inputs))
            Self.expectEqual(fixture, build, real: false)
        }
    }

    @Test(arguments: builds, frameCounts)
    func realInputs(build: String, frames: Int) throws {
        for inputs in 2...6 {
            let fixture = try LutKernelFixture(
                inputsPerNode: inputs, frames: frames, spread: 0.3, seed: UInt64(frames * 10 + inputs))
            Self.expectEqual(fixture, build, real: true)
        }
    }

    @Test(arguments: builds, [false, true])
    func everyOption(build: String, real: Bool) throws {
        for bits in 0..<64 {
            let fixture = try LutKernelFixture(inputsPerNode: 6, frames: 100, spread: 0.3, seed: 77)
            fixture.options.hasNormalization = bits & 1 != 0
            fixture.options.isFrozen = bits & 2 != 0
            fixture.options.binarizesWeights = bits & 4 != 0
            fixture.options.clampsWeights = bits & 8 != 0
            fixture.options.packsOutput = bits & 16 != 0
            fixture.options.firstTouch = bits & 32 != 0
            fixture.options.bias = bits & 4 != 0 ? 0.5 : 0.25
            Self.expectEqual(fixture, build, real: real)
        }
    }

    /// At the default initial weights the variance floor is active, and the values differ in the third digit.
    @Test(arguments: builds)
    func initialWeights(build: String) throws {
        let fixture = try LutKernelFixture(inputsPerNode: 6, frames: 480, spread: 0.01, seed: 3)
        Self.expectEqual(fixture, build, real: false)
    }

    /// The same node gives the same bits whatever range of nodes it is worked on in.
    @Test(arguments: builds, [false, true])
    func rangesDoNotMatter(build: String, real: Bool) throws {
        let fixture = try LutKernelFixture(inputsPerNode: 6, frames: 333, spread: 0.2, seed: 5)
        let whole = fixture.run(Self.table(build), real: real)
        let parts = fixture.run(Self.table(build), real: real, ranges: [0..<8, 8..<13, 13..<21])
        #expect(whole.output == parts.output)
        #expect(whole.weightGradient == parts.weightGradient)
        #expect(whole.inputGradient == parts.inputGradient)
    }

    /// Every truth table of two and of three inputs, and structured ones of six, over all patterns.
    @Test(arguments: builds)
    func everySmallTruthTable(build: String) throws {
        for inputs in 2...3 {
            for truth in 0..<(1 << (1 << inputs)) {
                try Self.expectTruth(UInt64(truth), inputs: inputs, build: build)
            }
        }
        var random = MersenneTwister64(seed: 9)
        for truth in [0, ~0, 0x8000_0000_0000_0000, 1, 0x6996_9669_9669_6996] + (0..<200).map({ _ in random.next() }) {
            try Self.expectTruth(truth, inputs: 6, build: build)
        }
    }

    private static func expectTruth(_ truth: UInt64, inputs: Int, build: String) throws {
        let size = 1 << inputs
        let weights = Tensor((0..<size).map { truth >> UInt64($0) & 1 == 1 ? 1 : 0 }, shape: [1, size])
        let wires = try ConnectionTable(
            rule: .serial, inputShape: [inputs], outputShape: [1], inputsPerNode: inputs, seed: 1)
        for frames in [size, 3 * 64 + 5] {
            let x = FrameBuffer(.bit, frameCount: frames, shape: [inputs])
            let y = FrameBuffer(.bit, frameCount: frames, shape: [1], levels: .zeroOne)
            for frame in 0..<frames {
                for slot in 0..<inputs { x[frame: frame, node: slot] = frame >> slot & 1 == 1 ? 1 : -1 }
            }
            let layer = LutLayer(
                inputsPerNode: inputs, frameCount: frames, connection: wires.entries,
                weights: weights.floats.baseAddress!, clampsWeights: false, binarizesWeights: false, bias: 0.5,
                normalization: nil)
            table(build).lutBitsInference(layer, x.bitRows, y.lutOutput, 0..<1)
            for frame in 0..<frames {
                let wanted: Float = truth >> UInt64(frame % size) & 1 == 1 ? 1 : 0
                #expect(y[frame: frame, node: 0] == wanted, "truth \(truth) frame \(frame)")
            }
        }
    }
}
