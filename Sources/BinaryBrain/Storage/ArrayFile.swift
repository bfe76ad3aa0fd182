import Foundation

/// Tensors and frame buffers as objects of the original (manual §6.2.1.1 `dumps` and `loads`), bytes that its Python package
/// reads and writes.
public enum ArrayFile {
    /// An object `Tensor`.
    public static func encode(_ tensor: Tensor) -> Data {
        var writer = ObjectWriter()
        writer.write(tensor: tensor)
        return Data(writer.bytes)
    }

    /// An object `FrameBuffer`.
    public static func encode(_ buffer: FrameBuffer) -> Data {
        var writer = ObjectWriter()
        writer.write(frameBuffer: buffer)
        return Data(writer.bytes)
    }

    /// The tensor in an object `Tensor`, of whatever type and shape.
    /// - Throws: `BrainError` of kind `.format` for anything but an intact object.
    public static func decodeTensor(_ data: Data) throws -> Tensor {
        try decode(data) { try $0.tensor("tensor") }
    }

    /// The buffer in an object `FrameBuffer`; bits count as −1 and +1.
    /// - Throws: `BrainError` of kind `.format` for anything but an intact object.
    public static func decodeFrameBuffer(_ data: Data) throws -> FrameBuffer {
        try decode(data) { try $0.frameBuffer("frame buffer") }
    }

    private static func decode<Content>(
        _ data: Data, _ read: (inout ObjectReader) throws -> Content
    ) throws -> Content {
        var reader = ObjectReader(Array(data))
        let content = try read(&reader)
        try reader.requireEnd("array")
        return content
    }
}

extension ObjectReader {
    /// An object `FrameBuffer`: the frames, and a tensor whose last axis is a padded row of them.
    fileprivate mutating func frameBuffer(_ field: String) throws -> FrameBuffer {
        try object(named: "FrameBuffer", field) { reader in
            try reader.version(of: "FrameBuffer")
            try reader.version(of: "Object")
            let dtype = try reader.elementType(field)
            let start = reader.offset
            let frames = try reader.int64("number of frames", in: 0...Int(Int32.max))
            let stride = try reader.int64("bytes of a row")
            guard stride == FrameBuffer.rowBytes(dtype, frameCount: frames) else {
                throw reader.error(
                    "bytes of a row",
                    expected: "\(FrameBuffer.rowBytes(dtype, frameCount: frames)) for \(frames) frames",
                    found: "\(stride)", at: start)
            }
            let shape = try reader.frameShape("node shape")
            let (elementType, perRow) = FrameBuffer.rowElements(dtype, rowBytes: stride)
            let rows = try reader.tensor(field, elementType, shape: Shape(shape.dimensions + [perRow]))
            let buffer = FrameBuffer(
                dtype, frameCount: frames, shape: shape, levels: .minusOnePlusOne, storage: rows.storage)
            buffer.clearPaddingBits()
            return buffer
        }
    }
}

extension ObjectWriter {
    /// Appends an object `FrameBuffer`.
    fileprivate mutating func write(frameBuffer buffer: FrameBuffer) {
        object("FrameBuffer") { writer in
            writer.writeVersion(of: "FrameBuffer")
            writer.writeVersion(of: "Object")
            writer.write(buffer.dtype.rawValue)
            writer.write(buffer.frameCount)
            writer.write(buffer.rowBytes)
            writer.write(buffer.shape)
            let (elementType, perRow) = FrameBuffer.rowElements(buffer.dtype, rowBytes: buffer.rowBytes)
            writer.write(
                tensor: Tensor(
                    elementType, shape: Shape(buffer.shape.dimensions + [perRow]), storage: buffer.storage))
        }
    }
}

extension FrameBuffer {
    /// Type and number of the elements that a tensor takes for a padded row; bits lie in bytes.
    fileprivate static func rowElements(_ dtype: DType, rowBytes: Int) -> (type: DType, count: Int) {
        dtype == .bit ? (.uint8, rowBytes) : (dtype, rowBytes * 8 / dtype.bitWidth)
    }

    /// Padding bits are always zero here, and anything in files of the original.
    fileprivate func clearPaddingBits() {
        guard dtype == .bit, rowBytes > 0 else { return }
        for node in 0..<nodeCount {
            let words = words(node)
            for word in frameCount / 64..<wordStride {
                let used = frameCount - word * 64
                words[word] &= used > 0 ? (1 << UInt64(used)) - 1 : 0
            }
        }
    }
}
