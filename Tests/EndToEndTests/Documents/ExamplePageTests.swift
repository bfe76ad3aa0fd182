import Foundation
import TestSupport
import Testing

/// The pages of the modules (`Sources/*/*.docc`) show the programs of Examples, letter for letter.
@Suite("Examples in the documentation")
struct ExamplePageTests {
    /// Every page of every module.
    private static func pages() throws -> [(path: String, text: String)] {
        let sources = ProjectFolder.path("Sources")
        let inside = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
        return try inside.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }.sorted().map {
            ("Sources/\($0)", try String(contentsOfFile: "\(sources)/\($0)", encoding: .utf8))
        }
    }

    private static func programs() throws -> Set<String> {
        let folder = ProjectFolder.path("Examples/Sources")
        return Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    }

    @Test func aPageShowsTheProgramThatItNames() throws {
        var shown: Set<String> = []
        for page in try Self.pages() {
            let names = page.text.matches(of: #/`Examples\/Sources\/(\w+)\/main\.swift`/#).map { String($0.1) }
            for block in page.text.matches(of: #/(?s)```swift\n(.*?)```/#) {
                let name = try #require(names.first, "\(page.path) has code, and names no program")
                let source = try String(
                    contentsOfFile: ProjectFolder.path("Examples/Sources/\(name)/main.swift"), encoding: .utf8)
                #expect(String(block.1) == source, "copy \(name)/main.swift into \(page.path)")
                shown.insert(name)
            }
        }
        #expect(shown == (try Self.programs()), "every program is on a page")
    }

    @Test func theSmallestProgramHasTwentyLines() throws {
        let source = try String(
            contentsOfFile: ProjectFolder.path("Examples/Sources/TrainInTwentyLines/main.swift"), encoding: .utf8)
        let code = source.split(separator: "\n").filter { !$0.hasPrefix("import") && !$0.hasPrefix("//") }
        #expect(code.count <= 20, "\(code.count) lines")
    }

    /// Links to examples and to types lead somewhere.
    @Test func linksLeadSomewhere() throws {
        let pages = try Self.pages()
        let sources = try SourceText.all(below: ["Sources"]).map(\.text)
        #expect(pages.count >= 10)
        for page in pages {
            for link in page.text.matches(of: #/<doc:(\w+)>/#) {
                #expect(pages.contains { $0.path.hasSuffix("/\(link.1).md") }, "\(page.path): \(link.1)")
            }
            for link in page.text.matches(of: #/- ``(\w+)``/#) {
                let declaration = try Regex("public (final |indirect )*(struct|class|enum|protocol) \(link.1)\\b")
                #expect(sources.contains { $0.contains(declaration) }, "\(page.path): \(link.1)")
            }
        }
    }
}
