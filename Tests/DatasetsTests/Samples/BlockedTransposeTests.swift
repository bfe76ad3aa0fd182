import BinaryBrain
import Testing

@testable import Datasets

@Suite struct BlockedTransposeTests {
    /// Every frame count around the tile, with node counts around what a cache line holds.
    @Test(arguments: [1, 2, 15, 16, 17, 31, 32, 33, 47, 64, 65, 100, 128, 257], [1, 2, 3, 15, 16, 17, 64, 65, 784])
    func equalsTheObviousLoop(frames: Int, nodes: Int) {
        let samples = 37
        let pixels = (0..<samples * nodes).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let floats = pixels.map { Float($0) * 0.5 - 3 }
        let rows = (0..<frames).map { Int32($0 * 11 % samples) }
        let expected = FrameBuffer(.fp32, frameCount: frames, shape: [nodes])
        let actual = FrameBuffer(.fp32, frameCount: frames, shape: [nodes])
        rows.withUnsafeBufferPointer { rows in
            pixels.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: rows, into: actual) }
        }
        BlockedTranspose.gatherReference(pixels.map { Float($0) / 255 }, rows: rows, into: expected)
        #expect(actual.frameMajorValues() == expected.frameMajorValues())
        rows.withUnsafeBufferPointer { rows in
            floats.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: rows, into: actual) }
        }
        BlockedTranspose.gatherReference(floats, rows: rows, into: expected)
        #expect(actual.frameMajorValues() == expected.frameMajorValues())
    }

    @Test func nothingIsWrittenBetweenTheRows() {
        let buffer = FrameBuffer(.fp32, frameCount: 3, shape: [5])
        let source = [Float](repeating: 1, count: 5)
        [Int32](repeating: 0, count: 3).withUnsafeBufferPointer { rows in
            source.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: rows, into: buffer) }
        }
        for node in 0..<5 {
            #expect((0..<buffer.floatStride).map { buffer.floats(node)[$0] } == [1, 1, 1, 0, 0, 0, 0, 0])
        }
    }

    @Test func noFramesIsNoWork() throws {
        let set = try SampleSet(shape: [2], values: .floats([1, 2]), name: "x")
        try set.fillInputs(indices: [], into: FrameBuffer(.fp32, frameCount: 0, shape: [2]))
    }
}
