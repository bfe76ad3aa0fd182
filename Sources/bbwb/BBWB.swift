import ArgumentParser
import BinaryBrain
import Workbench

/// The command line: thin, one subcommand a file.
@main
struct BBWB: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bbwb", abstract: "A terminal workbench for neural nets made of look-up tables.",
        version: BrainSystem.versionString,
        subcommands: [
            OpenCommand.self, RunCommand.self, WatchCommand.self, TourCommand.self, EvalCommand.self, InfoCommand.self,
            PredictCommand.self,
            ConvertCommand.self, ExportCommand.self, PruneCommand.self, RunsCommand.self, ReplayCommand.self,
            PlotCommand.self, ReportCommand.self,
            SweepCommand.self, QueueCommand.self, ResultsCommand.self, DataCommand.self, BenchCommand.self,
            SystemCommand.self,
        ], defaultSubcommand: OpenCommand.self)

    static func main() {
        Console.begin()
        Interruption.begin()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch { Console.exit(ErrorReport.status(of: error)) }
        Console.exit(0)
    }
}
