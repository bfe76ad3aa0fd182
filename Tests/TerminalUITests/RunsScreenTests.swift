import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

/// The Runs screen on runs that were read from a folder, without a disk or a thread in the way.
@Suite struct RunsScreenTests {
    static let sizes = [(1, 1), (20, 5), (80, 24), (132, 43), (200, 60)]

    /// Three runs of two experiments, the newest first, as files in a folder of their own.
    static func contents(hasFields: Bool = false) throws -> RunBrowser.Contents {
        let folder = NSTemporaryDirectory() + "bbwb-runs-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var contents = RunBrowser.Contents()
        contents.runs = try [
            ("mnist-lut-simple/20231114_221320", 10, 0.893, "finished", 2),
            ("mnist-lut-simple/20231114_201500", 4, 0.871, "stopped", 0),
            ("mnist-lut-tiny/20231113_090000", 7, 0.842, nil, 11),
        ].map { name, epochs, accuracy, end, steered in
            let directory = RunDirectory(path: "\(folder)/\(name)")
            try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
            try journal(name, epochs, accuracy, end, steered).write(
                toFile: directory.journalPath, atomically: true, encoding: .utf8)
            let rate = ["finished": 0.01, "stopped": 0.3][end ?? ""] ?? 0.002
            if hasFields {
                try "optimizer: { Adam: { learning_rate: \(rate) } }\nseed: 1\n".write(
                    toFile: directory.specPath, atomically: true, encoding: .utf8)
            }
            let read = try #require(RunSummary(directory))
            // Read while the file is there.
            _ = read.fields
            return read.moved(to: RunDirectory(path: "runs/\(name)"))
        }
        var snapshot = Fixtures.classifier()
        snapshot.state = .finished
        contents.opened["runs/mnist-lut-simple/20231114_221320"] = snapshot
        contents.opened["runs/mnist-lut-tiny/20231113_090000"] = Fixtures.classifier(step: 90)
        return contents
    }

    private static func journal(
        _ name: String, _ epochs: Int, _ accuracy: Double, _ end: String?, _ steered: Int
    ) -> String {
        let experiment = name.split(separator: "/")[0]
        var lines = [
            #"{"batch_size":64,"data":"mnist-5k","epochs":10,"event":"start","experiment":"\#(experiment)","#
                + #""kernels":"avx2","seed":1,"step":0,"time":"2023-11-14T22:13:20Z"}"#
        ]
        lines += (0..<steered).map { #"{"command":"learning_rate 0.00\#($0 + 1)","event":"command","step":\#($0)}"# }
        for epoch in 1...epochs {
            let figures = #"{"accuracy":\#(accuracy - 0.01 * Double(epochs - epoch)),"loss":1.6}"#
            lines.append(
                #"{"epoch":\#(epoch),"event":"epoch","frames_per_second":1,"images_per_second":1,"step":\#(63 * epoch),"#
                    + #""test":\#(figures),"train":\#(figures)}"#)
        }
        if let end {
            lines.append(
                #"{"epoch":\#(epochs),"event":"end","reason":"\#(end)","step":\#(63 * epochs),"time":"2023-11-14T22:20:00Z"}"#
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func workbench(_ size: (Int, Int) = (80, 24)) throws -> WorkbenchDriver {
        var snapshot = Fixtures.classifier()
        snapshot.runDirectory = "runs/mnist-lut-simple/20231115_000000"
        let workbench = WorkbenchDriver(snapshot, size: Size(width: size.0, height: size.1))
        workbench.press("6")
        workbench.expectEffects(.listRuns("runs"))
        workbench.interaction.observe(try contents())
        return workbench
    }

    @Test(arguments: sizes)
    func list(width: Int, height: Int) throws {
        let workbench = try Self.workbench((width, height))
        try expectGolden(workbench.frame, "Frames/runs-\(width)x\(height).txt")
    }

    @Test(arguments: sizes)
    func compared(width: Int, height: Int) throws {
        let workbench = try Self.workbench((width, height))
        workbench.press("m").press("jjm")
        workbench.interaction.state.status = nil
        try expectGolden(workbench.frame, "Frames/runs-compared-\(width)x\(height).txt")
    }

    @Test func comparedRunsLieOverThePlotsOfTheTraining() throws {
        let workbench = try Self.workbench()
        workbench.press("m").expectEffects(.openRun("runs/mnist-lut-simple/20231114_221320"))
        workbench.press("jjm").expectEffects(.openRun("runs/mnist-lut-tiny/20231113_090000"))
        #expect(workbench.interaction.state.runs.overlays(PlotData.loss).count == 2)
        workbench.press("m").expectEffects()
        #expect(workbench.interaction.state.runs.compared.count == 1)
    }

    @Test func noMoreThanSixAreCompared() throws {
        let workbench = try Self.workbench()
        workbench.interaction.state.runs.compared = (0..<6).map { "runs/x/\($0)" }
        workbench.press("m").expect(refusal: "no more than 6 runs can be told apart")
    }

    @Test func openingShowsThePlotsOfOneRun() throws {
        let workbench = try Self.workbench((160, 50))
        workbench.press(.enter).expectEffects(.openRun("runs/mnist-lut-simple/20231114_221320"))
        workbench.expect(shows: "of 1000")
        workbench.press(.escape)
        #expect(workbench.interaction.state.runs.shown == nil)
        #expect(workbench.interaction.state.screen == .runs)
    }

    @Test func theFilterListsWhatHoldsItsWords() throws {
        let workbench = try Self.workbench()
        workbench.press("/").press("tiny crash")
        #expect(workbench.interaction.state.runs.listed.map(\.experiment) == ["mnist-lut-tiny"])
        workbench.press(.enter).expect(shows: "1 of 3").expect(shows: "filter: tiny crash")
        workbench.press("/").press("zzz").press(.enter).expect(shows: "no run matches")
        workbench.press("m").expect(refusal: "no run matches")
        workbench.press(.escape).expect(shows: "3 of 3")
    }

    @Test func aReplayIsAskedForAndItsEndIsShown() throws {
        let workbench = try Self.workbench((132, 43))
        let path = "runs/mnist-lut-simple/20231114_221320"
        workbench.press("r").expectEffects(.replayRun(path))
        var contents = try Self.contents()
        contents.replays[path] = .running(step: 64, of: 630)
        workbench.interaction.observe(contents)
        workbench.press("r").expect(refusal: "already being replayed")
        workbench.expect(shows: "replaying: step 64 of 630")
        contents.replays[path] = .identical(comparisons: 21)
        workbench.interaction.observe(contents)
        workbench.expect(shows: "replayed: identical, bit for bit, in 21 comparisons")
        contents.replays[path] = .different("the epoch at step 63 came out differently")
        workbench.interaction.observe(contents)
        workbench.expect(shows: "replayed: the epoch at step 63 came out differently")
    }

    @Test func aRunOfAnotherExperimentIsOpenedInstead() throws {
        let workbench = try Self.workbench()
        workbench.press("l").expect(refusal: "has saved nothing to continue from")
        workbench.press(.end).press("l").expectEffects().expect(shows: "mnist-lut-simple is training.")
        workbench.press("y").expectEffects(.open("runs/mnist-lut-tiny/20231113_090000", saving: true))
    }

    // MARK: Sorting, notes, differences, tables

    @Test func runsAreSorted() throws {
        let workbench = try Self.workbench()
        func seconds() -> [String] { workbench.interaction.state.runs.listed.map { String($0.name.suffix(6)) } }
        #expect(seconds() == ["221320", "201500", "090000"])
        workbench.press("S").expect(shows: "sorted by name")
        #expect(seconds() == ["201500", "221320", "090000"])
        workbench.press("SS").expect(shows: "sorted by best")
        #expect(seconds() == ["221320", "201500", "090000"])
        workbench.press("I").expect(shows: "sorted by best, reversed")
        #expect(seconds() == ["090000", "201500", "221320"])
        workbench.press("SS")
        #expect(workbench.interaction.state.runs.order == .steps)
        #expect(seconds() == ["221320", "090000", "201500"])
    }

    @Test func aNoteIsAskedForAndKept() throws {
        let workbench = try Self.workbench()
        workbench.press("t").press("#keep wide").press(.enter)
        // There is no such folder to keep it in.
        #expect(workbench.interaction.state.status?.role == .bad)
        workbench.press("t").press("x")
        #expect(
            workbench.interaction.press(.enter)
                == [.note("x", run: "runs/mnist-lut-simple/20231114_221320")])
        #expect(workbench.interaction.noted() == [.listRuns("runs")])
    }

    @Test func theListIsWrittenAsATable() throws {
        let workbench = try Self.workbench()
        let effects = workbench.interaction.press(.character("w"))
        guard case .write(let text, to: "runs/runs.csv") = try #require(effects.first) else {
            Issue.record("\(effects)")
            return
        }
        #expect(text.split(separator: "\n").count == 4)
        #expect(text.contains("mnist-lut-tiny/20231113_090000,mnist-lut-tiny,mnist-5k,1,"))
    }

    @Test func experimentsAreComparedFieldByField() throws {
        let workbench = try Self.workbench((132, 43))
        // These runs have no file of their experiment.
        workbench.press("D").expect(refusal: "are the same")
        workbench.press(.end).press("D").expect(refusal: "there is no other run")
        workbench.press(.home).press("m").press(.end).press("D").expect(refusal: "are the same")
    }

    @Test func aSessionThatKeepsNothingHasNoRuns() {
        let workbench = WorkbenchDriver()
        workbench.press("6").expect(refusal: "this session keeps no runs")
        workbench.press("m").expect(refusal: "still reading the runs")
    }
}

extension RunSummary {
    /// The same run in another place, so that frames do not depend on temporary folders.
    func moved(to directory: RunDirectory) -> RunSummary {
        var copy = self
        copy.directory = directory
        return copy
    }
}

/// What the list and the plots of past runs show is chosen by whoever looks.
extension RunsScreenTests {
    private static func chosen() throws -> WorkbenchDriver {
        let workbench = try Self.workbench((120, 40))
        workbench.interaction.observe(try contents(hasFields: true))
        return workbench
    }

    @Test func columnsAreChosen() throws {
        let workbench = try Self.chosen()
        workbench.press("O").press("run learning_rate, seed").press(.enter)
        workbench.expect(shows: "run                               learning_rate  seed").expect(shows: "0.002")
        workbench.press("O").expect(shows: "run learning_rate seed").press(.control("u")).press("run color").press(
            .enter)
        workbench.expect(refusal: "no run has a field 'color'")
        workbench.press(.control("u")).press(.enter).expect(shows: "best test")
    }

    @Test func aColumnThatIsAFieldCanBeSortedBy() throws {
        let workbench = try Self.chosen()
        workbench.press("O").press("run learning_rate").press(.enter)
        for _ in RunOrder.allCases { workbench.press("S") }
        workbench.expect(shows: "sorted by learning_rate")
        #expect(
            workbench.interaction.state.runs.listed.map { $0.fields.value("learning_rate") } == [
                "0.002", "0.01", "0.3",
            ])
        workbench.press("I")
        #expect(workbench.interaction.state.runs.listed.first?.fields.value("learning_rate") == "0.3")
        workbench.press("S")
        #expect(workbench.interaction.state.runs.orderName == "began")
    }

    /// Steps of another length are laid over one another by epochs, and by the time that they took.
    @Test func theAxisCountsWhatIsAskedFor() throws {
        let record = { (epoch: Int, step: Int, speed: Double) in
            JournalRecord.Epoch(
                epoch: epoch, step: step, train: .init(loss: 1, metric: 0, kind: .accuracy),
                heldOut: .init(loss: 1, metric: 0, kind: .accuracy), framesPerSecond: 1, imagesPerSecond: speed)
        }
        let timeline = try #require(RunTimeline([record(1, 100, 64), record(2, 200, 128)], batchSize: 64))
        #expect(timeline.position(50, in: .epochs) == 0.5 && timeline.position(50, in: .seconds) == 50)
        #expect(timeline.position(200, in: .epochs) == 2 && timeline.position(200, in: .seconds) == 150)
        #expect(timeline.position(300, in: .epochs) == 3 && timeline.position(300, in: .seconds) == 200, "as fast")
        #expect(timeline.position(0, in: .epochs) == 0 && timeline.position(7, in: .steps) == 7)
        #expect(RunTimeline([], batchSize: 64) == nil)

        let workbench = try Self.chosen()
        let path = "runs/mnist-lut-simple/20231114_221320"
        var contents = workbench.interaction.state.runs.contents
        contents.timelines[path] = timeline
        contents.opened[path]?.runDirectory = path
        workbench.interaction.observe(contents)
        workbench.press("m").press("jjm")
        #expect(workbench.interaction.state.runs.lines(PlotData.loss).count == 2)
        workbench.press("X").expect(shows: "by epochs")
        let lines = workbench.interaction.state.runs.lines(PlotData.loss)
        #expect(lines.count == 1, "of the other run no epoch is known")
        let steps = try #require(contents.opened[path]).step
        #expect(lines.first?.data.newest == Int((timeline.position(steps, in: .epochs) * 1000).rounded()))
        workbench.press("X").expect(shows: "by seconds").press("X")
        #expect(workbench.interaction.state.runs.unit == .steps)
    }
}
