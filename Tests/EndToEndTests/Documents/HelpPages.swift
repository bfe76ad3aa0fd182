import Foundation

/// What `--help` prints for the program and each of its commands.
enum HelpPages {
    /// By the command's words: `[]` for the program, `["data", "fetch"]`.
    static let all: [[String]: String] = {
        var pages: [[String]: String] = [:]
        var open: [[String]] = [[]]
        while let command = open.popLast() {
            guard
                let outcome = try? CommandLineTests.Program(command + ["--help"], in: NSTemporaryDirectory()).wait(),
                outcome.status == 0
            else { continue }
            pages[command] = outcome.output
            open += subcommands(outcome.output).map { command + [$0] }
        }
        return pages
    }()

    private static func subcommands(_ page: String) -> [String] {
        guard let start = page.range(of: "SUBCOMMANDS:\n") else { return [] }
        return page[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { !$0.isEmpty }.compactMap { $0.firstMatch(of: #/^  ([a-z]+)/#).map { String($0.1) } }
    }

    /// The usage line of a command.
    private static func usage(_ command: [String]) -> String {
        let page = (all[command] ?? "").split(separator: "\n").first { $0.hasPrefix("USAGE:") }
        return page.map(String.init) ?? ""
    }

    /// Whether a command does nothing without arguments: some stand in its usage outside brackets, or it only has commands of
    /// its own, or `run`, which says that an experiment may be left out with `--resume`.
    static func needsArguments(_ command: [String]) -> Bool {
        let outside = usage(command).replacing(#/\[[^\]]*\]/#, with: "")
        return outside.contains("<") || command == ["run"] || all[command] == nil
    }

    /// The options of a command, `--version` and `--help`, which all have, left out.
    static func options(of command: [String]) -> Set<String> {
        // A switch with two names stands as `--name/--no-name`.
        let names = (all[command] ?? "").matches(of: #/\n  (?:-\w, )?(--[a-z-]+)(?:\/(--[a-z-]+))?/#)
            .flatMap { [$0.1, $0.2].compactMap { $0 }.map(String.init) }
        return Set(names).subtracting(["--version", "--help"])
    }
}
