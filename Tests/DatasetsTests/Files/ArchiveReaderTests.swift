import BinaryBrain
import Foundation
import Testing

@testable import Datasets

@Suite struct ArchiveReaderTests {
    static func rawBytes(of path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(fileURLWithPath: path))) }

    @Test func plainAndEmptyFilesAreTakenAsTheyAre() throws {
        let directory = try TemporaryDirectory()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 >> 3) }
        #expect(try ArchiveReader.contents(of: directory.write(bytes, to: "plain")) == bytes)
        #expect(try ArchiveReader.contents(of: directory.write([], to: "empty")) == [])
    }

    @Test func streamBeyondTheLimitThrows() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("zeros.gz")
        try ArchiveFile.write([("zeros", [UInt8](repeating: 0, count: 1 << 20))], to: path, as: .gzip)
        #expect(try ArchiveReader.contents(of: path) { _ in 1 << 20 }.count == 1 << 20)
        #expect(throws: BrainError.self) { try ArchiveReader.contents(of: path) { _ in (1 << 20) - 1 } }
    }

    @Test func entriesOfATar() throws {
        let directory = try TemporaryDirectory()
        try ArchiveFile.write([("in/a", [1, 2, 3]), ("in/b", [])], to: directory.path("t.tar.gz"), as: .tarGzip)
        let reader = try ArchiveReader(path: directory.path("t.tar.gz"), layout: .entries)
        #expect(try reader.nextEntry() == "in/a")
        #expect(try reader.readEntry() == [1, 2, 3])
        #expect(try reader.nextEntry() == "in/b")
        #expect(try reader.readEntry() == [])
        #expect(try reader.nextEntry() == nil)
    }

    @Test(arguments: ["/nowhere/file", "/"])
    func unreadablePathNamesItself(path: String) {
        #expect { try ArchiveReader.contents(of: path) } throws: { "\($0)".contains("reading \(path)") }
    }
}
