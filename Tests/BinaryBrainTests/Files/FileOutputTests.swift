import BinaryBrain
import Foundation
import Testing

/// What writing does to what is there already.
@Suite("Writing files")
struct FileOutputTests {
    /// A folder that goes away with its owner.
    private final class Folder {
        let path = NSTemporaryDirectory() + "bbwb-files-\(UUID().uuidString)"
        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
        func path(_ name: String) -> String { "\(path)/\(name)" }
        var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
        }
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: path(name)) ?? Data(), as: UTF8.self)
        }
        func mode(_ name: String) -> mode_t {
            var status = stat()
            return lstat(path(name), &status) == 0 ? status.st_mode & 0o7777 : 0
        }
    }

    @Test func aReplacedFileKeepsItsMode() throws {
        let folder = try Folder()
        for mode: mode_t in [0o600, 0o640, 0o755] {
            try folder.write("old", "file")
            chmod(folder.path("file"), mode)
            try AtomicFile.write(Array("new".utf8), to: folder.path("file"))
            #expect(folder.text("file") == "new" && folder.mode("file") == mode)
        }
        #expect(folder.names == ["file"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give files away")) func aReplacedFileKeepsItsOwner() throws {
        let folder = try Folder()
        try folder.write("old", "file")
        chown(folder.path("file"), 65534, 65534)
        try AtomicFile.write([1], to: folder.path("file"))
        var status = stat()
        #expect(stat(folder.path("file"), &status) == 0 && status.st_uid == 65534 && status.st_gid == 65534)
    }

    @Test func behindALinkTheFileIsReplaced() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.path("inner"), withIntermediateDirectories: true)
        try folder.write("old", "inner/file")
        symlink("inner/file", folder.path("link"))
        symlink("link", folder.path("second"))
        try AtomicFile.write(Array("new".utf8), to: folder.path("second"))
        #expect(folder.text("inner/file") == "new")
        #expect(folder.mode("link") == 0o777 && folder.mode("second") == 0o777)
        // One that leads nowhere yet.
        symlink("inner/later", folder.path("dangling"))
        try AtomicFile.write(Array("made".utf8), to: folder.path("dangling"))
        #expect(folder.text("inner/later") == "made")
        // And one that leads to itself.
        symlink("circle", folder.path("circle"))
        #expect(throws: BrainError.self) { try AtomicFile.write([1], to: folder.path("circle")) }
    }

    @Test func aPipeGetsTheBytesAndStaysOne() throws {
        let folder = try Folder()
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        let reader = open(folder.path("pipe"), O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try AtomicFile.write(Array("through".utf8), to: folder.path("pipe"))
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(reader, &bytes, bytes.count)
        #expect(String(decoding: bytes[..<max(0, count)], as: UTF8.self) == "through")
        #expect(folder.names == ["pipe"])
    }

    @Test func anOpenDescriptorIsWrittenThrough() throws {
        let folder = try Folder()
        let descriptor = open(folder.path("log"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(descriptor) }
        try AtomicFile.write(Array("one ".utf8), to: "/dev/fd/\(descriptor)")
        symlink("/proc/self/fd/\(descriptor)", folder.path("name"))
        try AtomicFile.write(Array("two".utf8), to: folder.path("name"))
        #expect(folder.text("log") == "one two")
        try AtomicFile.write([1], to: "/dev/null")
    }

    @Test func whatCannotBeReplacedIsRefused() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.path("folder"), withIntermediateDirectories: true)
        #expect(throws: BrainError.self) { try AtomicFile.write([1], to: folder.path("folder")) }
        #expect(throws: BrainError.self) { try AtomicFile.write([1], to: folder.path("none/file")) }
        #expect(folder.names == ["folder"])
    }

    @Test func anUnfinishedFileLeavesNothing() throws {
        let folder = try Folder()
        try folder.write("old", "file")
        do {
            let output = try FileOutput(folder.path("file"))
            try Array("new".utf8).withUnsafeBytes { try output.append($0) }
            #expect(folder.names.count == 2)
        }
        #expect(folder.names == ["file"] && folder.text("file") == "old")
    }

    @Test func leftoversOfKilledProgramsAreRemoved() throws {
        let folder = try Folder()
        // A process that has ended for certain, and one that lives: our parent's, whoever that is.
        let ended = Process()
        ended.executableURL = URL(fileURLWithPath: "/bin/true")
        try ended.run()
        ended.waitUntilExit()
        let (gone, alive) = (ended.processIdentifier, getppid())
        for name in [
            ".a.bbwb-\(gone)-1f", ".b.bbwb-\(alive)-1f", ".c.bbwb-\(gone)-xyz", "d.bbwb-\(gone)-1f", ".e.bbwb-x-1",
        ] {
            try folder.write("part", name)
        }
        try FileManager.default.createDirectory(
            atPath: folder.path(".bundle.bbwb-\(gone)-2/rtl"), withIntermediateDirectories: true)
        // One that somebody holds is left alone, whatever its name says.
        try folder.write("part", ".held.bbwb-\(gone)-3")
        let held = open(folder.path(".held.bbwb-\(gone)-3"), O_RDONLY)
        defer { close(held) }
        flock(held, LOCK_EX)
        try AtomicFile.write([1], to: folder.path("new"))
        #expect(
            folder.names == [
                ".b.bbwb-\(alive)-1f", ".c.bbwb-\(gone)-xyz", ".e.bbwb-x-1", ".held.bbwb-\(gone)-3",
                "d.bbwb-\(gone)-1f",
                "new",
            ])
    }

    @Test func onlyFilesAreRead() throws {
        let folder = try Folder()
        mkfifo(folder.path("pipe"), 0o600)
        for path in [folder.path("pipe"), folder.path, "/dev/zero", folder.path("none")] {
            #expect(throws: BrainError.self) { try AtomicFile.read(path) }
        }
        try folder.write("text", "file")
        symlink("file", folder.path("link"))
        #expect(try AtomicFile.read(folder.path("link")) == Array("text".utf8))
        #expect(throws: BrainError.self) { try AtomicFile.read(folder.path("file"), limit: 3) }
    }

    @Test func aStagedFolderAppearsWhole() throws {
        let folder = try Folder()
        do {
            let staged = try StagedFolder(for: folder.path("deep/er/bundle"))
            try staged.write([1], to: "inner/file")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("deep/er")) == [])
        let staged = try StagedFolder(for: folder.path("deep/er/bundle"))
        try staged.write([1], to: "inner/file")
        #expect(!FileManager.default.fileExists(atPath: folder.path("deep/er/bundle")))
        try staged.commit()
        #expect(FileManager.default.contents(atPath: folder.path("deep/er/bundle/inner/file")) == Data([1]))
    }
}
