import BinaryBrain
import Testing

/// Memory that is lent to other packages is that of the buffer, and of all its copies.
@Suite struct BorrowedMemoryTests {
    @Test func rowsOfNumbers() {
        let buffer = FrameBuffer(frameMajor: [1, 2, 3, 4, 5, 6], shape: [2])
        let copy = buffer
        let sum = buffer.withUnsafeFloats(ofNode: 1) { row in
            #expect(row.count == 3)
            row[0] = 20
            return row.reduce(0, +)
        }
        #expect(sum == 30)
        #expect(copy[frame: 0, node: 1] == 20, "a copy shares the memory")
        #expect(buffer.converted(to: .fp32)[frame: 0, node: 1] == 20)
    }

    @Test func rowsOfBits() {
        let buffer = FrameBuffer(.bit, frameCount: 70, shape: [2])
        buffer.withUnsafeWords(ofNode: 1) { words in
            #expect(words.count == 2)
            words[1] = 1 << 5
        }
        #expect(buffer[frame: 69, node: 1] == 1)
        #expect(buffer[frame: 69, node: 0] == -1)
    }

    @Test func tensors() {
        let tensor = Tensor([1, 2, 3, 4], shape: [2, 2])
        let own = tensor.converted(to: .fp32)
        tensor.withUnsafeFloats { $0[3] = 9 }
        #expect(tensor.values == [1, 2, 3, 9])
        #expect(own.values == [1, 2, 3, 4])
    }
}
