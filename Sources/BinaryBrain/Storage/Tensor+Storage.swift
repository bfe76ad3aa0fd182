// Tensors come in two wrappings. `Tensor` carries its element type as a number, `Tensor_fp32` and its like in their name;
// what follows is the same: offset, size, shape, strides and the elements.

extension ObjectReader {
    /// An object `Tensor` that must hold elements of `dtype` in `shape`.
    public mutating func tensor(_ field: String, _ dtype: DType = .fp32, shape: Shape) throws -> Tensor {
        try object(named: "Tensor", field) { reader in
            let start = reader.offset
            let type = try reader.tensorLevel(field)
            guard type == dtype else {
                throw reader.error(field, expected: "elements of \(dtype.name)", found: type.name, at: start)
            }
            return try reader.tensorElements(field, dtype, shape: shape)
        }
    }

    /// An object `Tensor` of any type and shape.
    public mutating func tensor(_ field: String) throws -> Tensor {
        try object(named: "Tensor", field) { reader in
            let start = reader.offset
            let type = try reader.tensorLevel(field)
            guard type != .bit else {
                throw reader.error(field, expected: "whole elements", found: "elements of bit", at: start)
            }
            return try reader.tensorElements(field, type, shape: nil)
        }
    }

    /// The level `Tensor`: the type of its elements.
    private mutating func tensorLevel(_ field: String) throws -> DType {
        try version(of: "Tensor")
        try version(of: "Object")
        return try elementType(field)
    }

    /// The number of an element type.
    public mutating func elementType(_ field: String) throws -> DType {
        let start = offset
        let number = try int32("\(field), element type")
        guard let type = DType(rawValue: number) else {
            throw error("\(field), element type", expected: "an element type", found: "\(number)", at: start)
        }
        return type
    }

    /// An object `Tensor_fp32` (or of another element type) of a shape that must be `shape`, if that is given.
    public mutating func typedTensor(_ field: String, _ dtype: DType = .fp32, shape: Shape? = nil) throws -> Tensor {
        try object(named: "Tensor_\(dtype.name)", field) { try $0.tensorElements(field, dtype, shape: shape) }
    }

    /// An object `Tensor_fp32` with a number for each node: in the shape of a frame, as the original writes it, or in one row, as
    /// checkpoints have it; one row of numbers.
    public mutating func statistics(_ field: String, of frame: Shape) throws -> Tensor {
        let start = offset
        let tensor = try typedTensor(field)
        guard tensor.shape == frame || tensor.shape == [frame.count] else {
            throw error(field, expected: "\(frame) or \(frame.count) numbers", found: "\(tensor.shape)", at: start)
        }
        return Tensor(tensor.values, shape: [frame.count])
    }

    private mutating func tensorElements(_ field: String, _ dtype: DType, shape wanted: Shape?) throws -> Tensor {
        try version(of: "Tensor_\(dtype.name)")
        try version(of: "Object")
        _ = try int64("\(field), offset", in: 0...0)
        let sizeOffset = offset
        let size = try int64("\(field), size")
        let shapeOffset = offset
        let shape = try shape("\(field), shape")
        if let wanted, shape != wanted {
            throw error("\(field), shape", expected: "\(wanted)", found: "\(shape)", at: shapeOffset)
        }
        guard size == shape.count else {
            throw error("\(field), size", expected: "\(shape.count) for \(shape)", found: "\(size)", at: sizeOffset)
        }
        let strideOffset = offset
        let stride = try self.shape("\(field), strides")
        guard stride == shape.rowMajorStrides else {
            throw error(
                "\(field), strides", expected: "\(shape.rowMajorStrides.dimensions)", found: "\(stride.dimensions)",
                at: strideOffset)
        }
        // The shape has fewer than 2^31 elements of at most 8 bytes: no overflow.
        let byteCount = size * dtype.bitWidth / 8
        guard byteCount <= remaining else {
            throw error(field, expected: "\(byteCount) bytes of elements", found: "only \(remaining) bytes")
        }
        let tensor = Tensor(dtype, shape: shape)
        try copy(byteCount, to: tensor.storage.base, field)
        return tensor
    }
}

extension ObjectWriter {
    /// Appends an object `Tensor`.
    public mutating func write(tensor: Tensor) {
        object("Tensor") { writer in
            writer.writeVersion(of: "Tensor")
            writer.writeVersion(of: "Object")
            writer.write(tensor.dtype.rawValue)
            writer.writeElements(tensor)
        }
    }

    /// Appends an object `Tensor_fp32`, or of the tensor's type.
    public mutating func write(typedTensor tensor: Tensor) {
        object("Tensor_\(tensor.dtype.name)") { $0.writeElements(tensor) }
    }

    /// Appends an object `Tensor_fp32` with a number for each node, in the shape of a frame; in a checkpoint in one row.
    public mutating func write(statistics tensor: Tensor, of frame: Shape) {
        write(typedTensor: isForCheckpoint ? tensor : Tensor(tensor.values, shape: frame))
    }

    private mutating func writeElements(_ tensor: Tensor) {
        writeVersion(of: "Tensor_")
        writeVersion(of: "Object")
        write(0)
        write(tensor.count)
        write(tensor.shape)
        write(tensor.shape.rowMajorStrides)
        write(UnsafeRawBufferPointer(start: tensor.storage.base, count: tensor.count * tensor.dtype.bitWidth / 8))
    }
}

extension Shape {
    /// Elements from one index to the next on each axis, when the last axis is contiguous.
    fileprivate var rowMajorStrides: Shape {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * self[axis + 1] }
        return Shape(strides)
    }
}
