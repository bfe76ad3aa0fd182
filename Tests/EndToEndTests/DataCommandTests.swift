import Foundation
import Testing

@Suite("bbwb data")
struct DataCommandTests {
    /// Runs `bbwb data …` with a data directory of its own.
    private func data(_ arguments: String..., in folder: CommandLineTests.Folder) throws -> CommandLineTests.Outcome {
        try CommandLineTests.Program(
            ["data"] + arguments, in: folder.path, environment: ["BBWB_DATA": "\(folder.path)/data"]
        ).wait()
    }

    /// One line `bbwb: what: why: what to do`, and nothing on stdout.
    private func expectError(_ outcome: CommandLineTests.Outcome, status: Int32, _ parts: String...) {
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        let last = outcome.errors.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("bbwb: "))
        for part in parts { #expect(last.contains(part)) }
    }

    @Test func listNamesEverySetAndItsState() throws {
        let outcome = try data("list", in: CommandLineTests.Folder())
        #expect(outcome.status == 0)
        let states = ["mnist-5k": "comes with bbwb", "mnist": "not fetched", "fashion-mnist": "not fetched"]
        for (name, state) in states {
            #expect(outcome.lines.contains { $0.hasPrefix("\(name) ") && $0.contains(state) }, "\(name)")
        }
    }

    @Test func pathOfWhatIsHereAndOfWhatIsNot() throws {
        let folder = try CommandLineTests.Folder()
        let here = try data("path", "mnist-5k", in: folder)
        #expect(here.status == 0)
        #expect(FileManager.default.fileExists(atPath: "\(here.lines.first ?? "")/train-images-idx3-ubyte.gz"))
        try expectError(
            data("path", "mnist", in: folder), status: 1, "\(folder.path)/data/mnist", "bbwb data fetch mnist")
    }

    @Test func wrongUsageIsStatus2() throws {
        let folder = try CommandLineTests.Folder()
        try expectError(data("fetch", "mnits", in: folder), status: 2, "'mnits'", "did you mean 'mnist'?")
        try expectError(data("fetch", in: folder), status: 2, "wrong usage")
        try expectError(data("fetch", "mnist-5k", in: folder), status: 2, "comes with the program")
        try expectError(
            data("fetch", "mnist", "--from", ".", "--mirror", "https://a.example/", in: folder), status: 2,
            "cannot be used together")
    }

    @Test func failedFetchesAreStatus1() throws {
        let folder = try CommandLineTests.Folder()
        // Nothing listens on the discard port of this machine.
        try expectError(
            data("fetch", "mnist", "--mirror", "http://127.0.0.1:9/mnist", in: folder), status: 1,
            "http://127.0.0.1:9/mnist/train-images-idx3-ubyte.gz", "--from DIR")
        try expectError(
            data("fetch", "mnist", "--from", folder.path, in: folder), status: 1, "train-images-idx3-ubyte is missing")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/data/mnist").isEmpty)
    }
}
