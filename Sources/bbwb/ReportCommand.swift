import ArgumentParser
import BinaryBrain
import Foundation
import TerminalUI
import Workbench

/// `bbwb report`: a run as a page.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes a run as one HTML page: curves, experiment, net, LUTs, reports of exports.",
        discussion: "The page is one file, without scripts, and nothing in it is fetched from elsewhere.")

    @Argument(
        help: ArgumentHelp(
            "A run: its folder, NAME/TIME, or an experiment's name for its newest run.", valueName: "run"))
    var subject: String

    @OptionGroup var store: RunStoreFolder

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The page to write; report.html in the run's folder unless given.", valueName: "file"))
    var page: String?

    private static let sampleCount = 12
    /// What bundles hold that says something of the net.
    private static let documentNames = ["report.txt", "proof.txt"]

    func run() throws {
        let directory = try checkingUsage { try store.store.find(subject) }
        guard let summary = RunSummary(directory) else {
            throw BrainError(
                .io, what: "reporting \(directory.path)", why: "its journal does not tell how it began",
                remedy: "name another run")
        }
        let model = try directory.newestCheckpoint().map { try SavedModel(contentsOf: $0) }
        var samples: [SampleSnapshot] = []
        if let model, model.spec?.target == .input {
            samples = try model.reconstructions(of: model.dataset(named: nil), count: Self.sampleCount)
        }
        let report = RunReport(
            summary, try Snapshot(ofRun: directory),
            specification: String(decoding: try AtomicFile.read(directory.specPath), as: UTF8.self), model: model,
            reconstructions: samples, documents: try Self.documents(of: directory))
        let file = page ?? "\(directory.path)/report.html"
        try AtomicFile.write(Array(report.html.utf8), to: file)
        Console.line("wrote \(file)")
    }

    private static func documents(of run: RunDirectory) throws -> [(name: String, text: String)] {
        try Folder.names(in: run.path).sorted().flatMap { folder in
            documentNames.compactMap { name in
                (try? AtomicFile.read("\(run.path)/\(folder)/\(name)")).map {
                    (name: "\(folder)/\(name)", text: String(decoding: $0, as: UTF8.self))
                }
            }
        }
    }
}
