import ArgumentParser

/// The command line: thin, one subcommand a file.
@main
struct BBWB: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bbwb", abstract: "A terminal workbench for LUT-networks and binary modulation.",
        subcommands: [BenchCommand.self, DataCommand.self])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch { ErrorReport.exit(with: error) }
    }
}
