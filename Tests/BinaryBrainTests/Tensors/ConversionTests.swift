import Testing

@testable import BinaryBrain

/// Every element type to every other, in tensors and in frame buffers.
@Suite struct ConversionTests {
    private static let whole = DType.allCases.filter { $0 != .bit }
    private static let integers: [DType] = [.int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64]

    @Test func idsAndNamesAreThoseOfFiles() {
        // Manual §6.2.2.1.
        let ids: [DType: Int32] = [
            .bit: 1, .binary: 2, .fp16: 272, .fp32: 288, .fp64: 320, .int8: 520, .int16: 528, .int32: 544, .int64: 576,
            .uint8: 776, .uint16: 784, .uint32: 800, .uint64: 832,
        ]
        #expect(Set(ids.keys) == Set(DType.allCases))
        for (type, id) in ids {
            #expect(type.rawValue == id)
            #expect(DType(name: type.name.uppercased()) == type)
        }
    }

    @Test(arguments: [DType.bit, .fp32, .int8])
    func aCopyHasMemoryOfItsOwn(_ type: DType) {
        let buffer = FrameBuffer(frameMajor: [1, -1, 1, 1, -1, 1], shape: [2]).converted(to: type)
        let copy = buffer.copied()
        #expect(copy.dtype == type && copy.shape == [2] && copy.levels == buffer.levels)
        #expect(copy.frameMajorValues() == buffer.frameMajorValues())
        copy[frame: 0, node: 0] = -1
        #expect(copy.frameMajorValues() == [-1, -1, 1, 1, -1, 1])
        #expect(buffer.frameMajorValues() == [1, -1, 1, 1, -1, 1])
    }

    @Test(arguments: whole, whole)
    func smallNumbersKeepTheirValue(from source: DType, to target: DType) {
        let tensor = Tensor([0, 1, 1, 0, 1, 100], shape: [2, 3]).converted(to: source)
        let result = tensor.converted(to: target)
        #expect(result.dtype == target && result.shape == [2, 3])
        // A binary value is −1 or +1; unsigned types have no −1.
        let isBinary = source == .binary || target == .binary
        let isUnsigned = [.uint8, .uint16, .uint32, .uint64].contains(target)
        let low: Float = isBinary && !isUnsigned ? -1 : 0
        #expect(result.values == [low, 1, 1, low, 1, isBinary ? 1 : 100])
    }

    @Test(arguments: DType.allCases, DType.allCases)
    func framesConvertLikeTensors(from source: DType, to target: DType) {
        let values: [Float] = (0..<2 * 70).map { $0 % 3 == 0 ? 1 : 0 }
        let buffer = FrameBuffer(frameMajor: values, shape: [2]).converted(to: source)
        let result = buffer.converted(to: target)
        #expect(result.dtype == target && result.frameCount == 70 && result.shape == [2])
        let isBinary = [source, target].contains { $0 == .bit || $0 == .binary }
        let isUnsigned = [.uint8, .uint16, .uint32, .uint64].contains(target)
        let low: Float = isBinary && !isUnsigned ? -1 : 0
        #expect(result.frameMajorValues() == values.map { $0 > 0 ? 1 : low })
        if target == .bit {
            for node in 0..<2 { #expect(result.words(node)[1] >> 6 == 0, "padding bits are zero") }
        }
    }

    @Test func bitsOfLevelsZeroAndOneAreThoseNumbers() {
        var bits = FrameBuffer(frameMajor: [1, 0, 1], shape: [1], dtype: .bit)
        #expect(bits.converted(to: .int8).frameMajorValues() == [1, -1, 1])
        bits.levels = .zeroOne
        #expect(bits.converted(to: .int8).frameMajorValues() == [1, 0, 1])
        #expect(bits.converted(to: .uint8).frameMajorValues() == [1, 0, 1])
    }

    @Test func largeIntegersLoseNoDigit() {
        let tensor = Tensor(.int64, shape: [2])
        let large: Int64 = 1 << 60 + 1
        withExtendedLifetime(tensor) {
            tensor.storage.base.storeBytes(of: large, toByteOffset: 0, as: Int64.self)
            tensor.storage.base.storeBytes(of: -large, toByteOffset: 8, as: Int64.self)
        }
        #expect(elements(tensor.converted(to: .uint64), as: UInt64.self) == [UInt64(large), 0])
        let real = tensor.converted(to: .fp64)
        #expect(elements(real, as: Double.self) == [Double(large), -Double(large)])
        #expect(elements(real.converted(to: .int64), as: Int64.self) == [Int64(Double(large)), -Int64(Double(large))])
        let tenth = Tensor([0.1], shape: [1]).converted(to: .fp64)
        #expect(elements(tenth, as: Double.self) == [Double(Float(0.1))])
    }

    private func elements<T>(_ tensor: Tensor, as type: T.Type) -> [T] {
        withExtendedLifetime(tensor) {
            (0..<tensor.count).map {
                tensor.storage.base.load(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
            }
        }
    }

    @Test(arguments: integers)
    func whatAnIntegerCannotHoldBecomesTheNearest(_ type: DType) {
        let tensor = Tensor([1e30, -1e30, .nan, 1.9, -1.9, .infinity], shape: [6]).converted(to: type)
        let isUnsigned = [.uint8, .uint16, .uint32, .uint64].contains(type)
        let bits = Float(type.bitWidth)
        #expect(tensor[2] == 0 && tensor[3] == 1 && tensor[4] == (isUnsigned ? 0 : -1))
        #expect(tensor[0] == tensor[5] && tensor[0] >= Float(sign: .plus, exponent: Int(bits) - 2, significand: 1))
        #expect(tensor[1] == (isUnsigned ? 0 : -Float(sign: .plus, exponent: Int(bits) - 1, significand: 1)))
    }

    @Test func numbersBecomeBitsByTheirSign() {
        let numbers = FrameBuffer(frameMajor: [0.1, 0, -0.1, .nan, .infinity], shape: [1])
        #expect(numbers.converted(to: .bit).frameMajorValues() == [1, -1, -1, -1, 1])
        #expect(numbers.converted(to: .binary).frameMajorValues() == [1, -1, -1, -1, 1])
    }
}
