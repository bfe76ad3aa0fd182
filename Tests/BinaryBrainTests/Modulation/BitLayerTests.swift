import TestSupport
import Testing

@testable import BinaryBrain

@Suite("BitEncode, InsertBitError, Dropout of bits")
struct BitLayerTests {
    @Test func encodesAsTheOriginalDoes() throws {
        let golden = try Golden.arrays("bitencode4")
        let y = try BitEncode(bitSize: 4).forward(golden["x"]!.frameBuffer(), train: false)
        #expect(y.shape == [48] && y.dtype == .bit)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bitencode4/y") == 0)
        let packed = try Golden.arrays("bit_bitencode3")
        let bits = try BitEncode(bitSize: 3, binaryType: .bit).forward(packed["x"]!.frameBuffer(), train: false)
        let ones = bits.frameMajorValues().map { max(0, $0) }
        #expect(Golden.deviation(of: ones, from: packed["y"]!, name: "bit_bitencode3/y") == 0)
    }

    @Test func numbersOutsideTheRangeDoNotTrap() throws {
        let x = FrameBuffer(frameMajor: [.nan, .infinity, -.infinity, -1, 2], shape: [5])
        let y = try BitEncode(bitSize: 2).forward(x, train: true).frameMajorValues()
        // −3 is …101 in two's complement, 6 is 110.
        #expect(y[3] == 1 && y[8] == -1 && y[4] == -1 && y[9] == 1 && y[0] == -1)
        #expect(throws: BrainError.self) { try BitEncode(bitSize: 0) }
        #expect(throws: BrainError.self) { try BitEncode(bitSize: 32) }
        #expect(throws: BrainError.self) { try BitEncode(bitSize: 31).setInputShape([1 << 30]) }
    }

    /// The 10000th draw of the standard seed is part of the C++ standard.
    @Test func mersenneTwister() {
        var generator = MersenneTwister32()
        for _ in 0..<9999 { _ = generator.next() }
        #expect(generator.next() == 4_123_659_995)
    }

    @Test(arguments: [false, true]) func hitsTheSameSignalsPackedOrNot(mask: Bool) throws {
        var bits = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: 257, shape: [9], seed: 1).frameMajorValues(), shape: [9], dtype: .bit
        )
        bits.levels = .zeroOne
        let numbers = FrameBuffer(frameMajor: bits.frameMajorValues(), shape: [9])
        let (a, b) = (
            try InsertBitError(errorRate: 0.25, maskMode: mask), try InsertBitError(errorRate: 0.25, maskMode: mask)
        )
        let before = bits.frameMajorValues()
        let packed = try a.forward(bits, train: true)
        #expect(packed.dtype == .bit && packed.levels == .zeroOne)
        let y = packed.frameMajorValues()
        #expect(try b.forward(numbers, train: true).frameMajorValues() == y)
        #expect(bits.frameMajorValues() == before)
        let dy = FrameBuffer.random(frames: 257, shape: [9], seed: 2)
        let dx = try a.backward(dy).frameMajorValues()
        var hits = 0
        for (index, gradient) in dy.frameMajorValues().enumerated() where dx[index] != gradient {
            hits += 1
            #expect(dx[index] == (mask ? 0 : -gradient))
            #expect(y[index] == (mask ? 0 : 1 - before[index]))
        }
        #expect(abs(Double(hits) / Double(257 * 9) - 0.25) < 0.05)
        // What inference sees is the input itself.
        #expect(try a.forward(bits, train: false).storage === bits.storage)
    }

    /// r of the first forward by hand: mt19937's first draw is 3499211612.
    @Test func firstHitsAreTheOriginals() throws {
        let layer = try InsertBitError(errorRate: 0.5)
        let y = try layer.forward(FrameBuffer(.fp32, frameCount: 16, shape: [3]), train: true)
        for node in 0..<3 {
            for frame in 0..<16 {
                let position = UInt64(3_499_211_612 + 16 * node + frame)
                let r = (1_103_515_245 * position + 12345) & 0xffff
                #expect(y[frame: frame, node: node] == (r < 32768 ? 1 : 0))
            }
        }
    }

    @Test func errorRateCommandAndState() throws {
        let layer = try InsertBitError(errorRate: 0)
        #expect(try layer.sendCommand("error_rate 1") == 1)
        let x = FrameBuffer(.fp32, frameCount: 5, shape: [3])
        #expect(try layer.forward(x, train: true).frameMajorValues().allSatisfy { $0 == 1 })
        for bad in ["2", "-1", "many"] {
            #expect(throws: BrainError.self) { try layer.sendCommand("error_rate \(bad)") }
        }
        #expect(throws: BrainError.self) { try InsertBitError(errorRate: .nan) }
        try layer.sendCommand("error_rate 0.5")
        let copy = try InsertBitError(errorRate: 0.5)
        copy.trainingState = layer.trainingState
        let expected = try layer.forward(x, train: true).frameMajorValues()
        #expect(try copy.forward(x, train: true).frameMajorValues() == expected)
    }

    @Test func dropoutKeepsBitsPacked() throws {
        let layer = try Dropout(forwardType: .bit)
        let x = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: 33, shape: [40], seed: 1).frameMajorValues(), shape: [40],
            dtype: .bit)
        let y = try layer.forward(x, train: true)
        #expect(y.dtype == .bit)
        for node in 0..<40 {
            for frame in 0..<33 {
                #expect(y[frame: frame, node: node] == (layer.mask[node] == 1 ? x[frame: frame, node: node] : -1))
            }
        }
        let dy = FrameBuffer.random(frames: 33, shape: [40], seed: 2)
        let dx = try layer.backward(dy)
        #expect((0..<40).allSatisfy { dx[frame: 5, node: $0] == layer.mask[$0] * dy[frame: 5, node: $0] })
        #expect(try layer.forward(x, train: false).frameMajorValues() == x.frameMajorValues())
        #expect(throws: BrainError.self) { try Dropout(forwardType: .fp16) }
    }
}
