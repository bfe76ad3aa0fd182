import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Every command line of README, CONTRIBUTING, the documentation and the help texts is run as it stands there, on small sets of
/// data that bear the big ones' names. What cannot be bound, or that has a comment of which nothing is known, fails.
@Suite("Command lines in the documentation")
struct DocumentedCommandTests {
    /// The pages' commands and those that help texts give as examples.
    static let all: [DocumentedCommand] = {
        // The page of commands has the usage lines of `--help`, and is compared with them; that of results has trainings of hours,
        // which are the rows of its table (`ResultListTests`).
        let others = ["Documentation/Commands.md", "Documentation/Results.md"]
        let pages = ((try? DocumentedPage.all()) ?? []).filter { !others.contains($0.name) }
        let examples = HelpPages.all.flatMap { command, text in
            text.components(separatedBy: "\n\n").compactMap { paragraph in
                paragraph.replacingOccurrences(of: "\n", with: " ").firstMatch(of: #/as in: (bbwb [^.(]*[^.( ])/#)
            }.map {
                DocumentedCommand(page: "bbwb \(command.joined(separator: " ")) --help", text: String($0.1))
            }
        }
        return pages.flatMap(DocumentedCommand.all) + examples
    }()

    private static let ofProgram = all.filter { $0.program == "bbwb" }

    /// Those that take seconds: proofs, and the trainings and benchmarks of whole sweeps.
    private static func isSlow(_ arguments: [String]) -> Bool {
        // Benchmarks are not made smaller by a small data set; they run once.
        let isBenchmark = arguments.first == "bench" && !arguments.contains(CommandBindings.quickBenchmark)
        return arguments.contains("--verify") || arguments.contains("mnist-lut-cnn")
            || ["sweep", "results"].contains(arguments.first)
            || isBenchmark
    }

    /// Whether it is for a device by its number, which few machines have.
    private static func namesDevice(_ arguments: [String]) -> Bool {
        arguments.firstIndex(of: "--device").flatMap { arguments.dropFirst($0 + 1).first }.flatMap(Int.init) != nil
    }

    @Test func thereAreCommands() {
        #expect(Self.ofProgram.count > 40)
        #expect(Self.all.contains { $0.page.hasSuffix("--help") })
        #expect(Set(Self.all.map(\.page)).isSuperset(of: ["README.md", "CONTRIBUTING.md", "Documentation/Export.md"]))
    }

    @Test func everyPromiseStandsSomewhere() {
        let comments = Set(Self.all.compactMap(\.comment))
        #expect(Set(CommandOutput.promises.keys).subtracting(comments) == [])
    }

    @Test(.hangLimit, arguments: ofProgram)
    func runs(_ command: DocumentedCommand) throws {
        let workplace = try DocumentWorkplace.shared.get()
        let bindings = CommandBindings(workplace: workplace)
        for words in CommandSynopsis(command.command).variants {
            let arguments = Array(try bindings.bind(words, page: command.page).dropFirst())
            if Self.isSlow(arguments), !SlowTests.areEnabled { continue }
            if Self.namesDevice(arguments), !DeviceRunCommandTests.hasDevice { continue }
            try run(arguments, of: command, in: workplace)
        }
    }

    private func run(_ arguments: [String], of command: DocumentedCommand, in workplace: DocumentWorkplace) throws {
        // The text speaks of a command by its name; what stands there is no command line.
        if arguments.count <= 1, arguments.first.map({ HelpPages.needsArguments([$0]) }) ?? true {
            _ = try outcome(of: arguments + ["--help"], command, workplace)
            return
        }
        // What measures or trains a whole table does so in its short form.
        let hasShortForm = ["bench", "results"].contains(arguments.first) && !arguments.contains("--quick")
        let arguments = hasShortForm ? arguments + ["--quick"] : arguments
        guard !opensScreen(arguments) else { return try open(arguments, of: command, in: workplace) }
        guard arguments.prefix(2) != ["data", "fetch"] else { return try fetch(arguments, of: command, in: workplace) }
        let (text, folder) = try outcome(of: arguments, command, workplace)
        try CommandOutput.check(text, of: arguments, in: folder.path)
        if let comment = command.comment {
            let promised = try #require(CommandOutput.promises[comment], "\(command.page) promises '\(comment)'")
            for words in promised where !arguments.contains("--json") {
                #expect(text.contains(words), "\(arguments) does not say '\(words)': \(text)")
            }
        }
    }

    /// Runs it in a folder of its own and expects status 0; returns what it printed.
    private func outcome(
        of arguments: [String], _ command: DocumentedCommand, _ workplace: DocumentWorkplace
    ) throws -> (String, CommandLineTests.Folder) {
        let folder = try workplace.copy()
        let outcome = try CommandLineTests.Program(
            arguments, in: folder.path,
            environment: (arguments.first == "bench" ? [:] : workplace.environment).merging(command.environment) { $1 }
        ).wait()
        #expect(outcome.status == 0, "\(command.page): \(arguments.joined(separator: " ")): \(outcome.errors)")
        return (outcome.output, folder)
    }

    private func opensScreen(_ arguments: [String]) -> Bool {
        guard let first = arguments.first else { return true }
        return !HelpPages.all.keys.contains([first]) || first == "open" || first == "tour"
    }

    private func open(_ arguments: [String], of command: DocumentedCommand, in workplace: DocumentWorkplace) throws {
        let workbench = try WorkbenchTests.Workbench(
            arguments, in: workplace.copy(), environment: workplace.environment)
        workbench.expect(arguments == ["tour"] ? "tour 1/" : "bbwb")
        workbench.quit()
    }

    /// Nothing here goes to the network: a set comes from the system's package, or the error says what else there is.
    private func fetch(_ arguments: [String], of command: DocumentedCommand, in workplace: DocumentWorkplace) throws {
        let isLocal =
            arguments.contains("fashion-mnist")
            && FileManager.default.fileExists(atPath: DocumentWorkplace.fashionFiles)
        if isLocal {
            guard SlowTests.areEnabled else { return }
            let (text, folder) = try self.outcome(of: arguments, command, workplace)
            #expect(text.hasPrefix("fashion-mnist: "))
            _ = folder
        } else if !arguments.contains("--from") {
            let folder = try workplace.copy()
            let outcome = try CommandLineTests.Program(
                arguments + ["--mirror", "http://127.0.0.1:9/"], in: folder.path,
                environment: workplace.environment.merging(["BBWB_DATA": folder.path + "/data"]) { $1 }
            ).wait()
            #expect(outcome.status == 1 && outcome.errors.contains("--from DIR"), "\(outcome.errors)")
        }
    }
}
