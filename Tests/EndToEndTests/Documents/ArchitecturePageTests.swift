import Foundation
import TestSupport
import Testing

/// Documentation/Architecture.md: each stop of a walk is a file, and a function that is declared in it.
@Suite("The page of the architecture")
struct ArchitecturePageTests {
    private static func sections() throws -> [[(file: String, names: [String])]] {
        let text = try DocumentedPage("Documentation/Architecture.md").text
        return text.components(separatedBy: "\n## ").dropFirst().map { section in
            section.split(separator: "\n").compactMap { row in
                guard let match = row.wholeMatch(of: #/\| .* \| `([^`]+)` \| (.*) \|/#) else { return nil }
                return (String(match.1), match.2.matches(of: #/`(\w+)`/#).map { String($0.1) })
            }
        }
    }

    @Test func everyStopIsThere() throws {
        let sections = try Self.sections()
        try #require(sections.count == 4)
        #expect(sections.dropFirst().allSatisfy { $0.count >= 10 }, "two walks, and ten questions")
        for stop in sections.joined() {
            let path = ProjectFolder.path(stop.file)
            guard let source = try? String(contentsOfFile: path, encoding: .utf8) else {
                Issue.record("there is no \(stop.file)")
                continue
            }
            #expect(!stop.names.isEmpty, "no function of \(stop.file) is named")
            for name in stop.names {
                let declaration = try Regex(name == "init" ? #"\binit\("# : "\\b(func|var|let) \(name)\\b")
                #expect(source.contains(declaration), "\(stop.file) declares no \(name)")
            }
        }
    }

    /// Types in the picture exist.
    @Test func thePictureNamesTypes() throws {
        let page = try DocumentedPage("Documentation/Architecture.md")
        let sources = try SourceText.all(below: ["Sources"]).map(\.text)
        let names = page.codeLines.flatMap { $0.matches(of: #/\b([A-Z][a-z]+[A-Z]\w+)\b/#).map { String($0.1) } }
        #expect(names.count >= 6)
        for name in names {
            let isModule = FileManager.default.fileExists(atPath: ProjectFolder.path("Sources/\(name)"))
            let declaration = try Regex("\\b(struct|class|enum|protocol) \(name)\\b")
            #expect(isModule || sources.contains { $0.contains(declaration) }, "\(name)")
        }
    }
}
