import BinaryBrain
import Testing

@testable import Datasets

@Suite struct DatasetDirectoryTests {
    @Test func idxDirectoryPlainAndCompressed() throws {
        let directory = try TemporaryDirectory()
        try SampleFiles.writeIdxSet(in: directory)
        let plain = try DatasetCatalog.load(directory.path)
        #expect(plain.name == directory.path)
        #expect(plain.inputShape == [1, 2, 3])
        #expect(plain.classNames == ["0", "1", "2"])
        #expect(plain.train.count == 4)
        #expect(plain.train.label(of: 2) == 2)
        #expect(plain.train.values(of: 1) == (6..<12).map { Float($0) / 255 })
        #expect(plain.test.values(of: 0) == (0..<6).map { Float(11 - $0) / 255 })

        for name in ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
            let bytes = try ArchiveReaderTests.rawBytes(of: directory.path(name))
            try ArchiveFile.write([(name, bytes)], to: directory.path("\(name).gz"), as: .gzip)
            try directory.remove(name)
        }
        let compressed = try DatasetCatalog.load(directory.path)
        #expect(compressed.train.values(of: 1) == plain.train.values(of: 1))
        #expect(compressed.test.label(of: 0) == 2)
    }

    @Test func missingCompanionIsNamed() throws {
        let directory = try TemporaryDirectory()
        try directory.write(SampleFiles.idx([1, 1, 1], [0]), to: "train-images-idx3-ubyte")
        #expect { try DatasetCatalog.load(directory.path) } throws: { "\($0)".contains("train-labels-idx1-ubyte") }
    }

    @Test func moreLabelsThanImagesThrows() throws {
        let directory = try TemporaryDirectory()
        try SampleFiles.writeIdxSet(in: directory)
        try directory.write(SampleFiles.idx([5], [0, 1, 2, 1, 0]), to: "train-labels-idx1-ubyte")
        #expect { try DatasetCatalog.load(directory.path) } throws: { "\($0)".contains("5 labels for 4 samples") }
    }

    @Test func cifarDirectory() throws {
        let directory = try TemporaryDirectory()
        for batch in 1...5 {
            try directory.write(
                SampleFiles.cifarRecord(label: UInt8(batch), first: batch), to: "data_batch_\(batch).bin")
        }
        let two = SampleFiles.cifarRecord(label: 9, first: 100) + SampleFiles.cifarRecord(label: 0, first: 200)
        try directory.write(two, to: "test_batch.bin")
        try directory.remove("data_batch_3.bin")
        try ArchiveFile.write(
            [("3", SampleFiles.cifarRecord(label: 3, first: 3))], to: directory.path("data_batch_3.bin.xz"), as: .xz)
        let dataset = try DatasetCatalog.load(directory.path)
        #expect(dataset.inputShape == [3, 32, 32])
        #expect(dataset.train.count == 5)
        #expect((0..<5).map { dataset.train.label(of: $0) } == [1, 2, 3, 4, 5])
        let firstRow: [Float] = [3, 4, 5]
        #expect(dataset.train.values(of: 2).prefix(3) == firstRow.map { $0 / 255 }[...])
        #expect(dataset.test.label(of: 1) == 0)
        #expect(dataset.test.values(of: 1)[0] == Float(200) / 255)
        #expect(dataset.classNames[9] == "truck")
    }

    @Test func cifarRecordsMustBeWholeAndLabelled() {
        let record = SampleFiles.cifarRecord(label: 3, first: 0)
        func parse(_ bytes: [UInt8]) throws {
            var pixels: [UInt8] = []
            var labels: [Int32] = []
            try Cifar10Layout.append(bytes, file: "batch", pixels: &pixels, labels: &labels)
        }
        for length in record.indices {
            #expect(throws: BrainError.self) { try parse(Array(record.prefix(length))) }
        }
        #expect { try parse(record + SampleFiles.cifarRecord(label: 10, first: 0)) } throws: {
            "\($0)".contains("batch") && "\($0)".contains("record 1 has label 10")
        }
    }

    @Test func numpyDirectoryWithLabels() throws {
        let directory = try TemporaryDirectory()
        try NumpyArray((0..<12).map(Float.init), shape: [3, 2, 2]).write(to: directory.path("train.npy"))
        try NumpyArray((0..<4).map(Float.init), shape: [1, 2, 2]).write(to: directory.path("test.npy"))
        let labels = { NumpyArray(shape: [$0.count], element: .uint8, bytes: $0) }
        try labels([0, 3, 1]).write(to: directory.path("train_labels.npy"))
        try labels([2]).write(to: directory.path("test_labels.npy"))
        let dataset = try DatasetCatalog.load(directory.path)
        #expect(dataset.inputShape == [2, 2])
        #expect(dataset.classNames == ["0", "1", "2", "3"])
        #expect(dataset.train.values(of: 1) == [4, 5, 6, 7])
        #expect(dataset.test.target(of: 0) == [0, 0, 1, 0])

        try NumpyArray([0.5, 1, 2], shape: [3]).write(to: directory.path("train_labels.npy"))
        #expect { try DatasetCatalog.load(directory.path) } throws: {
            "\($0)".contains("train_labels.npy") && "\($0)".contains("labels.astype('int64')")
        }
    }

    @Test func numpyDirectoryWithTargetsOrNone() throws {
        let directory = try TemporaryDirectory()
        try NumpyArray([1, 2], shape: [2]).write(to: directory.path("train.npy"))
        try NumpyArray(shape: [1], element: .uint8, bytes: [255]).write(to: directory.path("test.npy"))
        let own = try DatasetCatalog.load(directory.path)
        #expect(own.inputShape == [1])
        #expect(own.targetShape == [1])
        #expect(own.classNames.isEmpty)
        #expect(own.test.values(of: 0) == [1])

        try NumpyArray([5, 6, 7, 8], shape: [2, 2]).write(to: directory.path("train_targets.npy"))
        try NumpyArray([9, 10], shape: [1, 2]).write(to: directory.path("test_targets.npy"))
        let regression = try DatasetCatalog.load(directory.path)
        #expect(regression.targetShape == [2])
        #expect(regression.train.target(of: 1) == [7, 8])
        // An error of the targets names their file.
        try NumpyArray([5, .nan, 7, 8], shape: [2, 2]).write(to: directory.path("train_targets.npy"))
        #expect { try DatasetCatalog.load(directory.path) } throws: {
            "\($0)".contains("train_targets.npy: 1 of its 4")
        }
    }

    @Test func directoryOfNothingKnownSaysWhatBelongsThere() throws {
        let directory = try TemporaryDirectory()
        #expect { try DatasetCatalog.load(directory.path) } throws: {
            "\($0)".contains(directory.path) && "\($0)".contains("train.npy")
        }
    }
}
