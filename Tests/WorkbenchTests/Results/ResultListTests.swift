import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite("Tables of results as files")
struct ResultListTests {
    private static let text = """
        title: Figures
        page: Figures.md
        quick: { epochs: 1 }
        sections:
          - title: Small nets
            rows:
              - name: narrow
                experiment: ./tiny.yaml
                set: { batch_size: 8, modulation: { train: 1, test: 1 } }
                seeds: 2
                goal: { metric: 0.9, luts: 100 }
              - experiment: ./tiny.yaml
                judged_by: held_out
            others:
              - { work: somebody, figure: ".95", cost: "10 LUTs", counts: core }
        """

    static func list(_ text: String = text, _ extent: ResultList.Extent = .whole, in folder: TemporaryFolder) throws
        -> ResultList
    {
        try Data(TinyExperiment.yaml.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/tiny.yaml"))
        return try ResultList(yaml: text, source: "\(folder.path)/list.yaml", extent: extent)
    }

    @Test func rowsAreTrainingsWithTheirSettings() throws {
        let folder = try TemporaryFolder()
        let list = try Self.list(in: folder)
        #expect(list.rows.map(\.name) == ["narrow", "tiny"])
        let narrow = try #require(list.rows.first)
        #expect(narrow.trainings.map(\.seed) == [1, 2])
        #expect(narrow.trainings.allSatisfy { $0.batchSize == 8 && $0.modulation?.train == 1 && $0.epochs == 4 })
        #expect(narrow.goal == ResultList.Goal(metric: 0.9, luts: 100))
        let words = try #require(narrow.command.firstMatch(of: #/^bbwb run (.*?)( --set.*)$/#))
        #expect(FileManager.default.contentsEqual(atPath: String(words.1), andPath: "\(folder.path)/tiny.yaml"))
        #expect(words.2 == " --set batch_size=8 --set 'modulation={ train: 1, test: 1 }'")
        #expect(list.rows.map(\.isHeldOut) == [false, true])
        #expect(list.rows.last?.trainings.count == 3, "three seeds where none are said")
        #expect(list.sections[0].references.map(\.work) == ["somebody"])
    }

    /// What the page gives as a command is the same experiment.
    @Test func theCommandOnThePageReadsAsTheRow() throws {
        let folder = try TemporaryFolder()
        let row = try #require(Self.list(in: folder).rows.first)
        let settings = ["batch_size=8", "modulation={train: 1, test: 1}", "seed=2"]
        let spec = try ExperimentSpec(
            named: "\(folder.path)/tiny.yaml", overrides: settings.map { try SpecificationOverride(parsing: $0) })
        #expect(spec.yaml == row.trainings[1].yaml)
    }

    @Test func aQuickTableHasOneSeedAndItsOwnSettings() throws {
        let list = try Self.list(Self.text, .quick, in: TemporaryFolder())
        #expect(list.rows.allSatisfy { $0.trainings.count == 1 && $0.trainings[0].epochs == 1 })
    }

    @Test func rowsCanBeChosen() throws {
        let list = try Self.list(in: TemporaryFolder())
        #expect(try list.keeping(["tiny"]).rows.map(\.name) == ["tiny"])
        let error = try #require(throws: BrainError.self) { try list.keeping(["narow"]) }
        #expect(error.kind == .usage && error.remedy.contains("narrow"))
    }

    @Test(arguments: [
        ("seeds: 2", "seeds: 0", "from 1 to 100"),
        ("goal: { metric: 0.9", "goal: { metrc: 0.9", "did you mean 'metric'?"),
        ("- name: narrow", "- name: tiny", "two rows have this name"), ("page: Figures.md", "", "a line 'page: …'"),
        ("batch_size: 8", "batch_size: 0", "use a number from 1"),
    ])
    func faultsAreNamed(right: String, wrong: String, message: String) throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: SpecificationError.self) {
            try Self.list(Self.text.replacing(right, with: wrong), in: folder)
        }
        #expect("\(error)".contains(message), "\(error)")
    }

    /// The table that comes with the program names experiments that are there, and each says which data it needs.
    @Test(arguments: [ResultList.Extent.whole, .quick])
    func theTableOfTheProgramIsWhole(extent: ResultList.Extent) throws {
        let list = try ResultList(named: "results", extent: extent)
        #expect(list.rows.count >= 8)
        #expect(list.page == "Documentation/Results.md")
        let error = try #require(throws: BrainError.self) { try ResultList(named: "reslts") }
        #expect(error.kind == .usage)
    }
}
