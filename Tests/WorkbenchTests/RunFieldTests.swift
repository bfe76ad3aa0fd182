import Foundation
import Testing

@testable import Workbench

/// Past runs by the fields of their experiments: filters, differences, tables, notes.
@Suite struct RunFieldTests {
    private static let yaml = """
        name: tiny   # a comment
        modulation: { train: 3, test: 7, method: pwm }
        net:
          - DifferentiableLut: { output_shape: [48] }
          - ReLU
        optimizer: { Adam: { learning_rate: 0.01 } }
        batch_size: 16
        """

    @Test func fieldsHaveThePathsOfSet() {
        let fields = RunFields(yaml: Self.yaml)
        #expect(fields.values["modulation.train"] == "3")
        #expect(fields.values["net.0.DifferentiableLut.output_shape"] == "[48]")
        #expect(fields.values["net.1"] == "ReLU")
        #expect(fields.value("learning_rate") == "0.01")
        #expect(fields.value("Adam.learning_rate") == "0.01")
        #expect(fields.value("rate") == nil)
        #expect(RunFields(yaml: "a: [").values.isEmpty)
    }

    @Test func differencesNameBothSides() {
        let other = Self.yaml.replacing("batch_size: 16", with: "epochs: 2").replacing("train: 3", with: "train: 15")
        let found = RunFields(yaml: Self.yaml).differences(from: RunFields(yaml: other))
        #expect(found.map(\.path) == ["batch_size", "epochs", "modulation.train"])
        #expect(found.map(\.own) == ["16", nil, "3"])
        #expect(found.map(\.other) == [nil, "2", "15"])
        #expect(RunFields(yaml: Self.yaml).differences(from: RunFields(yaml: Self.yaml)).isEmpty)
    }

    @Test(arguments: [
        ("a=2", "2.0", true), ("a=2", "3", false), ("a!=2", "3", true), ("a<10", "9", true), ("a<10", "10", false),
        ("a<=10", "10", true), ("a>=1e-3", "0.001", true), ("a>1", "0.5", false), ("m=PWM", "pwm", true),
        ("m!=pwm", "pwm", false),
    ])
    func conditions(word: String, text: String, holds: Bool) throws {
        #expect(try #require(FieldCondition(word)).holds(for: .field(text)) == holds)
    }

    @Test func wordsThatCompareNothingAreNone() throws {
        #expect(FieldCondition("tiny") == nil)
        #expect(FieldCondition("=2") == nil)
        #expect(try #require(FieldCondition("gone=2")).holds(for: .field(nil)) == false)
        #expect(try #require(FieldCondition("gone!=2")).holds(for: .field(nil)))
    }

    /// What a person types by mistake is told, and never taken for something else.
    @Test(arguments: [
        ("best>0,85", "needs a number"), ("best>", "compares with nothing"), ("last<best", "needs a number"),
        ("step >= ", "compares with nothing"), ("seed=one", "needs a number"),
    ])
    func filtersWithMistakes(text: String, problem: String) {
        #expect(RunFilter(text).problem?.contains(problem) == true, "\(RunFilter(text).problem ?? "")")
    }

    @Test func filtersCompareWhatTheListShows() throws {
        let folder = try TemporaryFolder()
        let runs = try runs(folder)
        func found(_ text: String) -> [UInt64] {
            let filter = RunFilter(text)
            #expect(filter.problem == nil, "\(text)")
            return runs.filter { filter.holds(for: $0) }.map(\.seed).sorted()
        }
        let best = try #require(runs.first { $0.seed == 1 }?.best?.heldOut.metric)
        #expect(found("seed = 1") == [1] && found("seed==2") == [2] && found("seed=21") == [])
        #expect(found("best >= \(best * 100)%").contains(1) && found("best>100%") == [])
        #expect(found("state=\(runs[0].state.rawValue) experiment=tiny") == [1, 2])
        #expect(found("batch_size == 32") == [2] && found("batch_size!=32") == [1])
        #expect(found("gone!=1") == [1, 2] && found("gone=1") == [])
        #expect(RunFilter("gone=1 batch_size=16").unknownNames(in: runs) == ["gone"])
        #expect(RunFilter("best=1 tiny").unknownNames(in: runs) == [])
    }

    @Test func aTableNamesEachColumnOnce() throws {
        let folder = try TemporaryFolder()
        var runs = try runs(folder)
        let tiny = TinySession(try TinyExperiment.spec("name=other", "epochs=2"), runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let directory = RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
        runs.append(try #require(RunSummary(directory)))
        let headings = RunSheet.text(runs).split(separator: "\n")[0].split(separator: ",")
        #expect(Set(headings).count == headings.count && !headings.contains("name"), "\(headings)")
        #expect(headings.contains("batch_size") && headings.contains("epochs"))
    }

    /// Two runs in a folder, with seeds 1 and 2.
    private func runs(_ folder: TemporaryFolder) throws -> [RunSummary] {
        for seed in 1...2 {
            let tiny = TinySession(
                try TinyExperiment.spec("epochs=1", "seed=\(seed)", "batch_size=\(16 * seed)"), runsFolder: folder.path)
            tiny.session.waitUntilIdle()
            _ = tiny.send(.stop)
        }
        return RunStore(path: folder.path).runs()
    }

    @Test func runsAreFilteredByAnyField() throws {
        let folder = try TemporaryFolder()
        _ = try runs(folder)
        let store = RunStore(path: folder.path)
        #expect(store.runs(matching: "seed=2").map(\.seed) == [2])
        #expect(store.runs(matching: "batch_size<32 learning_rate=0.01").map(\.seed) == [1])
        #expect(store.runs(matching: "output_shape=[48] finished").count == 2)
        #expect(store.runs(matching: "best>=0").count == 2)
        #expect(store.runs(matching: "best>1").isEmpty)
        #expect(store.runs(matching: "no_such_field=1").isEmpty)
    }

    @Test func notesAreKeptFoundAndRemoved() throws {
        let folder = try TemporaryFolder()
        let run = try #require(try runs(folder).first)
        let store = RunStore(path: folder.path)
        #expect(run.note == nil)
        try run.directory.write(note: "  wide first layer #keep\n")
        #expect(store.runs(matching: "#keep").map(\.note) == ["wide first layer #keep"])
        #expect(try JSONLine.text(store.runs(matching: "#keep")[0]).contains(##""note":"wide first layer #keep""##))
        try run.directory.write(note: "")
        try run.directory.write(note: " ")
        #expect(store.runs(matching: "#keep").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: run.directory.notePath))
    }

    @Test func theSheetHasTheFieldsInWhichRunsDiffer() throws {
        let folder = try TemporaryFolder()
        let runs = try runs(folder)
        try runs[0].directory.write(note: "a, \"b\"")
        let lines = RunSheet.text(RunStore(path: folder.path).runs()).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("run,experiment,data,seed,"))
        #expect(lines[0].hasSuffix(",note,batch_size"))
        #expect(lines[1].hasSuffix(#","a, ""b""",32"#))
        #expect(lines[2].hasSuffix(",16"))
    }
}
