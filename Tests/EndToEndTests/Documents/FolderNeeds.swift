import Foundation

/// Which folders of a module need which, found by reading: a file needs the folder that declares a type which it names.
///
/// A type is one that the whole module sees, so neither private nor inside another one. A name behind a dot, in a comment or in the
/// words of a string names no type, and a file that declares the name inside a type of its own means that.
struct FolderNeeds {
    /// Why one folder needs another: the file, and the type that it names.
    private var reasons: [String: [String: [String]]] = [:]
    /// The folders of the module; `.` holds what lies in none.
    private(set) var names: Set<String> = []

    private static let modifiers =
        #"(?:@\w+(?:\([^)]*\))? )*(?:(?:public|package|internal|final|indirect|open|nonisolated|private|fileprivate) )*"#
    private static let kinds = "(?:struct|class|enum|protocol|actor|typealias)"
    nonisolated(unsafe) private static let outer = try! Regex<(Substring, Substring, Substring)>(
        "(?m)^(\(modifiers))\(kinds) ([A-Z]\\w*)")
    nonisolated(unsafe) private static let inner = try! Regex<(Substring, Substring)>(
        "(?m)(?:^ +|[{;] *)\(modifiers)(?:\(kinds)|associatedtype) ([A-Z]\\w*)")
    nonisolated(unsafe) private static let word = #/(\.?)\b([A-Z]\w*)/#

    /// Reads the files of a module.
    init(_ files: [SourceText], module: String) {
        let swift = files.filter { $0.path.hasSuffix(".swift") }.map { file in
            (folder: Self.folder(of: file.path, in: module), path: file.path, code: Self.code(in: file.text))
        }
        var owners: [String: Set<String>] = [:]
        for file in swift {
            names.insert(file.folder)
            for match in file.code.matches(of: Self.outer) where !match.1.contains("private") {
                owners[String(match.2), default: []].insert(file.folder)
            }
        }
        for file in swift {
            let own = Set(file.code.matches(of: Self.inner).map { String($0.1) })
            let used = Set(file.code.matches(of: Self.word).lazy.filter { $0.1.isEmpty }.map { String($0.2) })
            for type in used.subtracting(own).sorted() {
                guard let folders = owners[type], !folders.contains(file.folder) else { continue }
                for folder in folders {
                    reasons[file.folder, default: [:]][folder, default: []].append("\(file.path) names \(type)")
                }
            }
        }
    }

    /// Pairs of folders that need each other.
    var circles: Set<Set<String>> {
        var found: Set<Set<String>> = []
        for (folder, needed) in reasons {
            for other in needed.keys where reasons[other]?[folder] != nil { found.insert([folder, other]) }
        }
        return found
    }

    /// Folders that need themselves by way of others.
    var withoutOrder: Set<String> {
        names.filter { start in
            var (reached, open) = (Set<String>(), [start])
            while let next = open.popLast() {
                for needed in reasons[next, default: [:]].keys where reached.insert(needed).inserted {
                    open.append(needed)
                }
            }
            return reached.contains(start)
        }
    }

    /// What makes a pair of folders need each other.
    func explain(_ circle: Set<String>) -> String {
        let pair = circle.sorted()
        return [(pair[0], pair[1]), (pair[1], pair[0])].map { one, other in
            "\(one) needs \(other): \(reasons[one]?[other]?.joined(separator: ", ") ?? "")"
        }.joined(separator: "\n")
    }

    private static func folder(of path: String, in module: String) -> String {
        let parts = path.dropFirst("Sources/\(module)/".count).split(separator: "/")
        return parts.count > 1 ? String(parts[0]) : "."
    }

    /// The code without comments and without the words of strings; what is interpolated stays.
    private static func code(in text: String) -> String {
        var code = text.replacing(#/"""[\s\S]*?"""/#, with: "")
        code.replace(#/\/\/[^\n]*/#, with: "")
        return code.replacing(#/"(?:\\.|[^"\\\n])*"/#) { string in
            string.output.matches(of: #/\\\(([^"]*?)\)/#).map { String($0.1) }.joined(separator: " ")
        }
    }
}
