import Testing

@testable import BinaryBrain

@Suite("Tensors and connection tables in model files")
struct TensorStorageTests {
    @Test("W and b of a dense layer of the original come back byte for byte")
    func goldenTensors() throws {
        // The two tensors are the tail of the file, from its first nested header on.
        let file = Array(try GoldenModelFiles.data("ser_dense"))
        let start = try #require(file.indices.dropFirst().first { file[$0...].starts(with: ObjectReader.magic) })
        let tail = Array(file[start...])
        var reader = ObjectReader(tail)
        let weights = try reader.tensor("W", shape: [4, 8])
        let bias = try reader.tensor("b", shape: [4])
        #expect(reader.remaining == 0)
        #expect(weights[0] == Float(bitPattern: 0xbe86_bbe2))
        var writer = ObjectWriter()
        writer.write(tensor: weights)
        writer.write(tensor: bias)
        #expect(writer.bytes == tail)
    }

    @Test("The wiring of a LUT layer of the original comes back byte for byte")
    func goldenConnections() throws {
        let file = Array(try GoldenModelFiles.data("ser_difflut6"))
        let start = try #require(file.indices.dropFirst().first { file[$0...].starts(with: ObjectReader.magic) })
        var reader = ObjectReader(Array(file[start...]))
        let table = try reader.connectionTable(inputShape: [8], outputShape: [4], inputsPerNode: 6)
        #expect(table[0] == [3, 5, 1, 2, 6, 4])
        #expect(!table.isDisjoint)
        var writer = ObjectWriter()
        writer.write(table)
        #expect(writer.bytes == Array(file[start..<start + reader.offset]))
    }

    @Test("Every element type is kept", arguments: DType.allCases.filter { $0 != .bit })
    func elementTypes(dtype: DType) throws {
        let tensor = Tensor(dtype, shape: [2, 3])
        for index in 0..<6 { tensor[index] = Float(index % 2) }
        var writer = ObjectWriter()
        writer.write(tensor: tensor)
        writer.write(typedTensor: tensor)
        var reader = ObjectReader(writer.bytes)
        #expect(try reader.tensor("t", dtype, shape: [2, 3]).values == tensor.values)
        #expect(try reader.typedTensor("t", dtype).values == tensor.values)
    }

    @Test("A connection outside the inputs is an error about the file")
    func wrongConnection() throws {
        let table = try ConnectionTable(
            inputShape: [8], outputShape: [1], inputsPerNode: 2, entries: [0, 7])
        table.table.int32s[1] = 8
        var writer = ObjectWriter()
        writer.write(table)
        var reader = ObjectReader(writer.bytes)
        let error = #expect(throws: BrainError.self) {
            try reader.connectionTable(inputShape: [8], outputShape: [1], inputsPerNode: 2)
        }
        #expect(error?.kind == .format)
        #expect(error?.why.contains("entry 8 is outside the 8 inputs") == true)
    }

    @Test("A table for other shapes than the layer's is refused")
    func otherShapes() throws {
        let table = try ConnectionTable(inputShape: [8], outputShape: [1], inputsPerNode: 2, entries: [0, 7])
        var writer = ObjectWriter()
        writer.write(table)
        var reader = ObjectReader(writer.bytes)
        let error = #expect(throws: BrainError.self) {
            try reader.connectionTable(inputShape: [9], outputShape: [1], inputsPerNode: 2)
        }
        #expect(error?.why.contains("input shape: expected that of the layer, 9, found 8") == true)
    }
}
