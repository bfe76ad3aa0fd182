import Foundation
import Testing

/// Options that pages name exist, and the pages name every option that there is.
@Suite("Options in the documentation")
struct OptionPageTests {
    /// Options of other programs that pages speak of, and the wrapped `--` of tables.
    private static let foreign: Set<String> = [
        "--target",
        "--filter", "--disable-testable-imports", "--disable-xctest", "--no-parallel", "--logdir", "--lint-only",
    ]

    private static let known = HelpPages.all.keys.reduce(into: Set(["--help", "--version"])) {
        $0.formUnion(HelpPages.options(of: $1))
    }

    private static func options(in text: String) -> [String] {
        text.matches(of: #/(?:^|[\s`\[(])(--[a-z][a-z-]*)/#).map { String($0.1) }
    }

    @Test func thereAreHelpPages() {
        #expect(HelpPages.all.count >= 17)
        #expect(HelpPages.options(of: ["export"]).isSuperset(of: ["--to", "--with-io", "--vectors"]))
    }

    @Test func everyOptionOfThePagesExists() throws {
        for page in try DocumentedPage.all() {
            for option in Self.options(in: page.text) {
                #expect(Self.known.contains(option) || Self.foreign.contains(option), "\(page.name): \(option)")
            }
        }
    }

    @Test func everyOptionOfACommandLineIsThatCommands() {
        for command in DocumentedCommandTests.all where command.program == "bbwb" {
            let words = DocumentedCommand.words(of: command.command)
            let path = words.count > 1 ? [words[1]] : []
            guard HelpPages.all[path] != nil else { continue }
            let own = HelpPages.all.keys.filter { $0.starts(with: path) }.reduce(into: Set<String>()) {
                $0.formUnion(HelpPages.options(of: $1))
            }
            for option in Self.options(in: command.text) {
                #expect(own.contains(option) || option == "--help", "\(command.page): \(command.text)")
            }
        }
    }

    /// Documentation/Commands.md is what `--help` prints.
    @Test func thePageOfCommandsIsComplete() throws {
        let page = CommandPage.text
        if ProcessInfo.processInfo.environment["BBWB_RECORD"] == "1" { try CommandPage.record() }
        let message: Comment = "run: make pages"
        #expect(try DocumentedPage("Documentation/Commands.md").text == page, message)
        for command in HelpPages.all.keys {
            for option in HelpPages.options(of: command) {
                #expect(page.contains("`\(option)") || page.contains("/\(option)`"))
            }
        }
    }

    @Test func everyVariableOfThePagesIsRead() throws {
        let readers = try SourceText.all(below: ["Sources", "Tests", "Makefile", "Scripts", "Package.swift"])
        for page in try DocumentedPage.all() {
            for match in page.text.matches(of: #/BBWB_[A-Z_]*[A-Z]/#) {
                #expect(
                    readers.contains {
                        $0.text.contains("\"\(match.output)\"") || $0.text.contains("\(match.output)=")
                    }, "\(page.name): \(match.output)")
            }
        }
    }
}
