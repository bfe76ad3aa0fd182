import BinaryBrain
import Testing

@testable import Datasets

@Suite struct NumpyArrayTests {
    /// The bytes of a .npy file around `data`, with a header of any text.
    private static func file(_ header: String, version: UInt8 = 1, data: [UInt8]) -> [UInt8] {
        let text = Array(header.utf8)
        let length = NumpyArray.littleEndianBytes([UInt32(text.count)])
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length.prefix(version == 1 ? 2 : 4) + text + data
    }

    private static func header(_ descriptor: String, fortran: Bool = false, shape: String) -> String {
        "{'descr': '\(descriptor)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }\n"
    }

    @Test(arguments: [[], [1], [5], [0, 3], [2, 3], [2, 1, 3, 4]])
    func writtenArrayReadsBack(shape: [Int]) throws {
        let values = (0..<shape.reduce(1, *)).map { Float($0) * 0.37 - 1 }
        let array = NumpyArray(values, shape: shape)
        #expect((array.npyBytes.count - values.count * 4) % 64 == 0)
        let back = try NumpyArray(npy: array.npyBytes, file: "a.npy")
        #expect(back == array)
        #expect(back.shape == shape)
        #expect(back.floats == values)
    }

    @Test func writtenFileIsReplacedWhole() throws {
        let directory = try TemporaryDirectory()
        try NumpyArray([1, 2], shape: [2]).write(to: directory.path("a.npy"))
        try NumpyArray([3], shape: [1]).write(to: directory.path("a.npy"))
        #expect(try NumpyArray(contentsOf: directory.path("a.npy")).floats == [3])
        #expect(try directory.names() == ["a.npy"])
        #expect(throws: BrainError.self) { try NumpyArray([3], shape: [1]).write(to: directory.path("none/a.npy")) }
    }

    @Test(arguments: [UInt8(1), 2, 3])
    func everyFormatVersion(version: UInt8) throws {
        let bytes = Self.file(Self.header("|u1", shape: "(3,)"), version: version, data: [7, 8, 9])
        #expect(try NumpyArray(npy: bytes, file: "a.npy").floats == [7, 8, 9])
    }

    @Test func everyElementType() throws {
        func floats(_ descriptor: String, _ data: [UInt8], count: Int) throws -> [Float] {
            try NumpyArray(npy: Self.file(Self.header(descriptor, shape: "(\(count),)"), data: data), file: "a").floats
        }
        #expect(try floats("|b1", [0, 1, 2], count: 3) == [0, 1, 1])
        #expect(try floats("|i1", [0x80, 0x7f], count: 2) == [-128, 127])
        #expect(try floats("|u1", [0x80, 0xff], count: 2) == [128, 255])
        #expect(try floats("<i2", [0, 0x80], count: 1) == [-32768])
        #expect(try floats("<u2", [0, 0x80], count: 1) == [32768])
        #expect(try floats("<i4", [0xfe, 0xff, 0xff, 0xff], count: 1) == [-2])
        #expect(try floats("<u4", [0, 0, 0, 0x80], count: 1) == [0x1p31])
        #expect(try floats("<i8", [0, 0, 0, 0, 0, 0, 0, 0x80], count: 1) == [-0x1p63])
        #expect(try floats("<u8", [0, 0, 0, 0, 0, 0, 0, 0x80], count: 1) == [0x1p63])
        #expect(try floats("<f4", [0, 0, 0xc0, 0x3f], count: 1) == [1.5])
        #expect(try floats("<f8", [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], count: 1) == [-1.5])
    }

    @Test func fortranOrderBecomesCOrder() throws {
        // Element (i, j) of shape (2, 3) holds 10 i + j; the file has the first axis fastest.
        let matrix = try NumpyArray(
            npy: Self.file(Self.header("|u1", fortran: true, shape: "(2, 3)"), data: [0, 10, 1, 11, 2, 12]), file: "a")
        #expect(matrix.floats == [0, 1, 2, 10, 11, 12])

        // Shape (2, 2, 2), two bytes an element: 100 i + 10 j + k.
        let cube = NumpyArray.littleEndianBytes([0, 100, 10, 110, 1, 101, 11, 111] as [Int16])
        let array = try NumpyArray(
            npy: Self.file(Self.header("<i2", fortran: true, shape: "(2, 2, 2)"), data: cube), file: "a")
        #expect(array.floats == [0, 1, 10, 11, 100, 101, 110, 111])
    }

    @Test func truncationAtEveryByteThrows() throws {
        let bytes = NumpyArray([1, 2, 3, 4, 5, 6], shape: [2, 3]).npyBytes
        for length in bytes.indices {
            #expect(throws: BrainError.self, "\(length) of \(bytes.count) bytes") {
                try NumpyArray(npy: Array(bytes.prefix(length)), file: "a.npy")
            }
        }
        #expect(throws: BrainError.self) { try NumpyArray(npy: bytes + [0], file: "a.npy") }
    }

    @Test(arguments: [
        "(4611686018427387904, 4611686018427387904)", "(9223372036854775807,)", "(99999999999999999999,)", "(-1,)",
        "(0, 9223372036854775807, 3, 2, 9223372036854775807, 9223372036854775807, 1",
        "(2, 3", "3", "'3'", "(3,), 'more': (1,)", "(3,), 'shape': (3,)",
    ])
    func hostileShapeThrows(shape: String) {
        #expect(throws: BrainError.self) {
            try NumpyArray(npy: Self.file(Self.header("<f4", shape: shape), data: [0, 0, 0, 0]), file: "a.npy")
        }
    }

    @Test(arguments: [">f4", "<f2", "<c8", "|O", "|S4", "<U1", "", "f4"])
    func unsupportedTypeSaysWhichAndWhatToDo(descriptor: String) {
        let bytes = Self.file(Self.header(descriptor, shape: "(1,)"), data: [0, 0, 0, 0])
        #expect {
            try NumpyArray(npy: bytes, file: "a.npy")
        } throws: { error in
            let text = "\(error)"
            return text.contains("a.npy") && text.contains("'\(descriptor)'") && text.contains("astype")
        }
    }

    @Test func headerLengthBeyondTheFileThrows() {
        let bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, 0xff, 0xff, 0xff, 0xff] + Array("{}".utf8)
        #expect(throws: BrainError.self) { try NumpyArray(npy: bytes, file: "a.npy") }
    }

    @Test func integersAreExactOrRefused() throws {
        let whole = try NumpyArray(
            npy: Self.file(Self.header("<i4", shape: "(2,)"), data: [1, 0, 0, 0, 255, 255, 255, 255]), file: "a")
        #expect(whole.int32s == [1, -1])
        #expect(NumpyArray([1, 2.5], shape: [2]).int32s == nil)
        #expect(NumpyArray([0x1p31], shape: [1]).int32s == nil)
    }
}
