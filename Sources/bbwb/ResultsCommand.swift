import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb results`: a table of trained nets, as a page.
struct ResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Trains and measures every net in a table, and writes the results as a page.",
        discussion: """
            Each training is a separate run in the folder of runs. Ctrl-C saves and exits with status 130; the same command \
            continues from there, and repeats no training or measurement that is done. The page is rewritten after \
            each training. A row whose data set is missing is skipped, and standard error says how to get it.
            """)

    @Argument(help: "Rows of the table to train; by default all.")
    var rows: [String] = []

    @Option(help: "A table's name or file.")
    var table = "results"

    @Option(help: ArgumentHelp("Folder that holds all runs.", valueName: "dir"))
    var out = "runs"

    @Option(help: ArgumentHelp("The page to write, in place of the one that the table names.", valueName: "file"))
    var page: String?

    @Flag(help: "Train one seed of each row for a few epochs, in DIR/quick; the page goes there too.")
    var quick = false

    @Flag(help: "Write the page from the results so far; train nothing.")
    var writeOnly = false

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
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
