import Foundation
import TestSupport
import Testing

/// CONTRIBUTING says what is so: the order of the modules, the lock, the places that a new layer touches, the make targets.
@Suite("CONTRIBUTING")
struct ContributingTests {
    private static func page() throws -> DocumentedPage { try DocumentedPage("CONTRIBUTING.md") }

    /// The modules in the order of the page's table.
    private static func order() throws -> [String] {
        try page().text.split(separator: "\n").filter { $0.hasPrefix("| `Sources/") }.flatMap { row in
            row.split(separator: "|")[0].matches(of: #/`(?:Sources\/)?(\w+)`/#).map { String($0.1) }
        }
    }

    @Test func everyModuleIsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: ProjectFolder.path("Sources"))
        #expect(Set(try Self.order()) == Set(folders))
    }

    @Test func modulesImportOnlyWhatIsAboveThem() throws {
        let order = try Self.order()
        for (place, module) in order.enumerated() {
            for file in try SourceText.all(below: ["Sources/\(module)"]) {
                for match in file.text.matches(of: #/(?m)^(?:@\w+ )?import (\w+)/#) {
                    guard let other = order.firstIndex(of: String(match.1)) else { continue }
                    #expect(other < place, "\(file.path) imports \(match.1)")
                }
            }
        }
    }

    /// What Package.swift lets a module import is the same order.
    @Test func thePackageHasTheOrderOfTheTable() throws {
        let order = try Self.order()
        let package = try String(contentsOfFile: ProjectFolder.path("Package.swift"), encoding: .utf8)
        var found = 0
        for target in package.matches(of: #/arget\(\s*name: "(\w+)",\s*dependencies: \[([^\]]*)\]/#) {
            guard let place = order.firstIndex(of: String(target.1)) else { continue }
            found += 1
            for name in target.2.matches(of: #/"(\w+)"/#) {
                guard let other = order.firstIndex(of: String(name.1)) else { continue }
                #expect(other < place, "\(target.1) depends on \(name.1)")
            }
        }
        #expect(found >= 10)
    }

    /// `NSLock` alone, or `Locked` around it.
    @Test func threadsShareByTheLockThatThePageNames() throws {
        for file in try SourceText.all(below: ["Sources"]) {
            #expect(
                !file.text.contains(
                    #/\bMutex[<(]|pthread_mutex|pthread_rwlock|OSAllocatedUnfairLock/#),
                "\(file.path)")
            if file.path.hasSuffix("/Locked.swift") { #expect(file.text.contains("NSLock()")) }
        }
    }

    /// Types and files that the page names exist.
    @Test func whatThePageNamesExists() throws {
        let sources = try SourceText.all(below: ["Sources", "Tests"]).map(\.text)
        let ofOthers: Set = ["NSLock", "Mutex", "Synchronization", "Atomic", "Makefile", "MANIFEST", "CI"]
        for name in try Self.page().codeSpans {
            if name.wholeMatch(of: #/[A-Z]\w+/#) != nil, !ofOthers.contains(name) {
                let isFolder =
                    FileManager.default.fileExists(atPath: ProjectFolder.path("Sources/\(name)"))
                    || FileManager.default.fileExists(atPath: ProjectFolder.path("Tests/\(name)"))
                    || FileManager.default.fileExists(atPath: ProjectFolder.path(name))
                let declaration = try Regex("\\b(struct|class|enum|protocol|actor) \(name)\\b")
                #expect(isFolder || sources.contains { $0.contains(declaration) }, "\(name)")
            }
        }
    }

    /// A page that README does not link to is one that nobody finds.
    @Test func readmeLinksToEveryPage() throws {
        let links = try DocumentedPage("README.md").text.matches(of: #/\]\(([^)#:]+)\)/#).map { String($0.1) }
        for page in try DocumentedPage.all() where page.name != "README.md" {
            #expect(links.contains(page.name), "README.md does not link to \(page.name)")
        }
    }

    /// Paths and links of all pages lead somewhere.
    @Test func pathsAndLinksOfAllPagesLeadSomewhere() throws {
        for page in try DocumentedPage.all() {
            let folder = (page.name as NSString).deletingLastPathComponent
            for link in page.text.matches(of: #/\]\(([^)#:]+)(?:#[^)]*)?\)/#) {
                let path = ProjectFolder.path("\(folder)/\(link.1)")
                #expect(FileManager.default.fileExists(atPath: path), "\(page.name): \(link.1)")
            }
            for name in page.codeSpans {
                guard
                    name.wholeMatch(
                        of: #/(?:Sources|Tests|Scripts|Documentation|Benchmarks|experiments|\.ci)\/[\w\/.*-]+/#) != nil
                else { continue }
                let fixed = name.split(separator: "/").prefix { !$0.contains("*") }.joined(separator: "/")
                #expect(FileManager.default.fileExists(atPath: ProjectFolder.path(fixed)), "\(page.name): \(name)")
            }
        }
    }
}
