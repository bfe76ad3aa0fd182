import Foundation
import TestSupport
import Testing

/// `kill -9` at any moment of a training that saves all the time: every checkpoint that is there loads, and going on from the newest
/// ends in the same net, bit for bit.
@Suite("A killed training")
struct KilledRunTests {
    /// Trainings that are killed; `make test-all` kills many.
    static let trials = SlowTests.areEnabled ? 200 : 2

    private static let experiment = """
        name: killed
        data: images
        net:
          - DifferentiableLut: { output_shape: [120] }
          - DifferentiableLut: { output_shape: [20] }
          - DifferentiableLut: { output_shape: [10] }
        modulation: { train: 3 }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: Adam
        batch_size: 50
        epochs: 40
        """

    /// Pseudo-random numbers from a seed that a failure prints (SplitMix64).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
            return z ^ z >> 31
        }
    }

    private static func runs(in folder: String) -> [String] {
        let base = "\(folder)/runs/killed"
        return ((try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []).sorted().map { "\(base)/\($0)" }
    }

    private static func checkpoints(of run: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(run)/checkpoints")) ?? [])
            .filter { $0.hasSuffix(".bbwb") && !$0.hasPrefix(".") }.sorted().map { "\(run)/checkpoints/\($0)" }
    }

    /// Bytes of the journal of the only run there is.
    private static func journalSize(in folder: String) -> Int {
        guard let run = runs(in: folder).first else { return 0 }
        return (try? FileManager.default.attributesOfItem(atPath: "\(run)/journal.jsonl")[.size] as? Int) ?? 0
    }

    /// What the newest checkpoint's record in the journal says of net and training.
    private static func lastDigest(_ run: String) throws -> String {
        let journal = try String(contentsOfFile: "\(run)/journal.jsonl", encoding: .utf8)
        let line = try #require(journal.split(separator: "\n").last { $0.contains("\"event\":\"checkpoint\"") })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let digest = try #require(object?["digest"] as? [String: String])
        return "\(digest["net"] ?? "") \(digest["training"] ?? "")"
    }

    @Test(.hangLimit) func goesOnBitForBit() throws {
        let folder = try CommandLineTests.Folder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/images", withIntermediateDirectories: true)
        _ = try MemoryTests.writeImages(100, "train", in: "\(folder.path)/images")
        _ = try MemoryTests.writeImages(50, "t10k", in: "\(folder.path)/images")
        try Self.experiment.write(toFile: "\(folder.path)/killed.yaml", atomically: true, encoding: .utf8)
        let start = Date()
        #expect(try CommandLineTests.Program("run", "killed.yaml", in: folder.path).wait().status == 0)
        // About the time between two writes to the journal.
        let pause = Date().timeIntervalSince(start) / 40
        let wholeJournal = Double(Self.journalSize(in: folder.path))
        let expected = try Self.lastDigest(Self.runs(in: folder.path)[0])
        let seed: UInt64 = 20
        var numbers = Numbers(state: seed)
        var (killed, loaded, resumed, nothing, leftOver) = (0, 0, 0, 0, 0)
        while killed < Self.trials {
            try? FileManager.default.removeItem(atPath: "\(folder.path)/runs")
            let program = try CommandLineTests.Program("run", "killed.yaml", in: folder.path)
            // The moments are spread over what the training writes, not over time: on a busy machine, two moments in time can both
            // lie before the first checkpoint.
            let progress = (Double(killed) + Double.random(in: 0..<1, using: &numbers)) / Double(Self.trials)
            while Double(Self.journalSize(in: folder.path)) < progress * wholeJournal, program.isRunning { usleep(200) }
            usleep(UInt32(Double.random(in: 0..<pause, using: &numbers) * 1e6))
            program.interrupt(SIGKILL)
            // One that had ended was not killed.
            guard program.wait().status == SIGKILL else { continue }
            killed += 1
            let place = "seed \(seed), trial \(killed)"
            guard let run = Self.runs(in: folder.path).first else {
                nothing += 1
                continue
            }
            leftOver += FileTree(run).temporaries.count
            let files = Self.checkpoints(of: run)
            for file in files {
                let info = try CommandLineTests.Program("info", file, in: folder.path).wait()
                #expect(info.status == 0, "\(place): \(file): \(info.errors)")
                loaded += 1
            }
            guard !files.isEmpty else {
                nothing += 1
                continue
            }
            let resume = try CommandLineTests.Program("run", "--resume", run, in: folder.path).wait()
            #expect(resume.status == 0, "\(place): \(resume.errors)")
            let last = try #require(Self.runs(in: folder.path).last)
            // A run that was killed after its last epoch has nothing left to train.
            let ended = Self.checkpoints(of: last).isEmpty ? run : last
            #expect(try Self.lastDigest(ended) == expected, "\(place)")
            resumed += 1
        }
        print(
            "killed trainings: \(killed), seed \(seed): \(loaded) checkpoints loaded, \(resumed) resumed bit for bit, "
                + "\(nothing) before their first checkpoint, \(leftOver) temporaries left in runs")
        #expect(killed == Self.trials && resumed > 0)
    }
}
