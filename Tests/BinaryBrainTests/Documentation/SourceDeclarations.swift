import Foundation
import TestSupport

/// What the sources declare, found by reading them: types, and the names of members that a type or what it builds on has.
struct SourceDeclarations {
    private var files: [String: Set<String>] = [:]
    private var parents: [String: Set<String>] = [:]
    private var members: [String: Set<String>] = [:]

    /// Reads all Swift files below `Sources`.
    init() {
        let root = ProjectFolder.path("Sources")
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? FileManager.DirectoryEnumerator()
        where path.hasSuffix(".swift") {
            if let text = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) { read(text, file: path) }
        }
    }

    private mutating func read(_ text: String, file: String) {
        for line in text.split(separator: "\n") {
            if let match = line.firstMatch(of: #/\b(?:class|struct|enum|protocol|extension) (\w+)(?:: ([\w, .&]+))?/#) {
                let type = String(match.1)
                files[type, default: []].insert(file)
                let bases = (match.2 ?? "").split { ", &".contains($0) }.map(String.init)
                parents[type, default: []].formUnion(bases)
            }
            for match in line.matches(of: #/\b(?:func|var|let|case) (\w+)|\b(init)\b/#) {
                members[file, default: []].insert(String(match.1 ?? match.2 ?? ""))
            }
        }
    }

    /// Whether `Type` or `Type.member` or `Type.member(labels:)` is declared.
    func contain(_ symbol: String) -> Bool {
        let parts = symbol.prefix { $0 != "(" }.split(separator: ".").map(String.init)
        guard let type = parts.first, files[type] != nil else { return false }
        guard parts.count > 1 else { return true }
        return family(of: type).contains {
            files[$0, default: []].contains { members[$0, default: []].contains(parts[1]) }
        }
    }

    /// A type and everything that it builds on.
    private func family(of type: String) -> Set<String> {
        var known: Set<String> = [type]
        var open = [type]
        while let next = open.popLast() {
            for parent in parents[next, default: []] where known.insert(parent).inserted { open.append(parent) }
        }
        return known
    }
}
