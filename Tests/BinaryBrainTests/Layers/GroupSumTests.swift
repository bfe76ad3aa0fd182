import Testing
import TestSupport

@testable import BinaryBrain

@Suite("GroupSum")
struct GroupSumTests {
    private static func bits(_ levels: BitLevels, frames: Int = 70, nodes: Int = 60) -> FrameBuffer {
        let values = FrameBuffer.random(frames: frames, shape: [nodes], seed: 3).frameMajorValues()
        var bits = FrameBuffer(frameMajor: values, shape: [nodes], dtype: .bit)
        bits.levels = levels
        return bits
    }

    @Test(arguments: [BitLevels.zeroOne, .minusOnePlusOne])
    func addsUpContiguousGroups(_ levels: BitLevels) throws {
        let x = Self.bits(levels)
        let layer = try GroupSum(outputShape: [3], tau: 2.5)
        let y = try layer.forward(x, train: false)
        #expect(abs(layer.scale - 0.4) < 0.4 / 4096)
        for frame in 0..<x.frameCount {
            for group in 0..<3 {
                let sum = (0..<20).reduce(Float(0)) { $0 + x[frame: frame, node: group * 20 + $1] }
                #expect(y[frame: frame, node: group] == sum * layer.scale)
            }
        }
    }

    @Test(arguments: [BitLevels.zeroOne, .minusOnePlusOne])
    func bitsNumbersAndHostOnlyGiveTheSame(_ levels: BitLevels) throws {
        let x = Self.bits(levels)
        let layer = try GroupSum(outputShape: [6])
        let wanted = try layer.forward(x, train: false).frameMajorValues()
        #expect(try layer.forward(x.converted(to: .fp32), train: false).frameMajorValues() == wanted)
        try layer.sendCommand("host_only true")
        #expect(try layer.forward(x, train: false).frameMajorValues() == wanted)
    }

    /// A count times the scale is a number of single precision, for any count over 31 frames.
    @Test(arguments: [1, 10, 50, 200, 1000, 10_000], [0.01, 0.3, 1, 2.5, 7.75, 1e4] as [Float])
    func sumsAreExact(groupSize: Int, tau: Float) {
        let scale = GroupSum.exactScale(tau: tau, groupSize: groupSize)
        #expect(abs(scale * tau - 1) <= Float(groupSize * 31) / 0x1p22, "as near as exactness allows")
        for count in stride(from: 0, through: groupSize * 31, by: max(1, groupSize / 7)) {
            #expect(Double(Float(count) * scale) == Double(count) * Double(scale))
        }
    }

    @Test func theTemperatureCanBeSteered() throws {
        let layer = try GroupSum(outputShape: [2])
        try layer.setInputShape([72])
        #expect(layer.tau == 2 && layer.groupSize == 36)
        try layer.sendCommand("tau 4")
        #expect(layer.tau == 4 && layer.scale == 0.25)
        for wrong in ["tau 0", "tau -1", "tau nan", "tau warm"] {
            #expect(throws: BrainError.self) { try layer.sendCommand(wrong) }
        }
        #expect(layer.tau == 4)
    }

    @Test func wrongSizesAreRefused() throws {
        #expect(throws: BrainError.self) { try GroupSum(outputShape: [5]).setInputShape([12]) }
        #expect(throws: BrainError.self) { try GroupSum(outputShape: [2], tau: 0) }
        #expect(throws: BrainError.self) { try GroupSum(outputShape: []) }
    }
}
