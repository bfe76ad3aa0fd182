import BinaryBrain
import Testing

@testable import Datasets

/// The manual's `from_numpy` and `numpy`.
@Suite struct NumpyBufferTests {
    @Test(arguments: DType.allCases.filter { $0 != .bit })
    func tensorsThereAndBack(_ type: DType) {
        let tensor = Tensor([0, 1, 1, 0, 1, 100], shape: [2, 3]).converted(to: type)
        let array = NumpyArray(tensor)
        #expect(array.shape == [2, 3] && array.floats == tensor.values)
        let back = Tensor(array)
        #expect(back.shape == tensor.shape && back.values == tensor.values)
        #expect(back.dtype == (type == .fp16 ? .fp32 : type == .binary ? .int8 : type))
    }

    @Test(arguments: DType.allCases, [1, 65])
    func framesThereAndBack(_ type: DType, frames: Int) throws {
        let values = (0..<frames * 6).map { Float($0 % 2) }
        let buffer = FrameBuffer(frameMajor: values, shape: [2, 3]).converted(to: type)
        let array = NumpyArray(buffer)
        #expect(array.shape == [frames, 2, 3] && array.floats == buffer.frameMajorValues())
        let back = try FrameBuffer(array)
        #expect(back.frameCount == frames && back.shape == [2, 3])
        #expect(back.frameMajorValues() == buffer.frameMajorValues())
    }

    @Test func everyElementTypeBecomesFrames() throws {
        for element in NumpyElement.allCases {
            let array = NumpyArray(
                shape: [2], element: element, bytes: Array(repeating: 0, count: 2 * element.byteCount))
            let buffer = try FrameBuffer(array)
            #expect(buffer.shape == [1] && buffer.frameMajorValues() == [0, 0])
            #expect(NumpyArray(buffer).element == (element == .bool ? .uint8 : element))
        }
    }

    @Test func arraysWithoutFramesAreErrors() {
        #expect(throws: BrainError.self) { try FrameBuffer(NumpyArray([1], shape: [])) }
        #expect(throws: BrainError.self) { try FrameBuffer(NumpyArray([], shape: [2, 0])) }
    }
}
