import BinaryBrain
import Foundation
import Testing
import Workbench

/// `bbwb runs` and `bbwb replay` on runs that a session in this process has steered.
@Suite("The run store on the command line")
struct RunStoreCommandTests {
    typealias Program = CommandLineTests.Program
    typealias Folder = CommandLineTests.Folder

    /// A session on real digits with a command of every kind, some in the middle of an epoch, some while it is paused.
    static func steeredRun(in folder: Folder, method: String = "uniform") throws -> String {
        let overrides = try ["epochs=3", "modulation.train=3", "modulation.method=\(method)", "batch_size=128"]
            .map { try SpecificationOverride(parsing: $0) }
        let spec = try ExperimentSpec(named: "mnist-lut-tiny", overrides: overrides)
        let session = Session(spec: spec, options: SessionOptions(runsFolder: "\(folder.path)/runs"))
        func send(_ commands: Command...) -> Snapshot {
            for command in commands { session.send(command) }
            return session.waitUntilIdle()
        }
        var snapshot = send(.pause)
        for _ in 0..<5 { snapshot = send(.stepMiniBatch) }
        snapshot = send(.binary(false, .layer(1)), .stepMiniBatch, .learningRate(0.002), .stepMiniBatch)
        // Undo sends what restores the state before.
        snapshot = send(.learningRate(0.001), .binary(true, .layer(1)), .hostOnly(true, .layer(2)), .stepMiniBatch)
        snapshot = send(.modulation(train: 7, test: 15), .stepMiniBatch, .save(nil), .hostOnly(false, .all))
        let directory = RunDirectory(path: try #require(snapshot.runDirectory))
        snapshot = send(.modulationMethod(.normal), .batchSize(100), .stepEpoch)
        snapshot = send(
            .load(directory.checkpointPath(step: 9)), .stepMiniBatch,
            .send(ModelCommand("lut_binarize", true), .layer(0)))
        snapshot = send(.stepEpoch, .restart, .stepMiniBatch, .binary(false, .all), .stepMiniBatch, .binary(true, .all))
        snapshot = send(.resume)
        #expect(snapshot.state == .finished, "\(snapshot.state)")
        _ = send(.stop)
        return String(directory.path.dropFirst(folder.path.count + 1))
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }

    @Test(.hangLimit)
    func aSteeredSessionReplaysBitForBitWithOneAndTwoThreads() throws {
        let folder = try Folder()
        let run = try Self.steeredRun(in: folder)
        var digests: Set<String> = []
        for threads in ["1", "2"] {
            let outcome = try Program("replay", run, "--threads", threads, in: folder.path).wait()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.lines.first?.hasSuffix(threads == "1" ? "1 thread" : "2 threads") == true)
            #expect(outcome.lines.dropFirst().first?.hasPrefix("identical: ") == true, "\(outcome.output)")
            digests.formUnion(outcome.lines.filter { $0.hasPrefix("net ") || $0.hasPrefix("training ") })
        }
        #expect(digests.count == 2)

        let json = try Program("replay", run, "--json", in: folder.path).wait()
        let result = try object(json.lines[0])
        #expect(json.lines.count == 1 && json.status == 0)
        #expect(result["identical"] as? Bool == true)
        let figures = try #require(result["outcome"] as? [String: Any])
        #expect((figures["commands"] as? Int ?? 0) >= 12)

        // A command that was another one gives another end, and the replay says so.
        let journal = "\(folder.path)/\(run)/journal.jsonl"
        let text = try String(contentsOfFile: journal, encoding: .utf8)
        let edited = text.replacingOccurrences(of: "batch_size 100", with: "batch_size 99")
        try Data(edited.utf8).write(to: URL(fileURLWithPath: journal))
        let other = try Program("replay", run, in: folder.path).wait()
        #expect(other.status == 1)
        #expect(other.errors.hasPrefix("bbwb: replay"), "\(other.errors)")
    }

    @Test func runsAreListed() throws {
        let folder = try Folder()
        let none = try Program("runs", in: folder.path).wait()
        #expect(none.status == 0 && none.output.isEmpty)
        #expect(none.errors.contains("no run in runs"))
        #expect(try Program("run", "mnist-lut-tiny", "--epochs", "2", in: folder.path).wait().status == 0)
        let list = try Program("runs", in: folder.path).wait()
        #expect(list.lines.count == 2)
        #expect(list.lines[0].hasPrefix("run "))
        #expect(list.lines[1].contains("finished"))
        #expect(list.lines[1].contains(" 2/2 "))
        let json = try Program("runs", "tiny", "finished", "--json", in: folder.path).wait()
        let run = try object(json.lines[0])
        #expect(run["state"] as? String == "finished")
        #expect(run["epoch"] as? Int == 2)
        #expect((run["best"] as? [String: Any])?["test"] != nil)
        #expect(try Program("runs", "crashed", "--json", in: folder.path).wait().output.isEmpty)
    }

    /// SIGKILL: the journal is readable, and no more than the epoch at hand is lost.
    @Test(.hangLimit)
    func aKilledRunLosesNoMoreThanAnEpoch() throws {
        let folder = try Folder()
        let program = try Program("run", "mnist-lut-tiny", "--epochs", "100000", in: folder.path)
        for epoch in 1...3 { #expect(program.firstLine().hasPrefix("epoch \(epoch) ")) }
        program.interrupt(SIGKILL)
        #expect(program.wait().status == SIGKILL)
        let run = try object(try Program("runs", "--json", in: folder.path).wait().lines[0])
        #expect(run["state"] as? String == "crashed")
        let epoch = try #require(run["epoch"] as? Int)
        // The third line is printed when the epoch is measured; it may have been on its way to the journal.
        #expect(epoch >= 2)
        let path = try #require(run["path"] as? String)
        let replay = try Program("replay", path, in: folder.path).wait()
        #expect(replay.status == 0, "\(replay.errors)")
        let resumed = try Program(
            "run", "--resume", path, "--epochs", String(epoch + 1), "--json", in: folder.path
        ).wait()
        #expect(resumed.status == 0, "\(resumed.errors)")
        let step = try #require(try object(resumed.lines[0])["step"] as? Int)
        #expect(step >= (epoch - 1) * 62 && step % 62 == 0, "from the end of one of the last two epochs")
    }

    @Test(arguments: [
        (["replay"], Int32(2), "subject"),
        (["replay", "nothing"], 2, "run 'nothing': there is no such run in runs"),
        (["replay", "nothing", "--threads", "0"], 2, "--threads"),
        (["runs", "--nonsense"], 2, "wrong usage"),
        (["run", "--resume", "nothing"], 2, "run 'nothing': there is no such run in runs"),
        (["run", "--resume", "nothing.bbwb"], 1, "No such file"),
    ])
    func wrongUsage(_ arguments: [String], status: Int32, text: String) throws {
        let folder = try Folder()
        let outcome = try Program(arguments, in: folder.path).wait()
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("bbwb: "))
        #expect(outcome.errors.contains(text) || outcome.errors.contains("<run>"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }
}
