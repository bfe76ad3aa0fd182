import Foundation
import TestSupport
import Testing

/// A training whose file operations fail in turn: what was saved loads and leads to the same net, and what is missing is said.
@Suite("A failing file operation while training", .enabled(if: FailingCalls.areAvailable))
struct FailingRunTests {
    static let step = SlowTests.areEnabled ? 1 : 17
    private static let arguments = ["run", "mnist-lut-tiny", "--epochs", "2", "--set", "batch_size=500"]

    /// The net of the only checkpoint that counts, as the original's file.
    private static func net(of run: String, in folder: String) throws -> Data? {
        let outcome = try CommandLineTests.Program("convert", try newest(in: run), "net.bb_net", in: folder).wait()
        return outcome.status == 0 ? FileManager.default.contents(atPath: "\(folder)/net.bb_net") : nil
    }

    private static func newest(in run: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(run)/checkpoints")
            .filter { $0.hasSuffix(".bbwb") }.sorted()
        return "\(run)/checkpoints/\(names.last ?? "none")"
    }

    private static func runs(in folder: String) -> [String] {
        let base = "\(folder)/runs/mnist-lut-tiny"
        return ((try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []).sorted().map { "\(base)/\($0)" }
    }

    @Test(.hangLimit) func whatWasSavedIsWhole() throws {
        let folder = try CommandLineTests.Folder()
        let count = try FailingCalls.run(Self.arguments, in: folder.path, failing: 0).count
        let expected = try #require(try Self.net(of: Self.runs(in: folder.path)[0], in: folder.path))
        #expect(count > 20)
        var (failures, resumed) = (0, 0)
        for number in stride(from: 1, through: count, by: Self.step) {
            let failure = FailingCalls.Failure.allCases[number / Self.step % 3]
            let folder = try CommandLineTests.Folder()
            let outcome = try FailingCalls.run(Self.arguments, in: folder.path, failing: number, with: failure)
            let place = "operation \(number), \(outcome.failed ?? "none"): \(failure.reason)"
            failures += 1
            #expect([0, 1].contains(outcome.program.status), "\(place)")
            if outcome.program.status == 1 {
                #expect(outcome.program.errors.contains(failure.reason), "\(place): \(outcome.program.errors)")
            }
            let runs = Self.runs(in: folder.path)
            guard let run = runs.first else {
                #expect(outcome.program.status == 1, "\(place): there is no run")
                continue
            }
            #expect(FileTree(run).temporaries.isEmpty, "\(place)")
            let journal = try String(contentsOfFile: "\(run)/journal.jsonl", encoding: .utf8)
            for line in journal.split(separator: "\n") {
                #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(place): \(line)")
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(run)/checkpoints")
            for name in names {
                let info = try CommandLineTests.Program("info", "\(run)/checkpoints/\(name)", in: folder.path).wait()
                #expect(info.status == 0, "\(place): \(name): \(info.errors)")
            }
            if outcome.program.status == 0 {
                // Tried again, and done: nothing is missing.
                #expect(try Self.net(of: run, in: folder.path) == expected, "\(place)")
                #expect(journal.hasSuffix("\n") && journal.contains("\"event\":\"end\""), "\(place): \(journal)")
            } else if !names.isEmpty {
                let resume = try CommandLineTests.Program("run", "--resume", run, in: folder.path).wait()
                #expect(resume.status == 0, "\(place): \(resume.errors)")
                let last = Self.runs(in: folder.path).last ?? run
                let names = try FileManager.default.contentsOfDirectory(atPath: "\(last)/checkpoints")
                #expect(try Self.net(of: names.isEmpty ? run : last, in: folder.path) == expected, "\(place)")
                resumed += 1
            }
        }
        print("failing operations: run: \(failures) of \(count) tried, \(resumed) resumed")
    }

    /// A journal whose device fails from some moment on: training goes on to the same net, and what is missing is said.
    @Test(.hangLimit) func aJournalThatFailsForGood() throws {
        let folder = try CommandLineTests.Folder()
        let journal = "/journal.jsonl"
        let count = try FailingCalls.run(Self.arguments, in: folder.path, failing: 0, on: journal).count
        #expect(count > 5)
        let expected = try #require(try Self.net(of: Self.runs(in: folder.path)[0], in: folder.path))
        var withoutRun = 0
        for number in stride(from: 1, through: count, by: Self.step) {
            let folder = try CommandLineTests.Folder()
            let outcome = try FailingCalls.run(
                Self.arguments, in: folder.path, failing: number, on: journal, isForGood: true)
            let place = "operation \(number), \(outcome.failed ?? "none")"
            guard let run = Self.runs(in: folder.path).first else {
                #expect(outcome.program.status == 1, "\(place): there is no run")
                withoutRun += 1
                continue
            }
            let lines = try String(contentsOfFile: "\(run)\(journal)", encoding: .utf8)
            let isWhole = lines.hasSuffix("\n") && lines.contains("\"event\":\"end\"")
            #expect(outcome.program.status == 1 || isWhole, "\(place): \(lines)")
            if outcome.program.status == 1 {
                #expect(
                    outcome.program.errors.contains("the journal is incomplete"), "\(place): \(outcome.program.errors)")
                #expect(outcome.program.errors.contains(FailingCalls.Failure.deviceError.reason), "\(place)")
            }
            #expect(try Self.net(of: run, in: folder.path) == expected, "\(place)")
        }
        print(
            "failing operations: journal for good: \((count + Self.step - 1) / Self.step) of \(count) tried, \(withoutRun) before there was a run"
        )
    }
}
