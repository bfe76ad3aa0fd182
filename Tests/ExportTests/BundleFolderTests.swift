import BinaryBrain
import Foundation
import Testing

@testable import Export

@Suite struct BundleFolderTests {
    private func make(_ path: String, _ text: String) throws {
        let folder = try BundleFolder(path)
        try folder.write([.init("a/one.txt", text), .init("two.txt", "2\n")])
        #expect(try folder.place(keepingCopy: false) == [])
    }

    @Test func aBundleAppearsAsAWholeAndReplacesAnOlderOne() throws {
        let parent = try TestFolder()
        try make("\(parent.path)/out", "first\n")
        #expect(try parent.text("out/a/one.txt") == "first\n")
        try FileManager.default.createDirectory(atPath: "\(parent.path)/out/build", withIntermediateDirectories: true)
        try parent.write("made by make", to: "out/build/x.log")
        try make("\(parent.path)/out", "second\n")
        #expect(try parent.text("out/a/one.txt") == "second\n")
        #expect(parent.names == ["out"], "nothing is left over")
    }

    @Test func anEmptyFolderIsTaken() throws {
        let parent = try TestFolder()
        try FileManager.default.createDirectory(atPath: "\(parent.path)/out", withIntermediateDirectories: true)
        try make("\(parent.path)/out", "x")
        #expect(parent.exists("out/two.txt"))
    }

    @Test func foreignFoldersAndFilesAreLeftAlone() throws {
        let parent = try TestFolder()
        try FileManager.default.createDirectory(atPath: "\(parent.path)/thesis", withIntermediateDirectories: true)
        try parent.write("years of work", to: "thesis/chapter.tex")
        #expect(throws: BrainError.self) { try make("\(parent.path)/thesis", "x") }
        #expect(throws: BrainError.self) { try make("\(parent.path)/thesis/chapter.tex", "x") }
        #expect(try parent.text("thesis/chapter.tex") == "years of work")
        #expect(parent.names == ["thesis"])

        // A bundle into which a person has put something is not only a bundle any more.
        try make("\(parent.path)/out", "x")
        try parent.write("notes", to: "out/notes.txt")
        #expect(throws: BrainError.self) { try make("\(parent.path)/out", "y") }
        #expect(try parent.text("out/notes.txt") == "notes")
    }

    @Test func foldersThatCannotBeReadAreNoEmptyOnes() throws {
        // Not even root can list all that is below the first.
        #expect(throws: BrainError.self) { try make("/", "x") }
        let parent = try TestFolder()
        for name in ["thesis", "thesis/secret"] {
            try FileManager.default.createDirectory(atPath: "\(parent.path)/\(name)", withIntermediateDirectories: true)
        }
        try parent.write("years of work", to: "thesis/chapter.tex")
        chmod("\(parent.path)/thesis/secret", 0)
        defer { chmod("\(parent.path)/thesis/secret", 0o700) }
        #expect(throws: BrainError.self) { try make("\(parent.path)/thesis", "x") }
        #expect(try parent.text("thesis/chapter.tex") == "years of work")
    }

    @Test func behindALinkItIsTheFolderThatIsReplaced() throws {
        let parent = try TestFolder()
        let manager = FileManager.default
        try make("\(parent.path)/real", "first")
        try manager.createSymbolicLink(atPath: "\(parent.path)/latest", withDestinationPath: "real")
        try make("\(parent.path)/latest", "second")
        #expect(try parent.text("real/a/one.txt") == "second")
        #expect(try manager.destinationOfSymbolicLink(atPath: "\(parent.path)/latest") == "real")
        // A link within a folder is somebody's file, and a link to nothing no place.
        try manager.createSymbolicLink(atPath: "\(parent.path)/real/notes", withDestinationPath: "/etc")
        #expect(throws: BrainError.self) { try make("\(parent.path)/real", "third") }
        try manager.createSymbolicLink(atPath: "\(parent.path)/dangling", withDestinationPath: "nowhere")
        #expect(throws: BrainError.self) { try make("\(parent.path)/dangling", "x") }
        #expect(parent.names == ["dangling", "latest", "real"])
    }

    @Test func whatIsNotFinishedLeavesTheOldOne() throws {
        let parent = try TestFolder()
        try make("\(parent.path)/out", "old")
        let folder = try BundleFolder("\(parent.path)/out")
        try folder.write([.init("a/one.txt", "new")])
        #expect(try parent.text("out/a/one.txt") == "old")
        folder.discard()
        #expect(parent.names == ["out"])
    }

    @Test func whatADeadProgramLeftIsRemoved() throws {
        let parent = try TestFolder()
        // No process has the largest number.
        let litter = "\(parent.path)/.out.bbwb-\(Int32.max)-1"
        try FileManager.default.createDirectory(atPath: litter, withIntermediateDirectories: true)
        try make("\(parent.path)/out", "x")
        #expect(parent.names == ["out"])
    }

    @Test func aFullDiskSaysSo() throws {
        let error = #expect(throws: BrainError.self) { try make("/dev/full/out", "x") }
        #expect(error?.kind == .io)
        #expect(error?.why == "Not a directory")
    }
}
