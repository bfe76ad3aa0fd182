import BinaryBrain
import Testing

@testable import Datasets

@Suite struct IdxFileTests {
    private static let small = SampleFiles.idx([2, 2, 3], (1...12).map(UInt8.init))

    @Test func readsExtentsAndElements() throws {
        let file = try IdxFile(Self.small, file: "small")
        #expect(file.extents == [2, 2, 3])
        #expect(file.bytes == (1...12).map(UInt8.init))
    }

    @Test func truncationAtEveryByteThrows() {
        for length in Self.small.indices {
            #expect(throws: BrainError.self, "\(length) bytes") {
                try IdxFile(Array(Self.small.prefix(length)), file: "small")
            }
        }
        #expect(throws: BrainError.self) { try IdxFile(Self.small + [0], file: "small") }
    }

    @Test(arguments: [
        [0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0x8000_0000, 0x8000_0000, 2], [13], [0xffff_ffff], [],
    ])
    func hostileExtentsThrow(extents: [Int]) {
        #expect(throws: BrainError.self) {
            try IdxFile(SampleFiles.idx(extents, Array(repeating: 0, count: 12)), file: "x")
        }
    }

    @Test func manyAxesThatAreNotThereThrow() {
        #expect(throws: BrainError.self) { try IdxFile([0, 0, 8, 255] + Array(repeating: 1, count: 100), file: "x") }
    }

    @Test func otherElementTypesAreNamed() {
        #expect {
            try IdxFile(SampleFiles.idx([1], [0, 0, 0, 0], type: 0x0d), file: "x-images")
        } throws: { "\($0)".contains("x-images") && "\($0)".contains("13") }
    }

    @Test(arguments: [ArchiveFile.Format.gzip, .xz])
    func compressedFileGivesTheSameOrThrows(format: ArchiveFile.Format) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("compressed")
        try ArchiveFile.write([("small", Self.small)], to: path, as: format)
        #expect(try IdxFile(contentsOf: path).bytes == (1...12).map(UInt8.init))

        // The stream cut anywhere: an error, or (where only its trailer is missing) the whole content.
        let bytes = try ArchiveReaderTests.rawBytes(of: path)
        for length in bytes.indices {
            let cut = try directory.write(Array(bytes.prefix(length)), to: "cut")
            guard let file = try? IdxFile(contentsOf: cut) else { continue }
            #expect(file.bytes == (1...12).map(UInt8.init), "cut at \(length)")
        }
    }
}
