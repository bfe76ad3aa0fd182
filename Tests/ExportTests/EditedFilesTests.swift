import BinaryBrain
import Foundation
import Testing

@testable import Export

/// What a person has put into a bundle outlives the next export to it.
@Suite struct EditedFilesTests {
    /// Exports `text` as everything that the bundle holds.
    private func export(_ text: String, to folder: TestFolder, constraints: String? = "pcf") throws -> [String] {
        let bundle = try BundleFolder("\(folder.path)/out")
        defer { bundle.discard() }
        try bundle.write(
            ["rtl/net.v", "Makefile", "proof.txt"].map { .init($0, "\(text) \($0)\n") }
                + (constraints.map { [.init("constraints/net.\($0)", "\(text) pins\n")] } ?? []))
        return try bundle.place(keepingCopy: false)
    }

    private func files(_ folder: TestFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out").filter { $0.contains(".") }.sorted()
    }

    @Test func constraintsStayAndSourcesAreKeptBeside() throws {
        let folder = try TestFolder()
        #expect(try export("first", to: folder) == [])
        try folder.write("my pins\n", to: "out/constraints/net.pcf")
        try folder.write("my module\n", to: "out/rtl/net.v")
        let notes = try export("second", to: folder)
        #expect(
            notes == [
                "constraints/net.pcf was edited and stays; the new one is constraints/net.pcf.new",
                "rtl/net.v was edited: what it was is rtl/net.v.edited",
            ])
        #expect(try folder.text("out/constraints/net.pcf") == "my pins\n")
        #expect(try folder.text("out/constraints/net.pcf.new") == "second pins\n")
        #expect(try folder.text("out/rtl/net.v") == "second rtl/net.v\n")
        #expect(try folder.text("out/rtl/net.v.edited") == "my module\n")
        #expect(try folder.text("out/Makefile") == "second Makefile\n")

        // And the next ones, another edit among them.
        try folder.write("my other module\n", to: "out/rtl/net.v")
        #expect(try export("third", to: folder).count == 2)
        #expect(try folder.text("out/constraints/net.pcf") == "my pins\n")
        #expect(try folder.text("out/constraints/net.pcf.new") == "third pins\n")
        #expect(try folder.text("out/rtl/net.v.edited") == "my module\n")
        #expect(try folder.text("out/rtl/net.v.edited-2") == "my other module\n")
        #expect(
            try files(folder) == [
                "constraints/net.pcf", "constraints/net.pcf.new", "proof.txt", "rtl/net.v", "rtl/net.v.edited",
                "rtl/net.v.edited-2",
            ])
        #expect(folder.names == ["out"], "nothing is left over")
    }

    @Test func constraintsOfAnotherDeviceStayToo() throws {
        let folder = try TestFolder()
        _ = try export("first", to: folder)
        try folder.write("my pins\n", to: "out/constraints/net.pcf")
        #expect(try export("second", to: folder, constraints: "lpf") == ["constraints/net.pcf was edited and stays"])
        // Back to the first device, whose new constraints now stand beside.
        _ = try export("third", to: folder)
        #expect(try folder.text("out/constraints/net.pcf") == "my pins\n")
        #expect(try folder.text("out/constraints/net.pcf.new") == "third pins\n")
        #expect(!folder.exists("out/constraints/net.lpf"), "nobody has edited it")
    }

    @Test func whatNobodyEditedIsReplacedAndWhatIsAlreadySoIsLeft() throws {
        let folder = try TestFolder()
        _ = try export("first", to: folder)
        try folder.write("second rtl/net.v\n", to: "out/rtl/net.v")
        #expect(try export("second", to: folder) == [])
        try FileManager.default.removeItem(atPath: "\(folder.path)/out/Makefile")
        #expect(try export("third", to: folder) == [])
        #expect(try folder.text("out/Makefile") == "third Makefile\n")
        #expect(try files(folder) == ["constraints/net.pcf", "proof.txt", "rtl/net.v"])
    }

    @Test func theManifestIsWhatSha256sumReads() throws {
        let folder = try TestFolder()
        _ = try export("first", to: folder)
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let outcome = try runner.run("sha256sum", ["--check", "MANIFEST"])
        #expect(outcome.status == 0 && outcome.output.contains("rtl/net.v: OK"), "\(outcome.output)")
        try folder.write("x", to: "out/rtl/net.v")
        #expect(try runner.run("sha256sum", ["--check", "MANIFEST"]).status != 0)
    }

    /// An older version listed names only.
    @Test func aBundleWithoutDigestsIsRefused() throws {
        let folder = try TestFolder()
        _ = try export("first", to: folder)
        let lines = try folder.text("out/MANIFEST").split(separator: "\n").map(String.init)
        let names = [lines[0]] + lines.dropFirst().map { $0.components(separatedBy: "  ")[1] }
        try folder.write(names.joined(separator: "\n") + "\n", to: "out/MANIFEST")
        let error = #expect(throws: BrainError.self) { try export("second", to: folder) }
        #expect(error?.why.contains("digests") == true)
        #expect(try folder.text("out/rtl/net.v") == "first rtl/net.v\n")
    }

    @Test func aPipeInABundleIsRefusedAndNotRead() throws {
        let folder = try TestFolder()
        _ = try export("first", to: folder)
        unlink("\(folder.path)/out/rtl/net.v")
        mkfifo("\(folder.path)/out/rtl/net.v", 0o600)
        let error = #expect(throws: BrainError.self) { try export("second", to: folder) }
        #expect(error?.why == "rtl_net.v in it is not a file")
    }

    /// What another export has put there meanwhile gets no proof of this one.
    @Test func aProofGoesOnlyToItsOwnBundle() throws {
        let folder = try TestFolder()
        let bundle = try BundleFolder("\(folder.path)/out")
        try bundle.write([.init("rtl/net.v", "a")])
        _ = try bundle.place(keepingCopy: true)
        #expect(try String(contentsOf: bundle.staging.appendingPathComponent("rtl/net.v"), encoding: .utf8) == "a")
        try folder.write("edited during the proof", to: "out/rtl/net.v")
        try bundle.add([.init("proof.txt", "PROVED")])
        #expect(try folder.text("out/proof.txt") == "PROVED")
        #expect(try folder.text("out/MANIFEST").contains("  proof.txt"))
        _ = try export("another", to: folder)
        #expect(throws: BrainError.self) { try bundle.add([.init("proof.txt", "PROVED")]) }
        #expect(try folder.text("out/proof.txt") == "another proof.txt\n")
        #expect(try folder.text("out/rtl/net.v.edited") == "edited during the proof")
        bundle.discard()
        #expect(folder.names == ["out"])
    }
}
