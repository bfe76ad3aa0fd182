import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// Initial weights and teachers: files that an experiment names.
@Suite("Files that an experiment names") struct ReferenceTests {
    private static let real = [
        "net=[DenseAffine: {output_shape: [16], name: first}, ReLU, DenseAffine: {output_shape: [4]}]"
    ]

    /// Trains an experiment and returns its folder.
    @discardableResult
    private func train(
        _ spec: ExperimentSpec, in folder: TemporaryFolder, from checkpoint: String? = nil
    ) throws -> RunDirectory {
        let tiny = TinySession(spec, runsFolder: folder.path, checkpoint: checkpoint)
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .finished, "\(end.state)")
        return RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
    }

    private func spec(_ overrides: [String], _ more: String...) throws -> ExperimentSpec {
        try ExperimentSpec(
            yaml: TinyExperiment.yaml.replacing("modulation: { train: 3, test: 3, method: pwm }", with: ""),
            source: "tiny.yaml",
            overrides: (overrides + more).map { try SpecificationOverride(parsing: $0) }
        ).withDigests()
    }

    private func begin(_ spec: ExperimentSpec) throws -> Experiment {
        try Experiment(spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: .labels))
    }

    private func replay(_ run: RunDirectory) throws -> Replay.Outcome {
        try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
    }

    private func values(_ model: any Model) -> [[Float]] { model.parameters.tensors.map(\.values) }

    // MARK: Initial weights

    @Test func layersBeginWithWhatOthersHaveLearned() throws {
        let folder = try TemporaryFolder()
        let run = try train(try TinyExperiment.spec(), in: folder)
        let file = try #require(run.newestCheckpoint())
        let learned = try SavedModel(contentsOf: file).net.withinModulation.leaves
        let fresh = try Experiment(
            spec: TinyExperiment.spec(), data: ExperimentData(dataset: TinyExperiment.dataset(), target: .labels)
        ).body.leaves
        func experiment(_ initial: String) throws -> [any Model] {
            let spec = try TinyExperiment.spec("initial=\(initial)", "seed=5").withDigests()
            #expect(spec.initial?.file.digest?.count == 64)
            return try begin(spec).body.leaves
        }
        let all = try experiment("{from: \(file)}")
        for (layer, source) in zip(all, learned) {
            #expect(
                values(layer) == values(source)
                    && layer.luts?.connection?.table.values == source.luts?.connection?.table.values)
            #expect(layer.runningStatistics.map(\.values) == source.runningStatistics.map(\.values))
        }
        let some = try experiment("{from: \(file), layers: [middle, 2]}")
        #expect(values(some[0]) != values(learned[0]) && values(some[0]) != values(fresh[0]))
        #expect(values(some[1]) == values(learned[1]) && values(some[2]) == values(learned[2]))
    }

    /// LUTs with wires that learn, from wires that do not, and the other way round.
    @Test func wiresAreTakenOver() throws {
        let folder = try TemporaryFolder()
        func net(_ connection: String) -> String {
            "net=[DifferentiableLut: {output_shape: [48], name: first, connection: \(connection)}, "
                + "DifferentiableLut: {output_shape: [4]}]"
        }
        let learnable = "{learnable: {candidates: 4}}"
        for (from, to) in [("random", learnable), (learnable, "random"), (learnable, learnable)] {
            let file = try #require(train(try TinyExperiment.spec(net(from)), in: folder).newestCheckpoint())
            let source = try SavedModel(contentsOf: file).net
            let spec = try TinyExperiment.spec(net(to), "seed=9", "initial={from: \(file), layers: [first]}")
            let subject = try begin(spec.withDigests())
            let x = try subject.data.batch(of: subject.data.test, samples: [0, 1, 2]).input
            _ = try subject.net.forward(x, train: false)
            let (own, others) = (subject.body.leaves[0].luts, source.withinModulation.leaves[0].luts)
            #expect(own?.connection?.table.values == others?.connection?.table.values, "\(from) → \(to)")
            #expect(own?.tableEntries?.values == others?.tableEntries?.values)
            try ResumeComparison.expectSame("\(from) → \(to)") { try begin(spec.withDigests()) }
        }
    }

    @Test func fixedTablesComeFromATrainedLayer() throws {
        let folder = try TemporaryFolder()
        let file = try #require(train(try TinyExperiment.spec(), in: folder).newestCheckpoint())
        let spec = try TinyExperiment.spec(
            "net=[BinaryLut: {output_shape: [48], fw_dtype: bit}, DifferentiableLut: {output_shape: [24], name: middle}, "
                + "DifferentiableLut: {output_shape: [4]}]",
            "initial={from: \(file), layers: [0, middle]}")
        let first = try begin(spec.withDigests()).body.leaves[0]
        let source = try #require(SavedModel(contentsOf: file).net.withinModulation.leaves[0].luts)
        #expect(try first.luts?.lutTables() == source.lutTables())
    }

    @Test(arguments: [
        ("{from: FILE, layers: [nobody]}", "layer 'nobody' of this net: there is no layer of that name"),
        ("{from: FILE, layers: [7]}", "count from 0 to 2"),
        ("{from: FILE, layers: [2]}", "layer 2 from"),
        ("{from: FILE}", "it is DifferentiableLut6 24 → 4, and the other is DifferentiableLut6 24 → 5"),
        ("{from: nowhere.bbwb}", "nowhere.bbwb"),
        ("{layers: [2]}", "it needs from"),
        ("{from: FILE, layers: []}", "it names no layer"),
        ("{from: FILE, sha256: 1234}", "not a SHA-256"),
        ("{from: FILE, sha256: 0000000000000000000000000000000000000000000000000000000000000000}", "is not the file"),
    ])
    func mistakesNameShapeAndLayer(initial: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let net = """
            net=[DifferentiableLut: {output_shape: [48]}, DifferentiableLut: {output_shape: [24], name: middle}, \
            DifferentiableLut: {output_shape: [5], name: last}, DenseAffine: {output_shape: [4]}]
            """
        let file = try #require(train(try TinyExperiment.spec(net), in: folder).newestCheckpoint())
        let error = try #require(throws: SpecificationError.self) {
            // Taken over as a whole, it is the third of four layers that does not fit.
            let own = initial == "{from: FILE}" ? [net.replacing("[5]", with: "[4]")] : []
            let overrides = own + ["initial=\(initial.replacing("FILE", with: file))"]
            let spec = try ExperimentSpec(
                yaml: TinyExperiment.yaml, source: "tiny.yaml",
                overrides: overrides.map { try SpecificationOverride(parsing: $0) })
            _ = try begin(spec.withDigests())
        }
        #expect(error.description.contains(expected), "\(error)")
        #expect(error.field.hasPrefix("initial"))
    }

    // MARK: Teachers

    /// The student goes on after an interruption and is replayed from the copy in the run, when the teacher's file is gone.
    @Test func aStudentNeedsNothingButItsRun() throws {
        let folder = try TemporaryFolder()
        let teacher = "\(folder.path)/teacher.bbwb"
        try train(try spec(Self.real, "at=[{epoch 4: save \(teacher)}]", "name=teacher"), in: folder)
        let distill = "distill={teacher: \(teacher), temperature: 3, weight: 0.7}"
        let student = try TinyExperiment.spec(distill, "modulation.method=uniform").withDigests()
        let whole = try train(student, in: folder)
        let first = TinySession(student, runsFolder: folder.path, first: .pause)
        for _ in 0..<9 { first.send(.stepMiniBatch) }
        let part = RunDirectory(path: try #require(first.send(.save(nil), .stop).runDirectory))
        // Another net in its place.
        try FileManager.default.removeItem(atPath: teacher)
        try train(try spec(Self.real, "seed=8", "at=[{epoch 4: save \(teacher)}]"), in: folder)
        let resumed = try train(student, in: folder, from: part.newestCheckpoint())
        #expect(
            try Journal(contentsOf: resumed.journalPath).end?.digest
                == Journal(contentsOf: whole.journalPath).end?.digest)
        for run in [whole, part, resumed] { #expect(try replay(run).isIdentical) }
        // Without the copies there is only the other file.
        try FileManager.default.removeItem(atPath: whole.loadedFolder)
        let error = try #require(throws: SpecificationError.self) { try replay(whole) }
        #expect(error.description.contains("is not the file that"))
    }

    /// A student that only listens to its teacher comes to answer like it.
    @Test func theTeacherIsHeard() throws {
        let folder = try TemporaryFolder()
        let teacher = try #require(train(try spec(Self.real, "epochs=8"), in: folder).newestCheckpoint())
        func distance(_ weight: String) throws -> Double {
            let spec = try spec(
                Self.real, "seed=3", "epochs=8", "distill={teacher: \(teacher), temperature: 2, weight: \(weight)}")
            let run = try train(spec, in: folder)
            let student = try SavedModel(contentsOf: #require(run.newestCheckpoint())).net
            let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
            let x = try data.batch(of: data.test, samples: (0..<40).map { $0 }[...]).input
            let (y, z) = (
                try student.forward(x, train: false).frameMajorValues(),
                try SavedModel(contentsOf: teacher).net.forward(x, train: false).frameMajorValues()
            )
            // Of softened probabilities: what is added to all answers counts for nothing.
            return zip(softened(y), softened(z)).reduce(0) { $0 + abs($1.0 - $1.1) }
        }
        let (alone, taught) = (try distance("0"), try distance("1"))
        #expect(taught < alone / 2, "\(taught) and \(alone)")
    }

    private func softened(_ answers: [Float]) -> [Double] {
        stride(from: 0, to: answers.count, by: 4).flatMap { start in
            let powers = answers[start..<start + 4].map { exp(Double($0) / 2) }
            return powers.map { $0 / powers.reduce(0, +) }
        }
    }

    @Test(
        arguments: [
            ("distill={teacher: FILE}", ["loss=MeanSquaredError"], "MeanSquaredError compares numbers"),
            ("distill={temperature: 2}", [], "it needs teacher"),
            ("distill={teacher: FILE, temperature: 0}", [], "out of range"),
            ("distill={teacher: FILE, weight: 2}", [], "out of range"),
            ("distill={teacher: nowhere.bbwb}", [], "nowhere.bbwb"),
        ] as [(String, [String], String)])
    func whatIsNoTeacherIsSaid(distill: String, others: [String], expected: String) throws {
        let folder = try TemporaryFolder()
        let file = try #require(train(try spec(Self.real, "epochs=1"), in: folder).newestCheckpoint())
        let error = try #require(throws: SpecificationError.self) {
            try begin(spec(Self.real + others, distill.replacing("FILE", with: file)))
        }
        #expect(error.description.contains(expected), "\(error)")
    }
}
