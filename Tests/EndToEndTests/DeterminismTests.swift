import Foundation
import Testing

/// The same spec and seed give the same bits, for any number of threads.
@Suite("Determinism")
struct DeterminismTests {
    /// Trains briefly with `threads` threads and returns the net's file.
    static func train(_ experiment: String, _ settings: [String], threads: Int) throws -> Data {
        let folder = try CommandLineTests.Folder()
        let set = settings.flatMap { ["--set", $0] }
        let run = try CommandLineTests.Program(
            ["run", experiment, "--epochs", "1"] + set, in: folder.path, environment: ["BBWB_THREADS": "\(threads)"])
        #expect(run.wait().status == 0)
        let convert = try CommandLineTests.Program(
            "convert", try folder.checkpoint(), "net.bb_net", in: folder.path)
        #expect(convert.wait().status == 0)
        return try Data(contentsOf: URL(fileURLWithPath: folder.path + "/net.bb_net"))
    }

    @Test(
        .hangLimit,
        arguments: [
            ("mnist-lut-tiny", ["modulation.train=3"]), ("mnist-lut-tiny", ["modulation.method=uniform"]),
            ("mnist-dense", []),
        ] as [(String, [String])])
    func threadsDoNotMatter(experiment: String, settings: [String]) throws {
        let single = try Self.train(experiment, settings, threads: 1)
        #expect(!single.isEmpty)
        for threads in [2, 3] {
            #expect(try Self.train(experiment, settings, threads: threads) == single, "\(threads) threads")
        }
    }
}
