import BinaryBrain
import Datasets
import Foundation

/// The folder of all runs: `EXPERIMENT/TIME` for each.
public struct RunStore: Sendable {
    /// Path of the folder.
    public let path: String

    /// A folder, which need not be there yet.
    public init(path: String) { self.path = path }

    /// The folders of runs, the newest first.
    public var directories: [RunDirectory] { listed().runs.map(\.directory) }

    private struct Found {
        var directory: RunDirectory
        var name: String
        var journal: RunIndex.Identity
    }

    /// The folders of runs, the newest first, and the first error that kept others from being seen.
    private func listed() -> (runs: [Found], error: BrainError?) {
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
            children(of: "\(path)/\(experiment)").map { (time: $0, name: "\(experiment)/\($0)") }
        }
        let runs = all.sorted { ($0.time, $0.name) > ($1.time, $1.name) }.compactMap { run -> Found? in
            let directory = RunDirectory(path: "\(path)/\(run.name)")
            return RunIndex.Identity(of: directory.journalPath).map {
                Found(directory: directory, name: run.name, journal: $0)
            }
        }
        return (runs, hidden)
    }

    /// All runs, the newest first. Those that have ended come from the index, and into it.
    private func indexed() -> [(specification: String, summary: RunSummary)] {
        var index = RunIndex(of: path)
        let found = listed().runs
        let runs = found.compactMap { run -> (String, RunSummary)? in
            if let entry = index.entry(of: run.name, journal: run.journal) {
                return (entry.specification, entry.summary)
            }
            guard let journal = try? Journal(contentsOf: run.directory.journalPath),
                let summary = RunSummary(run.directory, journal)
            else { return nil }
            let specification = (try? AtomicFile.read(run.directory.specPath)).map { SHA256Digest.hex(of: $0) } ?? ""
            // What goes on, or was killed and may be looked at in another way tomorrow, is not kept.
            if journal.end != nil {
                index.add(RunIndex.Entry(journal: run.journal, specification: specification, summary: summary))
            }
            return (specification, summary)
        }
        index.keep(only: Set(found.map(\.name)))
        index.save(in: path)
        return runs
    }

    /// The runs whose summary matches a filter, the newest first.
    public func runs(matching filter: String = "") -> [RunSummary] {
        let filter = RunFilter(filter)
        return indexed().map(\.summary).filter { filter.isEmpty || filter.holds(for: $0) }
    }

    /// The folders of the runs of some specifications, by their SHA-256; the newest first.
    func directories(of specifications: Set<String>) -> [String: [RunDirectory]] {
        summaries(of: specifications).mapValues { $0.map(\.directory) }
    }

    /// The runs of some specifications, by their SHA-256; the newest first.
    func summaries(of specifications: Set<String>) -> [String: [RunSummary]] {
        var found: [String: [RunSummary]] = [:]
        for (specification, summary) in indexed() where specifications.contains(specification) {
            found[specification, default: []].append(summary)
        }
        return found
    }

    /// The run that a person names: a folder, `EXPERIMENT/TIME`, a time, or an experiment for its newest run.
    /// - Throws: `BrainError` of kind `.usage` if there is none, of kind `.io` if it may be where nothing can be read.
    public func find(_ name: String) throws -> RunDirectory {
        let trimmed = name.hasSuffix("/") ? String(name.dropLast()) : name
        for candidate in [trimmed, "\(path)/\(trimmed)"] {
            let directory = RunDirectory(path: candidate)
            if FileManager.default.fileExists(atPath: directory.journalPath) { return directory }
        }
        let (runs, hidden) = listed()
        let all = runs.map(\.directory)
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
