import BinaryBrain
import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetCatalogTests {
    @Test func embeddedDigitsAreBalancedAndInterleaved() throws {
        let dataset = try DatasetCatalog.load("mnist-5k")
        #expect(dataset.inputShape == [1, 28, 28])
        #expect(dataset.train.count == 4000)
        #expect(dataset.test.count == 1000)
        #expect(dataset.classNames == (0...9).map(String.init))
        for set in [dataset.train, dataset.test] {
            #expect((0..<set.count).allSatisfy { set.label(of: $0) == $0 % 10 })
        }
        // Digits are white on black: most of an image is 0, and its brightest pixels are near 1.
        let first = dataset.train.values(of: 0)
        #expect(first.filter { $0 == 0 }.count > 392)
        #expect(first.max() ?? 0 > 0.9)
    }

    @Test func theTableOfPatientsIsWhole() throws {
        let data = try DatasetCatalog.load("diabetes", split: DataSplit(test: .count(42)))
        #expect(data.inputShape == [10] && data.targetShape == [1] && data.train.count + data.test.count == 442)
        #expect(data.columns?.inputs.first == "age" && data.columns?.answers == ["progression"])
        let targets = (0..<400).map { data.train.target(of: $0)[0] }
        #expect(targets.allSatisfy { (25...346).contains($0) })
    }

    @Test(arguments: ["mnist-5k", "diabetes"]) func embeddedFilesHaveTheirDigests(name: String) throws {
        let entry = try DatasetCatalog.entry(name)
        #expect(entry.isEmbedded)
        #expect(entry.isPresent())
        let directory = DatasetDirectory(path: try #require(entry.directory()))
        for file in entry.files {
            let bytes = try ArchiveReader.contents(of: directory.require([file.name]))
            #expect(bytes.count == file.byteCount)
            #expect(SHA256Digest.hex(of: bytes) == file.sha256)
        }
    }

    @Test(arguments: DatasetCatalog.entries.map(\.name))
    func entryIsComplete(name: String) throws {
        let entry = try DatasetCatalog.entry(name)
        #expect(!entry.summary.isEmpty && !entry.licence.isEmpty)
        #expect(entry.files.count == (name == "cifar10" ? 6 : name == "diabetes" ? 1 : 4))
        #expect(entry.classNames.count == (name == "diabetes" ? 0 : 10))
        #expect(entry.files.allSatisfy { $0.sha256.count == 64 && $0.sha256.allSatisfy(\.isHexDigit) })
        #expect(Set(entry.files.map(\.sha256)).count == entry.files.count)
        if case .fetched(let source) = entry.source {
            #expect(source.mirrors.count >= 2)
            #expect(source.mirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
        }
    }

    @Test(arguments: [
        ("mnits", "mnist"), ("fashion_mnist", "fashion-mnist"), ("CIFAR-10", "cifar10"), ("mnist5k", "mnist-5k"),
    ])
    func unknownNameGetsTheNearestRightOne(wrong: String, right: String) {
        #expect { try DatasetCatalog.load(wrong) } throws: { "\($0)".contains("did you mean '\(right)'") }
    }

    @Test func wholeChoiceForANameThatIsNearNothing() {
        #expect { try DatasetCatalog.load("imagenet-21k") } throws: {
            "\($0)".contains("cifar10, diabetes, fashion-mnist, mnist")
        }
    }

    @Test(arguments: ["mnist", "fashion-mnist", "cifar10"])
    func knownButNotFetchedSaysTheCommand(name: String) throws {
        let directory = try TemporaryDirectory()
        #expect { try DatasetCatalog.load(name, dataDirectory: directory.path) } throws: {
            "\($0)".hasSuffix("run: bbwb data fetch \(name)") && "\($0)".contains(directory.path)
        }
    }

    @Test func fetchedSetIsLoadedFromTheDataDirectory() throws {
        let directory = try TemporaryDirectory()
        try SampleFiles.writeIdxSet(in: directory, under: "mnist")
        let dataset = try DatasetCatalog.load("mnist", dataDirectory: directory.path)
        #expect(dataset.name == "mnist")
        #expect(dataset.train.count == 4)
        #expect(dataset.classNames.count == 10)
    }

    @Test func pathsThatAreNoDirectorySaySo() throws {
        let directory = try TemporaryDirectory()
        try directory.write([], to: "file")
        #expect { try DatasetCatalog.load(directory.path("file")) } throws: {
            "\($0)".contains("neither a directory nor a table")
        }
        #expect { try DatasetCatalog.load(directory.path("none")) } throws: { "\($0)".contains("does not exist") }
    }
}
