import Foundation
import TestSupport
import Testing

/// `bbwb results`, on a table of one small net.
@Suite("Tables of results on the command line")
struct ResultsCommandTests {
    typealias Program = CommandLineTests.Program
    typealias Folder = CommandLineTests.Folder

    private static let table = """
        title: Figures
        page: pages/Figures.md
        sections:
          - title: Digits
            rows:
              - experiment: mnist-lut-tiny
                name: tiny x1
                set: { epochs: 1, modulation: { train: 1 } }
                seeds: 2
              - experiment: mnist-lut-tiny
                name: not here
                set: { data: cifar10 }
        """

    /// A folder with a table, and a place for data sets where there are none.
    private func workplace() throws -> Folder {
        let folder = try Folder()
        try Data(Self.table.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/table.yaml"))
        return folder
    }

    private func results(_ arguments: String..., in folder: Folder) throws -> CommandLineTests.Outcome {
        try Program(
            ["results", "--table", "table.yaml"] + arguments, in: folder.path,
            environment: ["BBWB_DATA": "\(folder.path)/data"]
        ).wait()
    }

    private func text(_ name: String, in folder: Folder) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test func whatIsDoneIsNotRepeated() throws {
        let folder = try workplace()
        let empty = try results("--write-only", in: folder)
        #expect(empty.status == 0, "\(empty.errors)")
        #expect(try text("pages/Figures.md", in: folder).contains("seed 1 not trained"))
        let first = try results("tiny x1", in: folder)
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.lines.count == 4 && first.lines[3] == "wrote pages/Figures.md")
        #expect(first.lines[0].hasPrefix("tiny x1 seed 1  ") && !first.lines[0].contains("was done"))
        let page = try text("pages/Figures.md", in: folder)
        #expect(page.contains("| tiny x1 | mnist-5k | 1,454 |") && page.contains("| 2 of 2 |"))
        #expect(page.contains("](figures/curves-tiny-x1.svg)"))
        for kind in ["svg", "png"] {
            let picture = try Data(
                contentsOf: URL(fileURLWithPath: "\(folder.path)/pages/figures/curves-tiny-x1.\(kind)"))
            #expect(picture.count > 1000)
        }
        let second = try results("--json", in: folder)
        #expect(second.status == 0)
        #expect(second.errors.contains("skipped, because cifar10 is missing: run: bbwb data fetch cifar10"))
        let lines = try second.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(lines.filter { $0["event"] as? String == "training" }.map { $0["trained"] as? Bool } == [false, false])
        #expect(try text("pages/Figures.md", in: folder) == page, "the same figures, the same page")
    }

    @Test func quickTablesLieByThemselves() throws {
        let folder = try workplace()
        let outcome = try results("--quick", "tiny x1", in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try text("runs/quick/Results.md", in: folder).contains("| 1 of 1 |"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/pages"))
    }

    @Test(arguments: [
        (["results", "mnist-lut-bst"], "did you mean 'mnist-lut-best'?"),
        (["results", "--table", "reslts"], "table 'reslts'"),
    ])
    func wrongUsage(_ arguments: [String], text: String) throws {
        let folder = try Folder()
        let outcome = try Program(arguments, in: folder.path).wait()
        #expect(outcome.status == 2 && outcome.errors.contains(text), "\(outcome.errors)")
    }
}
