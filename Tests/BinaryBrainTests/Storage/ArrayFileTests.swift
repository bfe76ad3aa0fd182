import Foundation
import Testing

@testable import BinaryBrain

@Suite("Tensors and frame buffers in files")
struct ArrayFileTests {
    @Test(arguments: DType.allCases.filter { $0 != .bit })
    func tensor(_ type: DType) throws {
        let tensor = Tensor([0, 1, -1, 3, 1, 0], shape: [3, 2]).converted(to: type)
        let file = ArrayFile.encode(tensor)
        let decoded = try ArrayFile.decodeTensor(file)
        #expect(decoded.dtype == type && decoded.shape == [3, 2] && decoded.values == tensor.values)
        #expect(ArrayFile.encode(decoded) == file)
    }

    @Test(arguments: DType.allCases, [1, 7, 64, 257])
    func frameBuffer(_ type: DType, frames: Int) throws {
        let buffer = FrameBuffer.random(frames: frames, shape: [2, 3], seed: 1).converted(to: type)
        let file = ArrayFile.encode(buffer)
        let decoded = try ArrayFile.decodeFrameBuffer(file)
        #expect(decoded.dtype == type && decoded.shape == [2, 3] && decoded.frameCount == frames)
        #expect(decoded.frameMajorValues() == buffer.frameMajorValues())
        #expect(ArrayFile.encode(decoded) == file)
    }

    /// Header, version, Object, type, frames, bytes of a row, shape, and an object `Tensor` of bytes.
    @Test func layoutOfBits() throws {
        let buffer = FrameBuffer(frameMajor: [1, 0, 1], shape: [1], dtype: .bit)
        var writer = ObjectWriter()
        writer.object("FrameBuffer") { writer in
            for number in [1, 0] { writer.write(number) }
            writer.write(Int32(1))
            for number in [3, 32] { writer.write(number) }
            writer.write(Shape([1]))
            let rows = Tensor(.uint8, shape: [1, 32])
            rows[0] = 0b101
            writer.write(tensor: rows)
        }
        #expect(ArrayFile.encode(buffer) == Data(writer.bytes))
    }

    /// The original leaves anything in the padding; here it is zero.
    @Test func paddingBitsOfAFileAreCleared() throws {
        var file = ArrayFile.encode(FrameBuffer(.bit, frameCount: 70, shape: [2]))
        for index in file.count - 64..<file.count { file[index] = 0xff }
        let decoded = try ArrayFile.decodeFrameBuffer(file)
        for node in 0..<2 {
            #expect((0..<4).map { decoded.words(node)[$0] } == [.max, 0b11_1111, 0, 0])
        }
    }

    @Test func damage() throws {
        let files = [
            ArrayFile.encode(Tensor([1, 2, 3], shape: [3])),
            ArrayFile.encode(FrameBuffer.random(frames: 9, shape: [2], seed: 1)),
        ]
        for file in files {
            for length in 0..<file.count {
                #expect(throws: BrainError.self) { try ArrayFile.decodeTensor(file.prefix(length)) }
                #expect(throws: BrainError.self) { try ArrayFile.decodeFrameBuffer(file.prefix(length)) }
            }
            #expect(throws: BrainError.self) { try ArrayFile.decodeTensor(file + [0]) }
            for bit in 0..<file.count * 8 {
                var damaged = file
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                _ = try? ArrayFile.decodeTensor(damaged)
                _ = try? ArrayFile.decodeFrameBuffer(damaged)
            }
        }
    }
}
