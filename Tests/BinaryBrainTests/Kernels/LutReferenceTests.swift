import KernelInterface
import Testing

@testable import BinaryBrain

/// The plain twin against its formulas, written out once more for one node, one frame and one table entry at a time. What it
/// computes once for all frames must not change a bit.
@Suite struct LutReferenceTests {
    @Test(arguments: [false, true], 2...6)
    func theFormulasToTheBit(real: Bool, inputsPerNode: Int) throws {
        for bias in [Float(0.25), 0.5, 0.1] {
            let fixture = try LutKernelFixture(
                inputsPerNode: inputsPerNode, frames: 67, spread: 0.3, seed: UInt64(inputsPerNode))
            fixture.options.hasNormalization = false
            fixture.options.packsOutput = false
            fixture.options.bias = bias
            let got = fixture.run(LutReference.table, real: real)
            let wanted = formulas(fixture, real: real)
            #expect(got.output == wanted.output)
            #expect(got.inference == wanted.output)
            #expect(got.weightGradient == wanted.weightGradient)
            #expect(got.inputGradient == wanted.inputGradient)
        }
    }

    private func formulas(
        _ fixture: LutKernelFixture, real: Bool
    ) -> (output: [Float], weightGradient: [Float], inputGradient: [Float]) {
        let (n, nodes, frames) = (fixture.inputsPerNode, fixture.nodes, fixture.frames)
        let size = 1 << n
        var output = [Float](repeating: 0, count: frames * nodes)
        var weightGradient = [Float](repeating: 0.25, count: nodes * size)
        var inputGradient = [Float](repeating: 0, count: frames * fixture.inputs)
        let bias = Double(fixture.options.bias)
        for node in 0..<nodes {
            let weights = fixture.initialWeights[node * size..<(node + 1) * size].map { Double(min(1, max(0, $0))) }
            let wires = fixture.connection[node]
            var sums = [Double](repeating: 0, count: size)
            for frame in 0..<frames {
                let x = wires.map { wire -> Double in
                    if real { return Double(min(1, max(0, fixture.reals[frame: frame, node: wire]))) }
                    return 0.5 + (fixture.bits[frame: frame, node: wire] > 0 ? bias : -bias)
                }
                func product(_ i: Int, skipping skip: Int? = nil) -> Double {
                    var result = 1.0
                    for j in 0..<n where j != skip { result *= i >> j & 1 == 1 ? x[j] : 1 - x[j] }
                    return result
                }
                var y0 = 0.0
                for i in 0..<size { y0 += weights[i] * product(i) }
                output[frame * nodes + node] = Float(min(1, max(0, y0)))
                let dy = Double(fixture.dy[frame: frame, node: node])
                for i in 0..<size { sums[i] += dy * product(i) }
                for (j, wire) in wires.enumerated() {
                    var slope = 0.0
                    for i in 0..<size {
                        let weight = i >> j & 1 == 1 ? weights[i] : -weights[i]
                        slope += weight * product(i, skipping: j)
                    }
                    inputGradient[frame * fixture.inputs + wire] += Float(dy * slope)
                }
            }
            for i in 0..<size { weightGradient[node * size + i] += Float(sums[i]) }
        }
        return (output, weightGradient, inputGradient)
    }

    /// A meter sees all work of a layer, and the same with either kernels.
    @Test func theMeterCountsTheSameForBothKernels() throws {
        func units(hostOnly: Bool) throws -> Int {
            let layer = try DifferentiableLut(outputShape: [600])
            try layer.setInputShape([100])
            _ = try layer.sendCommand("host_only \(hostOnly)")
            let x = FrameBuffer(.fp32, frameCount: 70, shape: [100])
            let dy = FrameBuffer(.fp32, frameCount: 70, shape: [600])
            let meter = WorkMeter()
            try meter.within {
                _ = try layer.forward(x, train: true)
                _ = try layer.backward(dy, needsInputGradient: true)
            }
            return meter.units
        }
        let fast = try units(hostOnly: false)
        #expect(fast >= 600 * 70 * 6 * 5)
        #expect(try units(hostOnly: true) == fast)
    }
}
