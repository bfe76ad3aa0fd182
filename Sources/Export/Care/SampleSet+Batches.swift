import BinaryBrain
import Datasets

extension SampleSet {
    /// Calls `body` with all samples, 256 at a time.
    func forEachBatch(_ body: (FrameBuffer) throws -> Void) throws {
        let size = 256
        for start in stride(from: 0, to: count, by: size) {
            let indices = (Int32(start)..<Int32(min(count, start + size))).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: indices.count, shape: shape)
            try fillInputs(indices: indices[...], into: x)
            try body(x)
        }
    }
}
