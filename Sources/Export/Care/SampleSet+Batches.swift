import BinaryBrain
import Datasets

extension SampleSet {
    /// Calls `body` with all samples, so many at a time.
    func forEachBatch(of size: Int = 256, _ body: (FrameBuffer) throws -> Void) throws {
        for start in stride(from: 0, to: count, by: size) {
            let indices = (Int32(start)..<Int32(min(count, start + size))).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: indices.count, shape: shape)
            try fillInputs(indices: indices[...], into: x)
            try body(x)
        }
    }
}
