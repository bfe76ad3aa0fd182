import BinaryBrain
import Testing
import TestSupport

@Suite("Reduce and Shuffle")
struct ReshapingTests {
    @Test func reduceAgreesWithTheOriginal() throws {
        let golden = try Golden.arrays("reduce_20_to_4")
        let layer = try Reduce(outputShape: [4])
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "reduce_20_to_4/y") < 1e-6)
        let dx = try layer.backward(golden["dy"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "reduce_20_to_4/dx") < 1e-6)
    }

    @Test func reduceOfBitsAgreesWithTheOriginal() throws {
        let golden = try Golden.arrays("bit_reduce")
        let y = try Reduce(outputShape: [4], binaryType: .bit).forward(
            golden["bits"]!.frameBuffer(dtype: .bit), train: false)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "bit_reduce/y") < 1e-6)
    }

    @Test func reduceShapes() throws {
        #expect(try Reduce(integrationSize: 2).setInputShape([6, 4]) == [3, 4])
        #expect(try Reduce(outputShape: [2, 3]).setInputShape([12]) == [2, 3])
        #expect(throws: BrainError.self) { try Reduce(integrationSize: 4).setInputShape([6, 4]) }
        #expect(throws: BrainError.self) { try Reduce(outputShape: [5]).setInputShape([12]) }
        #expect(throws: BrainError.self) { try Reduce() }
        #expect(throws: BrainError.self) { try Reduce(integrationSize: -1) }
        #expect(throws: BrainError.self) { try Reduce(outputShape: [2], binaryType: .fp16) }
    }

    @Test func shuffleAgreesWithTheOriginal() throws {
        let golden = try Golden.arrays("shuffle4")
        let layer = try Shuffle(shuffleUnit: 4)
        let y = try layer.forward(golden["x"]!.frameBuffer(), train: true)
        #expect(Golden.deviation(of: y, from: golden["y"]!, name: "shuffle4/y") == 0)
        let dx = try layer.backward(golden["x"]!.frameBuffer())
        #expect(Golden.deviation(of: dx, from: golden["dx"]!, name: "shuffle4/dx") == 0)
    }

    @Test func shuffleKeepsBitsPacked() throws {
        var bits = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: 33, shape: [6], seed: 1).frameMajorValues(), shape: [6], dtype: .bit)
        bits.levels = .zeroOne
        let y = try Shuffle(shuffleUnit: 2).forward(bits, train: false)
        #expect(y.dtype == .bit && y.levels == .zeroOne)
        #expect(y[frame: 32, node: 1] == bits[frame: 32, node: 3])
    }

    @Test func shuffleShapes() throws {
        #expect(try Shuffle(shuffleUnit: 2, outputShape: [3, 4]).setInputShape([12]) == [3, 4])
        #expect(throws: BrainError.self) { try Shuffle(shuffleUnit: 5).setInputShape([12]) }
        #expect(throws: BrainError.self) { try Shuffle(shuffleUnit: 2, outputShape: [11]).setInputShape([12]) }
        #expect(throws: BrainError.self) { try Shuffle(shuffleUnit: 0) }
    }
}
