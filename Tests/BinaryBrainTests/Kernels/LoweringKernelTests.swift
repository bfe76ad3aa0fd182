import KernelInterface
import Testing

@testable import BinaryBrain

/// The vectorised lowering kernels against their plain twins.
@Suite struct LoweringKernelTests {
    static let placeCounts = [1, 2, 7, 8, 9, 25, 63, 64, 65, 130]
    static let frameCounts = [1, 7, 8, 63, 64, 65, 200, 257]

    /// Places in mixed order, some of them without a row.
    private static func indices(_ places: Int) -> [Int32] {
        (0..<places).map { $0 % 5 == 3 ? -1 : Int32(($0 * 7 + 2) % places) }
    }

    /// The range of all frames, in parts as layers cut it.
    private static func parts(_ frames: Int) -> [Range<Int>] {
        stride(from: 0, to: frames, by: 64).map { $0..<min($0 + 64, frames) }
    }

    private static func bits(frames: Int, rows: Int, seed: UInt64) -> FrameBuffer {
        let numbers = FrameBuffer.random(frames: frames, shape: [rows], seed: seed)
        return FrameBuffer(frameMajor: numbers.frameMajorValues(), shape: [rows], dtype: .bit)
    }

    @Test(arguments: LutKernelTests.builds, placeCounts)
    func reals(build: String, places: Int) {
        let kernels = LutKernelTests.table(build).lowering
        for frames in Self.frameCounts {
            let x = FrameBuffer.random(frames: frames, shape: [places], seed: 1)
            let border = FrameBuffer.random(frames: frames, shape: [1], seed: 2)
            let long = FrameBuffer.random(frames: frames * places, shape: [1], seed: 3)
            func run(_ kernels: LoweringKernels) -> [[Float]] {
                let y = FrameBuffer(.fp32, frameCount: frames * places, shape: [1])
                let dx = FrameBuffer.random(frames: frames, shape: [places], seed: 4)
                Self.indices(places).withUnsafeBufferPointer { indices in
                    var rows = RowSelection(
                        base: x.floats(0), stride: x.floatStride, indices: indices.baseAddress!, count: places,
                        border: border.floats(0))
                    for part in Self.parts(frames) { kernels.interleaveReals(rows, y.floats(0), part) }
                    rows.base = dx.floats(0)
                    rows.border = nil
                    for part in Self.parts(frames) { kernels.addDeinterleavedReals(long.floats(0), rows, part) }
                }
                return [y.frameMajorValues(), dx.frameMajorValues()]
            }
            #expect(run(kernels) == run(LoweringReference.table), "\(build) \(places) places, \(frames) frames")
        }
    }

    @Test(arguments: LutKernelTests.builds, placeCounts)
    func bits(build: String, places: Int) {
        let kernels = LutKernelTests.table(build).lowering
        for frames in Self.frameCounts {
            let x = Self.bits(frames: frames, rows: places, seed: 1)
            let border = Self.bits(frames: frames, rows: 1, seed: 2)
            let long = Self.bits(frames: frames * places, rows: 1, seed: 3)
            func run(_ kernels: LoweringKernels) -> [[UInt64]] {
                let y = FrameBuffer(.bit, frameCount: frames * places, shape: [1])
                let raised = FrameBuffer(.bit, frameCount: frames, shape: [places])
                // Words that are not written would show.
                for word in 0..<(frames * places + 63) / 64 { y.words(0)[word] = ~0 }
                Self.indices(places).withUnsafeBufferPointer { indices in
                    var rows = RowSelection(
                        base: x.words(0), stride: x.wordStride, indices: indices.baseAddress!, count: places,
                        border: border.words(0))
                    for part in Self.parts(frames) { kernels.interleaveBits(rows, y.words(0), part) }
                    rows.base = raised.words(0)
                    rows.stride = raised.wordStride
                    rows.border = nil
                    for part in Self.parts(frames) { kernels.deinterleaveBits(long.words(0), rows, part) }
                }
                return [y, raised].map { buffer in
                    (0..<buffer.nodeCount * buffer.wordStride).map { buffer.words(0)[$0] }
                }
            }
            #expect(run(kernels) == run(LoweringReference.table), "\(build) \(places) places, \(frames) frames")
        }
    }
}
