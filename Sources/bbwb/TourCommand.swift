import ArgumentParser
import TerminalUI
import Workbench

/// `bbwb tour`: the workbench explains itself on a live training.
struct TourCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tour", abstract: "Explains the workbench on a live training, in about ten minutes.",
        discussion: """
            It trains \(Tour.classifier), later \(Tour.autoencoder), on the digits that come with the program, and tells what a LUT is, \
            what a bit costs, what modulation does and how a net becomes Verilog. Each step waits for the key that it teaches; all \
            other keys work, too.
            """)

    @Option(help: ArgumentHelp("Folder that holds all runs.", valueName: "dir"))
    var out = "runs"

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func run() throws {
        guard OpenCommand.hasScreen else {
            throw SessionFailure(reason: "the tour needs a terminal to draw on: bbwb run trains without one")
        }
        let look = try OpenCommand.look(ascii: ascii, theme: nil)
        let folder = out
        let open: @MainActor (String) throws -> any WorkbenchSession = { name in
            let isOfTour = name == Tour.classifier || name == Tour.autoencoder
            let epochs = SpecificationOverride(path: "epochs", value: "\(Tour.epochs)")
            return Session(source: try ExperimentSource(name, overrides: isOfTour ? [epochs] : []), runsFolder: folder)
        }
        let first = try MainActor.assumeIsolated { try open(Tour.classifier) }
        let start = ApplicationStart(
            session: first, menu: { ExperimentMenu.menu(runsFolder: folder) }, tour: Tour(), open: open)
        try OpenCommand.show(start, look) { first.end(saving: true) }
    }
}
