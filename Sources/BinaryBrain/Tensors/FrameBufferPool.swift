/// Memory for a layer's outputs and gradients that is used again as soon as nobody else holds it, so that a steady-state
/// training step allocates nothing of size.
public struct FrameBufferPool {
    private var storages: [AlignedStorage] = []
    /// Blocks kept: enough for several forwards in flight, few enough that changing shapes do not pile up.
    private static let capacity = 8

    /// An empty pool.
    public init() {}

    /// A buffer whose memory only the caller and the pool hold. Its contents are unspecified: the caller writes every
    /// element, and in bit rows the padding too (as zeros).
    public mutating func take(
        _ dtype: DType, frameCount: Int, shape: Shape, levels: BitLevels = .minusOnePlusOne
    ) -> FrameBuffer {
        let bytes = FrameBuffer.rowBytes(dtype, frameCount: frameCount) * shape.count
        for index in storages.indices
        where storages[index].byteCount == bytes && isKnownUniquelyReferenced(&storages[index]) {
            storages[index].forgetDevice()
            return FrameBuffer(
                dtype, frameCount: frameCount, shape: shape, levels: levels, storage: storages[index])
        }
        let storage = AlignedStorage(byteCount: bytes)
        if storages.count == Self.capacity { storages.removeFirst() }
        storages.append(storage)
        return FrameBuffer(dtype, frameCount: frameCount, shape: shape, levels: levels, storage: storage)
    }
}
