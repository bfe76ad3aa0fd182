import BinaryBrain

/// Frame counts around the sizes of words, rows and blocks.
let awkwardFrameCounts = [1, 7, 31, 32, 33, 256, 257]

extension FrameBuffer {
    /// Reproducible values from U(low, high); the padding of each row is NaN, which no result may ever show.
    static func random(
        frames: Int, shape: Shape, seed: UInt64, in range: ClosedRange<Double> = -2...2
    ) -> FrameBuffer {
        var generator = MersenneTwister64(seed: seed)
        let buffer = FrameBuffer(.fp32, frameCount: frames, shape: shape)
        for node in 0..<buffer.nodeCount {
            for frame in 0..<frames {
                buffer[frame: frame, node: node] = Float(
                    generator.uniformDouble(range.lowerBound, range.upperBound))
            }
        }
        buffer.poisonPadding()
        return buffer
    }

    /// Fills what lies between the frames and the end of each row with NaN.
    func poisonPadding() {
        precondition(dtype == .fp32, "bit padding is zero by contract")
        for node in 0..<nodeCount {
            for slot in frameCount..<floatStride { floats(node)[slot] = .nan }
        }
    }

    /// Whether every value is a finite number.
    var isFinite: Bool { frameMajorValues().allSatisfy(\.isFinite) }

    /// A copy with memory of its own.
    var copy: FrameBuffer {
        let result = FrameBuffer(dtype, frameCount: frameCount, shape: shape, levels: levels)
        result.storage.base.copyMemory(from: storage.base, byteCount: rowBytes * nodeCount)
        return result
    }

    /// Σ a·b over all frames and nodes, in double precision.
    func dot(_ other: FrameBuffer) -> Double {
        zip(frameMajorValues(), other.frameMajorValues()).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
}

/// Largest |a − b| relative to the largest |b| (absolute if b is zero).
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let scale = b.map(abs).max() ?? 0
    let error = zip(a, b).map { $0.isNaN || $1.isNaN ? .infinity : abs($0 - $1) }.max() ?? 0
    return scale > 0 ? error / scale : error
}

/// Central differences of `function` with respect to the elements that `read` and `write` reach, in double precision.
///
/// The step is a power of two, so that it is exact at the magnitudes that tests use; the divisor is the step really taken.
func centralDifferences(
    count: Int, step: Float = 0x1p-7, read: (Int) -> Float, write: (Int, Float) -> Void,
    of function: () throws -> Double
) rethrows -> [Double] {
    try (0..<count).map { index in
        let value = read(index)
        write(index, value + step)
        let above = try function()
        write(index, value - step)
        let below = try function()
        write(index, value)
        return (above - below) / (Double(value + step) - Double(value - step))
    }
}
