/// The rows of a buffer in the host's memory, asked for once before a loop over many short ones: each time that a buffer is asked for
/// a row it looks whether a device has newer bytes, which costs as much as a few words of work.
///
/// They are good until a device writes the buffer.
struct FrameRows {
    private let base: UnsafeMutableRawPointer
    private let rowBytes: Int
    /// Number of frames.
    let frameCount: Int
    /// What packed bits stand for.
    let levels: BitLevels

    init(_ buffer: FrameBuffer) {
        base = buffer.storage.base
        rowBytes = buffer.rowBytes
        frameCount = buffer.frameCount
        levels = buffer.levels
    }

    /// Words from one row of bits to the next.
    var wordStride: Int { rowBytes / 8 }

    /// A row of numbers.
    @inline(__always)
    func floats(_ node: Int) -> UnsafeMutablePointer<Float> {
        (base + node * rowBytes).assumingMemoryBound(to: Float.self)
    }

    /// A row of bits, 64 frames a word.
    @inline(__always)
    func words(_ node: Int) -> UnsafeMutablePointer<UInt64> {
        (base + node * rowBytes).assumingMemoryBound(to: UInt64.self)
    }
}
