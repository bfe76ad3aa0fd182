import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb results`: a table of trained nets, as a page.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Trains and measures every net of a table, and writes the table as a page.",
        discussion: """
            Every training is a run of its own in the folder of runs. Ctrl-C saves and exits with status 130; the same command \
            goes on from there, and repeats neither trainings nor measurements that are done. The page is written anew after \
            each training. A row whose data set is not there is passed over, and standard error says how to get it.
            """)

    @Argument(help: "Rows of the table; all of them if none is named.")
    var rows: [String] = []

    @Option(help: "A table's name or file.")
    var table = "results"

    @Option(help: ArgumentHelp("Folder of all runs.", valueName: "dir"))
    var out = "runs"

    @Option(help: ArgumentHelp("The page, instead of the one that the table names.", valueName: "file"))
    var page: String?

    @Flag(help: "One seed and few epochs of each row, in DIR/quick, where the page is too.")
    var quick = false

    @Flag(help: "Write the page of what is done, and train nothing.")
    var writeOnly = false

    @Flag(help: "One JSON object a line on standard output, and nothing else.")
    var json = false

    func run() throws {
        let table = try checkingUsage { try ResultList(named: self.table, extent: quick ? .quick : .whole) }
        let chosen = try checkingUsage { rows.isEmpty ? table : try table.keeping(rows) }
        let folder = quick ? "\(out)/quick" : out
        let path = page ?? (quick ? "\(folder)/Results.md" : table.page)
        let work = ResultsWork(table: table, store: RunStore(path: folder), page: path, json: json)
        if !writeOnly {
            for row in chosen.rows {
                try work.finish(row)
                if !quick { try work.makeCircuit(row) }
            }
        }
        try work.writePage()
        for row in chosen.rows { try work.show(ResultFigure(row, in: work.store)) }
        if !json { Console.line("wrote \(path)") }
    }
}
