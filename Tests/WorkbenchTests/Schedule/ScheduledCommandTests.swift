import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// Commands that an experiment gives to itself.
@Suite("Commands of an experiment's file") struct ScheduledCommandTests {
    private static let schedule = """
        at=[{epoch 0: modulation_method uniform}, {epoch 1: [binary false @1, learning_rate 0.02]}, \
        {step 8: parameter_lock true @middle}, {epoch 2: binary true @1}, {epoch 4: lut_binarize true}]
        """
    private static let expected = [
        "0 epoch 0: modulation_method uniform", "6 epoch 1: binary false @1", "6 epoch 1: learning_rate 0.02",
        "8 step 8: parameter_lock true @middle", "12 epoch 2: binary true @1", "24 epoch 4: lut_binarize true @all",
    ]

    private func given(_ records: [JournalRecord]) -> [String] {
        records.compactMap { record in
            guard case .command(let given) = record, let moment = given.moment else { return nil }
            return "\(given.step) \(moment): \(given.command)"
        }
    }

    private func digest(_ records: [JournalRecord]) -> StateDigest? {
        records.lazy.compactMap { if case .end(let end) = $0 { end.digest } else { nil } }.first
    }

    private func finish(_ tiny: TinySession) throws -> RunDirectory {
        tiny.session.waitUntilIdle()
        return RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
    }

    @Test func areGivenAtTheirMomentsAndReplayed() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(Self.schedule), runsFolder: folder.path)
        let run = try finish(tiny)
        #expect(given(tiny.records) == Self.expected)
        #expect(tiny.session.snapshot.learningRate == 0.02)
        let outcome = try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
        #expect(outcome.isIdentical && outcome.commands == 6)
        // They are part of the experiment: nobody has steered it.
        #expect(try #require(RunSummary(run)).steeringCount == 0)
        #expect(try !Journal(contentsOf: run.journalPath).isSteered)
    }

    /// Wherever it stopped, the run that goes on ends in the same bits, and nothing is given twice.
    @Test(arguments: [0, 5, 6, 8, 9, 12, 23]) func goOnAfterAnInterruption(step: Int) throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec(Self.schedule)
        let whole = TinySession(spec, runsFolder: folder.path)
        _ = try finish(whole)
        let first = TinySession(spec, runsFolder: folder.path, first: .pause)
        for _ in 0..<step { first.send(.stepMiniBatch) }
        first.send(.save(nil))
        let before = given(first.records)
        let second = TinySession(spec, runsFolder: folder.path, checkpoint: try finish(first).newestCheckpoint())
        let resumed = try finish(second)
        #expect(before + given(second.records) == Self.expected)
        #expect(digest(second.records) == digest(whole.records))
        #expect(try Replay(resumed, loadDataset: { _ in try TinyExperiment.dataset() }).run().isIdentical)
    }

    @Test func aRestartGivesThemAgain() throws {
        let tiny = TinySession(try TinyExperiment.spec(Self.schedule))
        tiny.session.waitUntilIdle()
        tiny.send(.restart)
        #expect(given(tiny.records) == Self.expected + Self.expected)
    }

    /// The end comes whenever training is done; the state that is saved then holds what was done.
    @Test func theEndComesAfterTheLastEpoch() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec("at=[{end: [lut_binarize true, save \(folder.path)/end.bbwb]}]", "epochs=2")
        let tiny = TinySession(spec, runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let expected = { (step: Int) in
            ["\(step) end: lut_binarize true @all", "\(step) end: save \(folder.path)/end.bbwb"]
        }
        #expect(given(tiny.records) == expected(12))
        tiny.send(.epochs(3))
        #expect(given(tiny.records) == expected(12) + expected(18))
        let run = RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
        #expect(try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run().isIdentical)
        let resumed = TinySession(spec, runsFolder: folder.path, checkpoint: "\(folder.path)/end.bbwb")
        _ = try finish(resumed)
        #expect(given(resumed.records) == [], "it is done, and knows it")
    }

    /// A state that is saved by such a command knows that it was given.
    @Test func aScheduledSaveIsNotRepeated() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/two.bbwb"
        let spec = try TinyExperiment.spec("at=[{epoch 2: save \(path)}]")
        let run = try finish(TinySession(spec, runsFolder: folder.path))
        #expect(try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run().isIdentical)
        let moved = "\(folder.path)/moved.bbwb"
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        let second = TinySession(spec, runsFolder: folder.path, checkpoint: moved)
        _ = try finish(second)
        #expect(given(second.records) == [] && !FileManager.default.fileExists(atPath: path))
    }

    @Test func whatTrainingNeverComesToIsSaid() throws {
        let tiny = TinySession(try TinyExperiment.spec("at=[{epoch 5: binary false}]"))
        tiny.session.waitUntilIdle()
        #expect(tiny.lastEvent(.warning)?.contains("will not be given: the training has 4 epochs") == true)
        #expect(given(tiny.records) == [])
    }

    /// What only shows when it is due ends the training there.
    @Test func whatCannotBeDoneThenEndsTheTraining() throws {
        let tiny = TinySession(try TinyExperiment.spec("at=[{epoch 1: batch_size 5000}]"))
        let end = tiny.session.waitUntilIdle()
        guard case .failed(let why) = end.state else {
            Issue.record("\(end.state)")
            return
        }
        #expect(why.contains("5000 images cannot be taken") && end.step == 6)
    }

    @Test(arguments: [
        ("[{epoch 1: gargle true}]", "no layer there understands it"),
        ("[{epoch 1: gargle}]", "there is no such command"),
        ("[{epoch 1: lut_binarise true}]", "did you mean 'lut_binarize'?"),
        ("[{epoch 1: binary maybe}]", "neither true nor false"),
        ("[{epoch 1: binary true @9}]", "count from 0 to 2"),
        ("[{epoch 1: momentum 0.5 @midle}]", "did you mean 'middle'?"),
        ("[{epoch 1: learning_rate fast}]", "no usable rate"),
        ("[{epoch 1: restart}]", "cannot be given beforehand"),
        ("[{epoch 1: pause}]", "cannot be given beforehand"),
        ("[{epoch 1: load x.bbwb}]", "cannot be given beforehand"),
        ("[{later: binary true}]", "'later' is not a moment"),
        ("[{epoch -1: binary true}]", "is not a moment"),
        ("[binary true]", "a mapping"),
    ])
    func mistakesAreToldWhenTheFileIsRead(list: String, expected: String) throws {
        let text = TinyExperiment.yaml + "\nat: \(list)\n"
        let error = try #require(throws: SpecificationError.self) {
            try ExperimentSpec(yaml: text, source: "tiny.yaml")
        }
        #expect(error.description.contains(expected), "\(error)")
        #expect(error.line == TinyExperiment.yaml.split(separator: "\n").count + 1)
    }

    @Test func netsWithoutModulationHaveNoneToChange() throws {
        let error = try #require(throws: SpecificationError.self) {
            try ExperimentSpec(
                yaml: TinyExperiment.yaml.replacing("modulation: { train: 3, test: 3, method: pwm }", with: "")
                    + "\nat: [{epoch 1: modulation 7}]", source: "tiny.yaml")
        }
        #expect(error.description.contains("no binary modulation"))
    }

    /// `--send` adds to what the file has, and is due at once.
    @Test(arguments: ["", "\nat: [{epoch 1: binary false}]", "\nat: { epoch 1: binary false }"])
    func commandsOfTheCommandLineComeToThose(at: String) throws {
        let override = SpecificationOverride(command: "lut_binarize true @2")
        let spec = try ExperimentSpec(yaml: TinyExperiment.yaml + at, source: "tiny.yaml", overrides: [override])
        #expect(spec.commands.last == ScheduledCommand(.epoch(0), .send(ModelCommand("lut_binarize", true), .layer(2))))
        #expect(spec.commands.count == (at.isEmpty ? 1 : 2))
        #expect(try ExperimentSpec(yaml: spec.yaml, source: "again").commands == spec.commands)
        let error = try #require(throws: SpecificationError.self) {
            try ExperimentSpec(
                yaml: TinyExperiment.yaml + at, source: "tiny.yaml",
                overrides: [SpecificationOverride(command: "gargle 1")])
        }
        #expect(error.description.hasPrefix("--send: gargle 1"), "\(error)")
    }

    /// Told when the file is read, not when the last epoch begins.
    @Test func aNetWithoutStatisticsCannotBeRecalibrated() throws {
        let direct = (0...2).map { "net.\($0).DifferentiableLut.table=direct" }
        let overrides = try direct.map { try SpecificationOverride(parsing: $0) }
        let read = { (value: String) in
            try ExperimentSpec(
                yaml: TinyExperiment.yaml + "\nevaluate: { recalibrate: \(value) }", source: "tiny.yaml",
                overrides: overrides)
        }
        let error = try #require(throws: SpecificationError.self) { try read("true") }
        #expect(error.field == "evaluate.recalibrate", "\(error)")
        #expect(try !read("false").evaluate.recalibrates)
        #expect(try TinyExperiment.spec("evaluate={ recalibrate: true }").evaluate.recalibrates)
    }

    /// A layer's commands are the same before it has a shape.
    @Test func everyCommandCanBeRehearsed() throws {
        for card in LayerRegistry.named where !card.commands.isEmpty {
            guard let variant = card.simplest() else { continue }
            let text = TinyExperiment.yaml.replacing("DifferentiableLut: { output_shape: [48] }", with: variant.yaml)
            let spec = try ExperimentSpec(yaml: text, source: card.name)
            let net = try RehearsalNet(spec.net, modulation: spec.modulation, seed: 1)
            for command in CommandVerbs.commands where card.commands.contains(where: { $0.verb == command.verb }) {
                if command.verb == "switch_model", !variant.yaml.contains("second") { continue }
                let sent = Command.send(command, .named(card.name))
                #expect(throws: Never.self, "\(card.name): \(command)") { try net.rehearse(sent) }
            }
        }
    }
}
