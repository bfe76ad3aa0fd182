@testable import Datasets

/// Bytes of small files in the formats of the loaders.
enum SampleFiles {
    /// An IDX file of unsigned bytes.
    static func idx(_ extents: [Int], _ bytes: [UInt8], type: UInt8 = 8) -> [UInt8] {
        [0, 0, type, UInt8(extents.count)] + extents.flatMap { bigEndian($0) } + bytes
    }

    /// Four bytes, most significant first.
    static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// One CIFAR-10 record whose pixels count up from `first`.
    static func cifarRecord(label: UInt8, first: Int) -> [UInt8] {
        [label] + (0..<3072).map { UInt8(truncatingIfNeeded: first + $0) }
    }

    /// Writes the four files of an MNIST-like set with 2×3 images: 4 to train, 2 to test.
    static func writeIdxSet(in directory: TemporaryDirectory, under folder: String = ".") throws {
        let train = (0..<24).map(UInt8.init)
        try directory.write(idx([4, 2, 3], train), to: "\(folder)/train-images-idx3-ubyte")
        try directory.write(idx([4], [0, 1, 2, 1]), to: "\(folder)/train-labels-idx1-ubyte")
        try directory.write(idx([2, 2, 3], train.reversed().suffix(12)), to: "\(folder)/t10k-images-idx3-ubyte")
        try directory.write(idx([2], [2, 0]), to: "\(folder)/t10k-labels-idx1-ubyte")
    }
}
