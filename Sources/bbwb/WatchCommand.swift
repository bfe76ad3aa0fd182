import ArgumentParser
import Foundation
import TerminalUI
import Workbench

/// `bbwb watch RUN`: looks at a run that another process trains.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows a run while another process trains it.",
        discussion: """
            It reads what the run writes into its folder, several times a second, and writes nothing, so that it also works on \
            another machine that shares the folder. Curves and log move as for the owner; layers, samples and LUTs are those of the \
            newest checkpoint. The key d takes the run over. Without a terminal it prints a line for each epoch until the run ends.
            """)

    @Argument(
        help: ArgumentHelp(
            "A run: its folder, NAME/TIME, or an experiment's name for its newest run.", valueName: "run"))
    var subject: String

    @OptionGroup var store: RunStoreOptions

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    func run() throws {
        let directory = try store.find(subject)
        if !json, OpenCommand.hasScreen {
            let look = try OpenCommand.look(ascii: ascii, theme: nil)
            let folder = store.out
            let start = ApplicationStart(
                session: try WatchedRun(directory), menu: { ExperimentMenu.menu(runsFolder: folder) }
            ) { name in
                Session(source: try ExperimentSource(name), runsFolder: folder)
            }
            try OpenCommand.show(start, look) { Interruption.leave() }
        } else {
            try follow(directory)
        }
    }

    private func follow(_ directory: RunDirectory) throws {
        let output: HeadlessRun.Output = json ? .json : .lines
        let run = try WatchedRun(directory, loadDataset: nil) { HeadlessRun.report($0, output) }
        var news = pollfd(fd: run.changeDescriptor, events: Int16(POLLIN), revents: 0)
        while run.snapshot.state == .training || run.snapshot.state == .starting {
            guard poll(&news, 1, -1) > 0 else { continue }
            var count: UInt64 = 0
            _ = read(run.changeDescriptor, &count, MemoryLayout<UInt64>.size)
            try Console.requireReader()
        }
        if !json, let state = run.snapshot.watched?.state { Console.line("\(state.rawValue): \(directory.path)") }
    }
}
