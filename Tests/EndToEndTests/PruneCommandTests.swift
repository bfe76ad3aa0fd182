import Foundation
import TestSupport
import Testing

/// `bbwb prune` from its beginning to its end, undisturbed, stopped and killed.
@Suite("bbwb prune") struct PruneCommandTests {
    private typealias Program = CommandLineTests.Program

    private static let experiment = """
        name: small
        data: images
        net:
          - DifferentiableLut: { output_shape: [120] }
          - DifferentiableLut: { output_shape: [60] }
          - DifferentiableLut: { output_shape: [10] }
        modulation: { train: 3 }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: Adam
        batch_size: 20
        epochs: 2
        """

    private static let plan = ["--share", "0.2", "--rounds", "3", "--epochs", "2", "--last-epochs", "1"]

    /// A folder with images and a net that was trained on them.
    private static func prepared() throws -> (folder: CommandLineTests.Folder, model: String) {
        let folder = try CommandLineTests.Folder()
        try FileManager.default.createDirectory(atPath: "\(folder.path)/images", withIntermediateDirectories: true)
        _ = try MemoryTests.writeImages(300, "train", in: "\(folder.path)/images")
        _ = try MemoryTests.writeImages(50, "t10k", in: "\(folder.path)/images")
        try experiment.write(toFile: "\(folder.path)/small.yaml", atomically: true, encoding: .utf8)
        #expect(try Program("run", "small.yaml", in: folder.path).wait().status == 0)
        return (folder, try folder.checkpoint())
    }

    private static func runs(_ place: String, in folder: CommandLineTests.Folder) -> [String] {
        let base = "\(folder.path)/\(place)/small"
        return ((try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []).sorted().map { "\(base)/\($0)" }
    }

    private static func checkpoints(_ run: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(run)/checkpoints")) ?? []).filter {
            $0.hasSuffix(".bbwb")
        }.sorted()
    }

    private static func lastDigest(_ run: String) throws -> String {
        let journal = try String(contentsOfFile: "\(run)/journal.jsonl", encoding: .utf8)
        let line = try #require(journal.split(separator: "\n").last { $0.contains("\"event\":\"checkpoint\"") })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let digest = try #require(object?["digest"] as? [String: String])
        return "\(digest["net"] ?? "") \(digest["training"] ?? "")"
    }

    private static func curve(_ run: String) throws -> String {
        try String(contentsOfFile: "\(run)/pruning.csv", encoding: .utf8)
    }

    @Test(.hangLimit) func whatCannotBePrunedSaysWhy() throws {
        let (folder, model) = try Self.prepared()
        #expect(try Program("convert", model, "net.bb_net", in: folder.path).wait().status == 0)
        for (arguments, why) in [
            (["net.bb_net"], "it is a net without the experiment"),
            (["--resume", "small"], "nothing is pruned in this run"),
            ([model, "--method", "inputs"], "--method inputs is neither wires nor luts"),
            ([model, "--share", "0"], "it would remove neither LUTs nor inputs"),
            ([model, "--last-epochs=-1"], "the last one from 0 to 1000"), (["none.bbwb"], "none.bbwb"),
        ] {
            let outcome = try Program(["prune"] + arguments, in: folder.path).wait()
            #expect([1, 2, 64].contains(outcome.status) && outcome.errors.contains(why), "\(arguments): \(outcome)")
        }
    }

    @Test(.hangLimit, arguments: ["wires", "luts"]) func goesOnWhereItWasInterrupted(method: String) throws {
        let (folder, model) = try Self.prepared()
        let arguments = ["prune", model, "--method", method] + Self.plan
        let whole = try Program(arguments + ["--out", "whole"], in: folder.path).wait()
        #expect(whole.status == 0, "\(whole.errors)")
        let run = try #require(Self.runs("whole", in: folder).last)
        let (expected, curve) = (try Self.lastDigest(run), try Self.curve(run))
        let points = curve.split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
        let luts = try points.map { try #require(Int($0[1])) }
        // The net as it was, and each epoch; fewer LUTs after each round.
        #expect(luts.count == 8 && luts[0] > luts[1] && luts[2] > luts[3] && luts[4] > luts[5], "\(curve)")
        #expect(luts[1] == luts[2] && luts[5] == luts[7] && luts[7] * 10 <= luts[0] * 6, "\(curve)")
        #expect(whole.output.contains("\(luts[7]) LUTs  test accuracy "), "\(whole.output)")
        #expect(FileManager.default.fileExists(atPath: "\(run)/pruning.svg"))

        let replay = try Program("replay", run, in: folder.path).wait()
        #expect(replay.status == 0, "\(replay.output) \(replay.errors)")

        for signal in [SIGTERM, SIGKILL] {
            let place = "signal\(signal)"
            let program = try Program(arguments + ["--out", place], in: folder.path)
            // Between rounds: what was saved last has some of them behind it.
            while program.isRunning,
                Self.runs(place, in: folder).last.map({ Self.checkpoints($0).last ?? "" < "step-00000030" }) ?? true
            {
                usleep(500)
            }
            program.interrupt(signal)
            let ended = program.wait()
            // One that was done before the signal came has nothing left to show.
            guard ended.status != 0 else { continue }
            #expect(ended.status == (signal == SIGTERM ? 130 : SIGKILL), "\(ended)")
            let stopped = try #require(Self.runs(place, in: folder).last)
            let resumed = try Program(["prune", "--resume", stopped, "--out", place], in: folder.path).wait()
            #expect(resumed.status == 0, "\(resumed.errors)")
            let last = try #require(Self.runs(place, in: folder).last)
            #expect(try Self.lastDigest(last) == expected, "\(place)")
            #expect(try Self.curve(last) == curve, "\(place)")
            let replay = try Program("replay", last, in: folder.path).wait()
            #expect(replay.status == 0, "\(replay.output) \(replay.errors)")
        }
    }
}
