import Datasets
import TestSupport
import Testing

@testable import BinaryBrain

/// RealToBinary, BinaryToReal and BinaryModulation against the original, and where it leaves off.
@Suite struct ModulationTests {
    static func expectGolden(
        _ actual: FrameBuffer, _ golden: NumpyArray, _ name: String, limit: Float = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let deviation = Golden.deviation(of: actual, from: golden, name: name)
        #expect(deviation <= limit, "\(name)", sourceLocation: sourceLocation)
    }

    @Test(arguments: [1, 3, 15], [1, 4])
    func pulseWidth(frames: Int, depth: Int) throws {
        let name = "real2bin_f\(frames)_d\(depth)"
        let golden = try Golden.arrays(name)
        let layer = try RealToBinary(frameModulationSize: frames, depthModulationSize: depth)
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: false)
        #expect(y.dtype == .bit)
        Self.expectGolden(y, golden["y"]!, "\(name)/y")
    }

    @Test func inputRange() throws {
        let golden = try Golden.arrays("real2bin_range")
        let layer = try RealToBinary(frameModulationSize: 3, inputRangeLow: -1, inputRangeHigh: 2)
        Self.expectGolden(try layer.forward(golden["x"]!.frameBuffer(), train: false), golden["y"]!, "real2bin_range/y")
    }

    @Test func realValuesAtDepth() throws {
        let golden = try Golden.arrays("real2bin_nonbinary_d4")
        let layer = try RealToBinary(frameModulationSize: 3, depthModulationSize: 4)
        try layer.sendCommand("binary false")
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: false)
        Self.expectGolden(y, golden["y"]!, "real2bin_nonbinary_d4/y", limit: 1e-4)
    }

    @Test(arguments: [false, true])
    func drawnThresholds(framewise: Bool) throws {
        let generators: [(String, any ValueGenerator)] = [
            ("uniform", UniformDistributionGenerator()),
            ("normal", NormalDistributionGenerator(mean: 0.5, deviation: 0.2)),
        ]
        for (kind, generator) in generators {
            let name = "real2bin_\(kind)_framewise\(framewise ? 1 : 0)"
            let golden = try Golden.arrays(name)
            let layer = try RealToBinary(frameModulationSize: 3, valueGenerator: generator, framewise: framewise)
            Self.expectGolden(try layer.forward(golden["x"]!.frameBuffer(), train: false), golden["y"]!, "\(name)/y")
        }
    }

    @Test func packedType() throws {
        let golden = try Golden.arrays("bit_real2bin_f3")
        let layer = try RealToBinary(frameModulationSize: 3, binaryType: .bit)
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: false)
        let bits = y.frameMajorValues().map { $0 > 0 ? Float(1) : 0 }
        #expect(Golden.deviation(of: bits, from: golden["bits"]!, name: "bit_real2bin_f3/bits") == 0)
        let back = try Golden.arrays("bit_bin2real_f3")
        let counter = try BinaryToReal(frameIntegrationSize: 3, binaryType: .bit)
        Self.expectGolden(
            try counter.forward(back["bits"]!.frameBuffer(dtype: .bit), train: true), back["y"]!, "bit_bin2real_f3/y",
            limit: 1e-6)
        Self.expectGolden(
            try counter.backward(back["dy"]!.frameBuffer()), back["dx"]!, "bit_bin2real_f3/dx", limit: 1e-6)
    }

    @Test(
        arguments: [
            ("bin2real_f15_", 15, 1, nil), ("bin2real_f1_", 1, 1, nil), ("bin2real_f5_dep4", 5, 4, nil),
            ("bin2real_f5_out5", 5, 1, 5), ("bin2real_f5_out5_dep0", 5, 0, 5),
        ] as [(String, Int, Int, Int?)])
    func integration(name: String, frames: Int, depth: Int, output: Int?) throws {
        let golden = try Golden.arrays(name)
        for packed in [false, true] {
            let layer = try BinaryToReal(
                frameIntegrationSize: frames, depthIntegrationSize: depth, outputShape: output.map { [$0] } ?? [])
            let x = golden["x"]!.frameBuffer(dtype: packed ? .bit : .fp32)
            Self.expectGolden(try layer.forward(x, train: true), golden["y"]!, "\(name)/y", limit: 1e-6)
            Self.expectGolden(try layer.backward(golden["dy"]!.frameBuffer()), golden["dx"]!, "\(name)/dx", limit: 1e-6)
        }
    }

    /// Thresholds by comparison agree with the formula, value by value around every threshold.
    @Test func thresholdsAreExact() {
        for (frames, depth) in [(1, 1), (3, 1), (7, 2), (31, 1), (5, 3)] {
            let code = PulseWidthThresholds(frameSize: frames, depthSize: depth, low: -0.25, high: 1.5)
            for (slot, threshold) in code.values.enumerated() {
                func isOne(_ x: Float) -> Bool {
                    PulseWidthThresholds.level(
                        x, frame: slot % frames, of: frames, depth: slot / frames, of: depth, low: -0.25, high: 1.5)
                        > 0.5
                }
                #expect(isOne(threshold) && !isOne(threshold.nextDown))
            }
        }
    }

    @Test func longCodesFillWholeWords() throws {
        let layer = try RealToBinary(frameModulationSize: 130)
        let y = try layer.forward(FrameBuffer(frameMajor: [0, 0.25, 0.5, 1, 2, -1, .nan], shape: [1]), train: false)
        let ones = (0..<7).map { f in (0..<130).filter { y[frame: f * 130 + $0, node: 0] > 0 }.count }
        #expect(ones == [0, 32, 65, 130, 130, 0, 0])
    }

    /// The wrapper uses its two sizes, restores the values within the step of the code, and sends gradients back.
    @Test func wrapperRoundTrip() throws {
        let net = try BinaryModulation(Sequential([]), trainingModulationSize: 7, inferenceModulationSize: 31)
        try net.setInputShape([5])
        let x = LutLayerTests.randomFrames(6, 5, seed: 3)
        for (train, size) in [(true, 7), (false, 31)] {
            let y = try net.forward(x, train: train)
            #expect(y.frameCount == 6)
            for (a, b) in zip(y.frameMajorValues(), x.frameMajorValues()) {
                #expect(abs(a - b) <= 0.5001 / Float(size))
            }
        }
        let dy = LutLayerTests.randomFrames(6, 5, seed: 4)
        let dx = try net.backward(dy)
        for (a, b) in zip(dx.frameMajorValues(), dy.frameMajorValues()) { #expect(abs(a - b) < 1e-5) }
        try net.sendCommand("binary false")
        #expect(try net.forward(x, train: false).frameMajorValues() == x.frameMajorValues())
    }

    @Test func wrongSizes() throws {
        #expect(throws: BrainError.self) { try RealToBinary(frameModulationSize: 0) }
        #expect(throws: BrainError.self) { try RealToBinary(inputRangeLow: 1, inputRangeHigh: 1) }
        #expect(throws: BrainError.self) { try BinaryToReal(frameIntegrationSize: -1) }
        let layer = try BinaryToReal(frameIntegrationSize: 3)
        #expect(throws: BrainError.self) {
            try layer.forward(FrameBuffer(.bit, frameCount: 4, shape: [2]), train: false)
        }
        #expect(throws: BrainError.self) { try BinaryToReal(depthIntegrationSize: 3).setInputShape([4]) }
    }

    /// A generator goes on from a saved state as if it had never stopped.
    @Test func generatorsResume() throws {
        let generators: [any ValueGenerator] = [
            UniformDistributionGenerator(seed: 5), NormalDistributionGenerator(seed: 5),
        ]
        let others: [any ValueGenerator] = [
            UniformDistributionGenerator(seed: 6), NormalDistributionGenerator(seed: 6),
        ]
        for (generator, other) in zip(generators, others) {
            for _ in 0..<7 { _ = generator.next() }
            #expect(other.restore(generator.state))
            for _ in 0..<7 { #expect(generator.next() == other.next()) }
            #expect(!other.restore([1, 2, 3]))
        }
    }
}
