import BinaryBrain
import Datasets
import Export
import Foundation
import Testing

@testable import Workbench

/// Training on a table of raw numbers, and asking the net about raw numbers.
@Suite struct TableExperimentTests {
    /// y = 3 a − 200 b + 7 with a around 1000 and b around 0.01: far from anything that a net likes.
    private static func table(_ rows: Int, isAsked: Bool = false) -> String {
        var generator = MersenneTwister64(seed: 5)
        let lines = (0..<rows).map { row in
            let (a, b) = (1000 + 50 * generator.uniformFloat(), 0.01 * generator.uniformFloat())
            return isAsked ? "\(b),\(a)" : "\(row),\(a),\(b),\(3 * a - 200 * b + 7)"
        }
        return (isAsked ? "b,a\n" : "id,a,b,y\n") + lines.joined(separator: "\n") + "\n"
    }

    private func spec(in folder: TemporaryFolder, _ settings: String = "") throws -> ExperimentSpec {
        let path = "\(folder.path)/line.csv"
        try Data(Self.table(300).utf8).write(to: URL(fileURLWithPath: path))
        let yaml = """
            name: line
            data: \(path)
            columns: { targets: [y], leave_out: [id] }
            split: { validation: 50, test: 0.2 }
            normalize: { input: standard, target: standard }
            net: [DenseAffine: { output_shape: [1], initializer: xavier }]
            loss: MeanSquaredError
            metrics: MeanSquaredError
            optimizer: { Adam: { learning_rate: 0.05 } }
            batch_size: 10
            epochs: 15
            \(settings)
            """
        return try ExperimentSpec(yaml: yaml, source: "line.yaml")
    }

    private func trained(_ spec: ExperimentSpec, in folder: TemporaryFolder) throws -> (end: Snapshot, path: String) {
        let session = Session(
            spec: spec, options: SessionOptions(runsFolder: "\(folder.path)/runs", isWatched: false))
        let end = session.waitUntilIdle()
        let run = RunDirectory(path: try #require(end.runDirectory, "\(end.state)"))
        return (end, run.checkpointPath(step: end.step))
    }

    @Test func predictsRawNumbersFromRawNumbers() throws {
        let folder = try TemporaryFolder()
        let (end, path) = try trained(spec(in: folder), in: folder)
        #expect(end.state == .finished && (end.testMetric.last?.value ?? 1) < 1e-3)
        #expect((end.tests.last?.test.metric ?? 1) < 1e-3)
        let saved = try SavedModel(contentsOf: path)
        #expect(saved.columns == ColumnNames(inputs: ["a", "b"], answers: ["y"]))
        #expect(saved.answerNames == ["y"])
        let answers = try saved.predict([1010, 0.002, 1040, 0.009])
        #expect(zip(answers, [3036.6, 3125.2]).allSatisfy { abs($0 - Float($1)) < 3 }, "\(answers)")
        // Columns of a table that is asked about stand in any order.
        let asked = "\(folder.path)/asked.csv"
        try Data(Self.table(4, isAsked: true).utf8).write(to: URL(fileURLWithPath: asked))
        let (values, rows) = try TableSamples.read(asked, columns: saved.columns?.inputs)
        #expect(rows == 4 && values[0] > 999 && values[1] < 0.011)
        #expect(try saved.predict(values).allSatisfy { (2900...3200).contains($0) })
    }

    /// A file of the original takes and answers raw numbers too.
    @Test func aNetAloneTakesRawNumbers() throws {
        let folder = try TemporaryFolder()
        let (_, path) = try trained(spec(in: folder), in: folder)
        let saved = try SavedModel(contentsOf: path)
        let net = "\(folder.path)/line.bb_net"
        let report = try saved.writeNet(to: net)
        #expect(report.lines.contains { $0.contains("raw numbers") }, "\(report.lines)")
        let samples: [Float] = [1010, 0.002, 1040, 0.009]
        let answers = try SavedModel(contentsOf: net).predict(samples)
        #expect(zip(answers, try saved.predict(samples)).allSatisfy { abs($0 - $1) < 0.01 }, "\(answers)")
    }

    @Test func aResumedRunChecksItsData() throws {
        let folder = try TemporaryFolder()
        let spec = try spec(in: folder)
        let (end, path) = try trained(spec, in: folder)
        let options = SessionOptions(runsFolder: nil, checkpointPath: path, isWatched: false)
        let more = Session(spec: try spec.with(epochs: 16), options: options).waitUntilIdle()
        #expect(more.state == .finished && more.epoch == 16 && more.step > end.step)
        // The same rows with another unit are other data.
        let changed = Self.table(300).replacing(",0.0", with: ",1.0")
        try Data(changed.utf8).write(to: URL(fileURLWithPath: spec.data))
        let refused = Session(spec: try spec.with(epochs: 16), options: options).waitUntilIdle()
        guard case .failed(let why) = refused.state else {
            Issue.record("\(refused.state)")
            return
        }
        #expect(why.contains("normalised differently"))
    }

    @Test func aReplayComesOutTheSame() throws {
        let folder = try TemporaryFolder()
        let session = Session(
            spec: try spec(in: folder), options: SessionOptions(runsFolder: "\(folder.path)/runs", isWatched: false))
        session.waitUntilIdle()
        session.send(.stop)
        let run = RunDirectory(path: try #require(session.waitUntilIdle().runDirectory))
        let outcome = try Replay(run).run()
        #expect(outcome.isIdentical, "\(String(describing: outcome.firstDifference))")
    }

    /// A modulated net of LUTs behind a range, to and from a checkpoint, and through `eval`.
    @Test func aModulatedNetTakesARange() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/side.csv"
        var text = "x,y,side\n"
        for row in 0..<200 {
            let (x, y) = (row % 20 * 37 - 300, row / 20 * 5)
            text += "\(x),\(y),\(x > 40 ? "right" : "left")\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let yaml = """
            name: side
            data: \(path)
            columns: { label: side }
            split: { test: 0.25 }
            normalize: range
            modulation: { train: 15, test: 15 }
            net: [DifferentiableLut: { output_shape: [24] }, DifferentiableLut: { output_shape: [2] }]
            loss: SoftmaxCrossEntropy
            metrics: CategoricalAccuracy
            optimizer: { Adam: { learning_rate: 0.02 } }
            batch_size: 10
            epochs: 12
            """
        let (end, checkpoint) = try trained(ExperimentSpec(yaml: yaml, source: "side.yaml"), in: folder)
        let accuracy = try #require(end.testMetric.last?.value)
        #expect(end.heldOutPart == .test && end.testSize == 50 && accuracy > 0.8, "\(accuracy)")
        let saved = try SavedModel(contentsOf: checkpoint)
        let forms = try saved.compareForms(on: saved.dataset(named: nil))
        #expect(abs((try #require(forms.figures[0].metric)) - Double(accuracy)) < 1e-6)
        #expect(forms[.netlist] != nil && forms.netlistDefects == 0)
        let answers = try saved.predict([-250, 20, 400, 20])
        #expect(answers[0] > answers[1] && answers[3] > answers[2], "\(answers) of \(saved.answerNames)")
        try thresholdsOfRawNumbersAreSaid(saved, in: folder)
    }

    /// What a circuit compares is said in raw numbers, which give the same bits.
    private func thresholdsOfRawNumbersAreSaid(_ saved: SavedModel, in folder: TemporaryFolder) throws {
        let result = try saved.exporter(on: saved.dataset(named: nil)).export(
            .c, to: "\(folder.path)/c", options: ExportOptions(vectorCount: 20), isProved: false)
        #expect(result.numbersNotice?.contains("normalised") == true)
        let text = try String(contentsOfFile: "\(folder.path)/c/io.md", encoding: .utf8)
        #expect(text.contains("y = (x − offset) · factor"))
        let rows = text.split(separator: "\n").compactMap { line -> (name: String, numbers: [Float])? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let numbers = cells.dropFirst(4).compactMap(Float.init)
            return cells.count == 8 && numbers.count == 4 ? (cells[1], numbers) : nil
        }
        #expect(rows.count >= 15 && rows.contains { $0.name == "x" }, "\(text)")
        for (_, numbers) in rows {
            let (offset, factor, threshold, raw) = (numbers[0], numbers[1], numbers[2], numbers[3])
            #expect((raw - offset) * factor >= threshold && (raw.nextDown - offset) * factor < threshold)
        }
    }

    @Test(arguments: [
        ("columns: { targets: [z] }", "no column 'z'"), ("normalize: { each: node }", "normalises nothing"),
        ("normalize: unit", "not one of its values"),
        ("columns: { label: y, targets: [y] }", "a label is already given"),
        ("split: { validation: 1 }", "no test samples"),
    ])
    func wrongFieldsAreNamed(line: String, message: String) throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/t.csv"
        try Data("a,y\n1,2\n3,4\n".utf8).write(to: URL(fileURLWithPath: path))
        let yaml = """
            name: wrong
            data: \(path)
            \(line)
            net: [DenseAffine: { output_shape: [1] }]
            loss: MeanSquaredError
            metrics: MeanSquaredError
            optimizer: Adam
            batch_size: 1
            epochs: 1
            """
        #expect { try ExperimentSpec(yaml: yaml, source: "wrong.yaml").loadDataset() } throws: {
            "\($0)".contains(message)
        }
    }
}
