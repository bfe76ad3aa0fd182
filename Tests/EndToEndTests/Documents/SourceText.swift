import Foundation
import TestSupport

/// A file of the project as text.
struct SourceText {
    let path: String
    let text: String

    /// The text files at or below some paths of the project.
    static func all(below paths: [String]) throws -> [SourceText] {
        var files: [SourceText] = []
        for path in paths {
            let full = ProjectFolder.path(path)
            let inside = FileManager.default.enumerator(atPath: full)?.compactMap { $0 as? String } ?? []
            for name in inside.isEmpty ? [path] : inside.map({ "\(path)/\($0)" }) {
                guard ["swift", "sh", "", "h"].contains((name as NSString).pathExtension),
                    let text = try? String(contentsOfFile: ProjectFolder.path(name), encoding: .utf8)
                else { continue }
                files.append(SourceText(path: name, text: text))
            }
        }
        return files
    }
}
