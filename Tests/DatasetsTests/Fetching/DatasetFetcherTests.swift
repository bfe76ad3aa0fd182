import BinaryBrain
import Foundation
import Testing

@testable import Datasets

@Suite struct DatasetFetcherTests {
    /// A set of two small files in gzip, with the content that a server should give.
    private struct Fixture {
        let server: LocalServer
        let directory: TemporaryDirectory
        let contents: [String: [UInt8]]
        let entry: CatalogEntry

        /// The gzip of one of the files.
        func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
            let path = directory.path("scratch.gz")
            try ArchiveFile.write([("x", bytes)], to: path, as: .gzip)
            defer { try? directory.remove("scratch.gz") }
            return try ArchiveReaderTests.rawBytes(of: path)
        }

        init(
            packaging: FetchSource.Packaging = .gzipEach, package: FetchSource.SystemPackage? = nil
        ) throws {
            server = try LocalServer()
            directory = try TemporaryDirectory()
            // Noise, which gzip cannot shorten, so that a cut falls inside the data.
            var state: UInt64 = 1
            let noise = (0..<60_000).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            contents = [
                "a": noise,
                "b": Array("labels".utf8),
            ]
            entry = CatalogEntry(
                name: "set", summary: "", licence: "",
                files: contents.keys.sorted().map { [contents] name in
                    let bytes = contents[name] ?? []
                    return CatalogEntry.File(name: name, byteCount: bytes.count, sha256: SHA256Digest.hex(of: bytes))
                },
                classNames: [], layout: .idx,
                source: .fetched(FetchSource(mirrors: [], packaging: packaging, systemPackage: package)))
            for (name, bytes) in contents { server["/good/\(name).gz"] = .init(body: try compressed(bytes)) }
        }

        /// Fetches from these folders of the server and gives what was reported.
        @discardableResult
        func fetch(_ folders: String...) throws -> [FetchEvent] {
            let events = Events()
            let fetcher = try DatasetFetcher(
                entry, dataDirectory: directory.path, mirrors: folders.map(server.url), report: events.append)
            #expect(try fetcher.fetch() == directory.path("set"))
            return events.all
        }

        /// Whether exactly the files of the set lie in their places, with their content.
        func isComplete() throws -> Bool {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory.path("set"))
            return try names.sorted() == contents.keys.sorted()
                && names.allSatisfy { try ArchiveReaderTests.rawBytes(of: directory.path("set/\($0)")) == contents[$0] }
        }

        func partNames() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: directory.path("set")).sorted()
        }
    }

    private final class Events {
        private(set) var all: [FetchEvent] = []
        func append(_ event: FetchEvent) { all.append(event) }
    }

    @Test func fetchesChecksAndReports() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        let events = try fixture.fetch("good")
        #expect(try fixture.isComplete())
        #expect(events.contains(.finished(file: "a")) && events.contains(.finished(file: "b")))
        let size = fixture.server["/good/a.gz"].body.count
        #expect(events.contains(.progress(file: "a.gz", received: size, total: size)))

        // What is there is not fetched again.
        let requests = fixture.server.requests.count
        try fixture.fetch("good")
        #expect(fixture.server.requests.count == requests)
    }

    @Test func goesOnAfterACutWithinOneFetch() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        fixture.server["/good/a.gz"].cuts = [20_000, 1_000]
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
        let starts = fixture.server.requests.filter { $0.path == "/good/a.gz" }.map(\.rangeStart)
        #expect(starts == [nil, 20_000, 21_000])
    }

    @Test func goesOnInALaterFetchAndAtAnotherMirror() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        let body = fixture.server["/good/a.gz"].body
        // A server that gives 20,000 bytes and then nothing more.
        fixture.server["/cut/a.gz"] = .init(body: body, cuts: [20_000, 0])
        #expect(throws: BrainError.self) { try fixture.fetch("cut") }
        #expect(try fixture.partNames() == ["a.gz.part"])
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
        #expect(fixture.server.requests.contains(.init(path: "/good/a.gz", rangeStart: 20_000)))
    }

    @Test func serverWithoutRangesSendsAllAgain() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        fixture.server["/good/a.gz"].supportsRanges = false
        try fixture.directory.write(Array(fixture.server["/good/a.gz"].body.prefix(5_000)), to: "set/a.gz.part")
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
    }

    @Test func wrongPartIsThrownAwayOnce() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        try fixture.directory.write([UInt8](repeating: 7, count: 5_000), to: "set/a.gz.part")
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
        let starts = fixture.server.requests.filter { $0.path == "/good/a.gz" }.map(\.rangeStart)
        #expect(starts == [5_000, nil])
    }

    @Test func completePartNeedsNoByteMore() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        try fixture.directory.write(fixture.server["/good/a.gz"].body, to: "set/a.gz.part")
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
    }

    @Test func nextMirrorAfterStatus404AndAfterWrongContent() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        var wrong = fixture.contents["a"] ?? []
        wrong[100] ^= 1
        fixture.server["/wrong/a.gz"] = .init(body: try fixture.compressed(wrong))
        let events = try fixture.fetch("none", "wrong", "good")
        #expect(try fixture.isComplete())
        #expect(events.filter { if case .started = $0 { true } else { false } }.count == 6)
    }

    @Test func failureOfAllMirrorsListsEachWithItsReason() throws {
        let fixture = try Fixture(package: .init(name: "dataset-set", directory: "/nowhere"))
        defer { fixture.server.stop() }
        fixture.server["/broken/a.gz"] = .init(status: 503)
        fixture.server["/wrong/a.gz"] = .init(body: try fixture.compressed([1, 2, 3]))
        #expect {
            try fixture.fetch("none", "broken", "wrong")
        } throws: { error in
            let text = "\(error)"
            return text.contains("/none/a.gz: HTTP status 404") && text.contains("/broken/a.gz: HTTP status 503")
                && text.contains("/wrong/a.gz: it unpacks to 3 bytes instead of 60000")
                && text.contains("--from DIR") && text.contains("apt-get install dataset-set")
        }
        #expect(try fixture.partNames() == [])
    }

    @Test func wrongDigestLeavesNothingBehind() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        var wrong = fixture.contents["a"] ?? []
        wrong[0] ^= 1
        fixture.server["/good/a.gz"].body = try fixture.compressed(wrong)
        #expect { try fixture.fetch("good") } throws: { "\($0)".contains("SHA-256") }
        #expect(try fixture.partNames() == [])
    }

    @Test func answerThatIsLargerThanTheFileCanBeIsCutOff() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        fixture.server["/good/a.gz"].body = [UInt8](repeating: 0, count: 1 << 20)
        #expect { try fixture.fetch("good") } throws: { "\($0)".contains("more than the file can have") }
        #expect(try fixture.partNames() == [])
    }

    @Test func archiveOfAllFiles() throws {
        let path = try TemporaryDirectory()
        let plain = try Fixture()
        plain.server.stop()
        let entries = plain.contents.sorted { $0.key < $1.key }.map { (name: "folder/\($0.key)", bytes: $0.value) }
        try ArchiveFile.write(entries + [("folder/readme", [1])], to: path.path("set.tar.gz"), as: .tarGzip)
        let archive = try ArchiveReaderTests.rawBytes(of: path.path("set.tar.gz"))

        let fixture = try Fixture(packaging: .archive(name: "set.tar.gz", sha256: SHA256Digest.hex(of: archive)))
        defer { fixture.server.stop() }
        fixture.server["/good/set.tar.gz"] = .init(body: archive, cuts: [1_000])
        fixture.server["/wrong/set.tar.gz"] = .init(body: archive.dropLast())
        try fixture.fetch("wrong", "good")
        #expect(try fixture.isComplete())

        // The archive as a user has it.
        let fromArchive = try Fixture(packaging: .archive(name: "set.tar.gz", sha256: ""))
        defer { fromArchive.server.stop() }
        try DatasetFetcher(fromArchive.entry, dataDirectory: fromArchive.directory.path).take(from: path.path)
        #expect(try fromArchive.isComplete())
    }

    @Test func filesOfTheUserPlainOrCompressed() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        let mine = try TemporaryDirectory()
        try mine.write(fixture.contents["a"] ?? [], to: "a")
        let fetcher = try DatasetFetcher(fixture.entry, dataDirectory: fixture.directory.path)
        #expect { try fetcher.take(from: mine.path) } throws: { "\($0)".contains("b is missing") }
        #expect(try fixture.partNames() == [])
        try ArchiveFile.write([("b", fixture.contents["b"] ?? [])], to: mine.path("b.xz"), as: .xz)
        try fetcher.take(from: mine.path)
        #expect(try fixture.isComplete())
        #expect(fixture.server.requests.isEmpty)

        try mine.write([1], to: "a")
        #expect(throws: BrainError.self) { try fetcher.take(from: mine.path) }
        #expect(try fixture.isComplete())
    }

    @Test func packageOfTheSystemGoesBeforeTheNetwork() throws {
        let package = try TemporaryDirectory()
        let fixture = try Fixture(package: .init(name: "dataset-set", directory: package.path))
        defer { fixture.server.stop() }
        for (name, bytes) in fixture.contents { try package.write(bytes, to: name) }
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
        #expect(fixture.server.requests.isEmpty)
    }

    @Test func damagedPackageIsNotedAndTheNetworkUsed() throws {
        let package = try TemporaryDirectory()
        let fixture = try Fixture(package: .init(name: "dataset-set", directory: package.path))
        defer { fixture.server.stop() }
        for name in fixture.contents.keys { try package.write([0], to: name) }
        let events = try fixture.fetch("good")
        #expect(try fixture.isComplete())
        #expect(events.contains { if case .note(let text) = $0 { text.contains("dataset-set") } else { false } })
    }

    @Test func twoFetchesOfOneSetExcludeEachOther() throws {
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        try FileManager.default.createDirectory(
            atPath: fixture.directory.path("set"), withIntermediateDirectories: true)
        let other = open(fixture.directory.path("set"), O_RDONLY)
        defer { close(other) }
        #expect(flock(other, LOCK_EX) == 0)
        #expect { try fixture.fetch("good") } throws: { "\($0)".contains("another process") }
        #expect(flock(other, LOCK_UN) == 0)
        try fixture.fetch("good")
        #expect(try fixture.isComplete())
    }

    @Test func embeddedSetsAndStrangeAddressesAreRefused() throws {
        #expect { try DatasetFetcher(.mnist5k) } throws: { "\($0)".contains("comes with the program") }
        let fixture = try Fixture()
        defer { fixture.server.stop() }
        let fetcher = try DatasetFetcher(
            fixture.entry, dataDirectory: fixture.directory.path, mirrors: ["file:///etc/"])
        #expect { try fetcher.fetch() } throws: { "\($0)".contains("not an HTTPS address") }
    }

    @Test func otherVersionsAreAcceptedByFormWhereTheEntrySaysSo() throws {
        let directory = try TemporaryDirectory()
        let record = SampleFiles.cifarRecord(label: 1, first: 0)
        let installer = FileInstaller(directory: directory.path, acceptsOtherVersions: true)
        let file = CatalogEntry.File(name: "batch", byteCount: record.count, sha256: "another")
        #expect(try installer.install(file, from: directory.write(record, to: "mine")) == false)
        #expect(installer.isInstalled(file))
        let badLabel = SampleFiles.cifarRecord(label: 10, first: 0)
        #expect(throws: BrainError.self) { try installer.install(file, from: directory.write(badLabel, to: "mine")) }
        #expect(try directory.names() == ["batch", "mine"])
    }
}
