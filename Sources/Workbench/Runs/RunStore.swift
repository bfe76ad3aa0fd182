import BinaryBrain
import Foundation

/// The folder of all runs: `EXPERIMENT/TIME` for each.
public struct RunStore: Sendable {
    /// Path of the folder.
    public let path: String

    /// A folder, which need not be there yet.
    public init(path: String) { self.path = path }

    /// The folders of runs, the newest first.
    public var directories: [RunDirectory] { listed().runs }

    /// The folders of runs, the newest first, and the first error that kept others from being seen.
    private func listed() -> (runs: [RunDirectory], error: BrainError?) {
        var hidden: BrainError?
        func children(of folder: String) -> [String] {
            // A folder that is not there, or that is a file, has none.
            guard Folder.isFolder(folder) else { return [] }
            do {
                return try Folder.names(in: folder)
            } catch {
                hidden = hidden ?? error as? BrainError
                return []
            }
        }
        let all = children(of: path).flatMap { experiment in
            children(of: "\(path)/\(experiment)").map { (time: $0, path: "\(path)/\(experiment)/\($0)") }
        }
        let runs = all.sorted { ($0.time, $0.path) > ($1.time, $1.path) }.map { RunDirectory(path: $0.path) }
            .filter { FileManager.default.fileExists(atPath: $0.journalPath) }
        return (runs, hidden)
    }

    /// The runs whose summary matches a filter, the newest first.
    public func runs(matching filter: String = "") -> [RunSummary] {
        directories.compactMap { RunSummary($0) }.filter { $0.matches(filter) }
    }

    /// The run that a person names: a folder, `EXPERIMENT/TIME`, a time, or an experiment for its newest run.
    /// - Throws: `BrainError` of kind `.usage` if there is none, of kind `.io` if it may be where nothing can be read.
    public func find(_ name: String) throws -> RunDirectory {
        let trimmed = name.hasSuffix("/") ? String(name.dropLast()) : name
        for candidate in [trimmed, "\(path)/\(trimmed)"] {
            let directory = RunDirectory(path: candidate)
            if FileManager.default.fileExists(atPath: directory.journalPath) { return directory }
        }
        let (all, hidden) = listed()
        let parts = { (run: RunDirectory) in run.shortName.split(separator: "/").map(String.init) }
        if let found = all.first(where: { parts($0).contains(trimmed) }) { return found }
        if let hidden { throw hidden }
        let names = all.flatMap { [$0.shortName, parts($0)[0]] }
        let remedy = NearestName.suggestion(for: trimmed, among: names).map { "did you mean '\($0)'?" }
        throw BrainError(
            .usage, what: "run '\(name)'", why: "there is no such run in \(path)",
            remedy: remedy ?? (all.isEmpty ? "train one: bbwb run mnist-lut-tiny" : "bbwb runs lists them"))
    }
}
