import BinaryBrain
import Foundation
import Testing

@testable import Datasets

/// The same images in every format that is read are the same numbers.
@Suite struct PixelMeaningTests {
    /// A colour image of 32×32 that has every byte, and one of noise.
    private static let images: [[UInt8]] = [
        (0..<3072).map { UInt8(truncatingIfNeeded: $0) },
        (0..<3072).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) },
    ]
    private static let bytes = images.flatMap { $0 }
    private static let wanted = bytes.map { Float($0) / 255 }

    private static func idx(_ bytes: [UInt8], _ extents: [UInt32]) -> [UInt8] {
        [0, 0, 8, UInt8(extents.count)]
            + extents.flatMap { extent in withUnsafeBytes(of: extent.bigEndian, Array.init) }
            + bytes
    }

    private func numbers(_ folder: TemporaryDirectory) throws -> [[Float]] {
        let dataset = try DatasetCatalog.load(folder.path)
        return [dataset.train, dataset.test].map { set in (0..<set.count).flatMap(set.values(of:)) }
    }

    private func write(_ bytes: [UInt8], _ name: String, _ folder: TemporaryDirectory) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }

    @Test func idxFiles() throws {
        let folder = try TemporaryDirectory()
        for split in ["train", "t10k"] {
            try write(Self.idx(Self.bytes, [2, 3, 32, 32]), "\(split)-images-idx3-ubyte", folder)
            try write(Self.idx([0, 1], [2]), "\(split)-labels-idx1-ubyte", folder)
        }
        #expect(try numbers(folder) == [Self.wanted, Self.wanted])
    }

    @Test func cifarFiles() throws {
        let folder = try TemporaryDirectory()
        let records: [UInt8] = Self.images.flatMap { [UInt8(3)] + $0 }
        for file in Cifar10Layout.trainFiles + [Cifar10Layout.testFile] { try write(records, file, folder) }
        let (train, test) = try (numbers(folder)[0], numbers(folder)[1])
        #expect(Array(train.prefix(Self.wanted.count)) == Self.wanted)
        #expect(test == Self.wanted)
    }

    /// Arrays of all types that can hold the images, as samples and as targets.
    @Test(arguments: NumpyElement.allCases)
    func arrays(_ element: NumpyElement) throws {
        let (array, wanted) = try Self.array(element)
        let folder = try TemporaryDirectory()
        for split in ["train", "test"] {
            try array.write(to: "\(folder.path)/\(split).npy")
            try array.write(to: "\(folder.path)/\(split)_targets.npy")
        }
        #expect(try numbers(folder) == [wanted, wanted])
        let dataset = try DatasetCatalog.load(folder.path)
        #expect((0..<2).flatMap(dataset.test.target(of:)) == wanted, "targets count as samples do")
        #expect(try array.sampleValues(file: "x.npy").numbers == wanted, "and so does what predict reads")
        let range = SampleRange(of: dataset.train)
        #expect(range.isPixels == (element == .uint8))
        #expect(
            range.low == (element == .uint8 ? 0 : wanted.min()) && range.high == (element == .uint8 ? 1 : wanted.max()))
    }

    /// The images as an array of a type: fractions where it has them, else the bytes' own numbers, as far as they fit.
    private static func array(_ element: NumpyElement) throws -> (NumpyArray, [Float]) {
        let shape = [2, 3, 32, 32]
        func whole<T: FixedWidthInteger>(_ type: T.Type) -> (NumpyArray, [Float]) {
            let values = bytes.map { T(clamping: $0) }
            let numbers = element == .uint8 ? wanted : values.map { Float($0) }
            return (
                NumpyArray(shape: shape, element: element, bytes: NumpyArray.littleEndianBytes(values)), numbers
            )
        }
        switch element {
        case .bool:
            return (NumpyArray(shape: shape, element: .bool, bytes: bytes.map { $0 & 1 }), bytes.map { Float($0 & 1) })
        case .int8: return whole(Int8.self)
        case .uint8: return whole(UInt8.self)
        case .int16: return whole(Int16.self)
        case .uint16: return whole(UInt16.self)
        case .int32: return whole(Int32.self)
        case .uint32: return whole(UInt32.self)
        case .int64: return whole(Int64.self)
        case .uint64: return whole(UInt64.self)
        case .float32: return (NumpyArray(wanted, shape: shape), wanted)
        case .float64:
            let doubles = bytes.map { (Double($0) / 255).bitPattern }
            return (
                NumpyArray(shape: shape, element: .float64, bytes: NumpyArray.littleEndianBytes(doubles)), wanted
            )
        }
    }

    @Test func bytesOfZeroAndOneAreRefusedWithWhatToDo() throws {
        let array = NumpyArray(shape: [4], element: .uint8, bytes: [0, 1, 1, 0])
        let error = #expect(throws: BrainError.self) { try array.sampleValues(file: "mask.npy") }
        #expect(error?.what == "samples of mask.npy" && error?.remedy.contains("astype(bool)") == true)
        #expect(throws: Never.self) {
            try NumpyArray(shape: [4], element: .uint8, bytes: [0, 0, 0, 0]).sampleValues(file: "black.npy")
        }
    }

    @Test func rangesTellWhatLiesOutside() throws {
        let range = SampleRange.pixels
        #expect(range.outliers([0, 1, 0.5, 1.05, -0.05]) == 0)
        #expect(range.outliers([0, 255, 1.2, -0.2]) == 3)
        #expect(range.description == "8-bit pixels as pixel / 255, from 0 to 1")
        #expect(
            SampleRange(isPixels: false, low: -1.5, high: 255).description == "numbers as they are, from -1.5 to 255")
    }
}
