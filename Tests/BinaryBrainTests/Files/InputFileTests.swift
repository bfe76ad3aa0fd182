import Foundation
import Glibc
import Testing

@testable import BinaryBrain

/// Files as input, and what is none.
@Suite("Files that are read") struct InputFileTests {
    /// Whoever refuses a pipe leaves it alone: opened and closed, it would send its writer off with what had been written.
    @Test func aPipeIsRefusedUntouched() throws {
        let path = "\(NSTemporaryDirectory())/bbwb-pipe-\(UUID().uuidString)"
        #expect(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let writer = Process()
        writer.executableURL = URL(fileURLWithPath: "/bin/sh")
        writer.arguments = ["-c", "echo all of it >\"$0\"", path]
        try writer.run()
        for _ in 0..<20 {
            let error = try #require(throws: BrainError.self) { try InputFile(path) }
            #expect(error.why == "it is a pipe, not a file")
            usleep(5000)
        }
        #expect(writer.isRunning, "nobody has read what it writes")
        let reader = try #require(FileHandle(forReadingAtPath: path))
        #expect(try reader.readToEnd() == Data("all of it\n".utf8))
        writer.waitUntilExit()
        #expect(writer.terminationStatus == 0)
    }

    @Test func aFileIsKnownByMoreThanItsName() throws {
        let folder = "\(NSTemporaryDirectory())/bbwb-identity-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a", "b"] { try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        symlink("a", "\(folder)/link")
        #expect(FileIdentity("\(folder)/a") == FileIdentity("\(folder)/./link"))
        #expect(FileIdentity("\(folder)/a") != FileIdentity("\(folder)/b"))
        #expect(FileIdentity("\(folder)/c") == nil)
    }
}
