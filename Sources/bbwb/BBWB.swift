import ArgumentParser

/// The command line: thin, one subcommand a file.
@main
struct BBWB: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bbwb", abstract: "A terminal workbench for LUT-networks and binary modulation.",
        subcommands: [BenchCommand.self])
}
