import BinaryBrain

/// The binary version of CIFAR-10: six files of records, each the label and then 32×32 red, green and blue pixels.
struct Cifar10Layout {
    static let trainFiles = (1...5).map { "data_batch_\($0).bin" }
    static let testFile = "test_batch.bin"
    static let classNames = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    /// Bytes of one record: the label and the pixels.
    static let recordSize = 1 + 3 * 32 * 32

    private static let shape: Shape = [3, 32, 32]

    let directory: DatasetDirectory

    func load(name: String) throws -> Dataset {
        try Dataset(
            name: name, train: samples(Self.trainFiles), test: samples([Self.testFile]), classNames: Self.classNames)
    }

    private func samples(_ files: [String]) throws -> SampleSet {
        var pixels: [UInt8] = []
        var labels: [Int32] = []
        for file in files {
            let path = try directory.require([file])
            try Self.append(
                ArchiveReader.contents(of: path, Self.largestSize), file: path, pixels: &pixels, labels: &labels)
        }
        return try SampleSet(
            shape: Self.shape, values: .pixels(pixels),
            targets: .labels(labels, classCount: Self.classNames.count), name: directory.path)
    }

    /// These files have no header: more images than there are in all of CIFAR-10 are a mistake, or worse.
    static let largestSize: ArchiveReader.SizeRule = { _ in 60_000 * recordSize }

    /// Splits the records of one file; throws unless they are whole and their labels are classes.
    static func append(_ bytes: [UInt8], file: String, pixels: inout [UInt8], labels: inout [Int32]) throws {
        guard !bytes.isEmpty, bytes.count % recordSize == 0 else {
            throw BrainError.malformedFile(file, "\(bytes.count) bytes are not whole records of \(recordSize) bytes")
        }
        pixels.reserveCapacity(pixels.count + bytes.count)
        for start in stride(from: 0, to: bytes.count, by: recordSize) {
            guard bytes[start] < classNames.count else {
                throw BrainError.malformedFile(file, "record \(start / recordSize) has label \(bytes[start])")
            }
            labels.append(Int32(bytes[start]))
            pixels.append(contentsOf: bytes[start + 1..<start + recordSize])
        }
    }
}
