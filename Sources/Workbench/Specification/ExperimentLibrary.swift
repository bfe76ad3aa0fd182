import BinaryBrain
import Datasets
import Foundation

/// Finds experiment files: by path, or by name among those that come with the program.
public enum ExperimentLibrary {
    /// The experiment that opens when none is named.
    public static let defaultName = "mnist-lut-best"

    /// Names of the experiments that come with the program and that its menu lists, in alphabetical order.
    public static var names: [String] { names(in: "experiments") }

    /// Names of the further ones: a sample of each kind of net in the manual and its project.
    public static var sampleNames: [String] { names(in: "experiments/samples") }

    private static func names(in path: String) -> [String] {
        guard let folder = ProjectFiles.locate(path) else { return [] }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// Whether a path is that of an experiment file that a person has written: none that comes with the program, and none in the
    /// folder of a run.
    public static func isOwnFile(_ path: String) -> Bool {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), FileManager.default.fileExists(atPath: path) else {
            return false
        }
        let folder = FilePath.folder(of: path)
        let ours = ["experiments", "experiments/samples"].compactMap { ProjectFiles.locate($0) }
        return !ours.contains { FileIdentity($0) == FileIdentity(folder.isEmpty ? "." : folder) }
            && !FileManager.default.fileExists(atPath: "\(folder.isEmpty ? "." : folder)/journal.jsonl")
    }

    /// Files in the working directory, and in its folder `experiments`, that look like experiments.
    public static var ownFiles: [String] {
        [".", "experiments"].flatMap { folder in
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            return names.prefix(ownFileLimit).map { "\(folder)/\($0)" }.filter {
                isOwnFile($0) && looksLikeExperiment($0)
            }
        }
    }

    /// Names that are looked at in a folder: somebody may start the program in one with a million files.
    private static let ownFileLimit = 1000

    /// Other programs' files are YAML, too.
    private static func looksLikeExperiment(_ path: String) -> Bool {
        guard let bytes = try? AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize) else { return false }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.contains { $0.hasPrefix("net:") }
            && lines.contains { $0.hasPrefix("loss:") || $0.hasPrefix("data:") }
    }

    /// The file of an experiment.
    /// - Throws: `BrainError` of kind `.usage` if there is none; it gives the nearest name.
    public static func path(of nameOrPath: String) throws -> String {
        if FileManager.default.fileExists(atPath: nameOrPath) { return nameOrPath }
        for folder in ["experiments", "experiments/samples"] where !nameOrPath.contains("/") {
            if let found = ProjectFiles.locate("\(folder)/\(nameOrPath).yaml") { return found }
        }
        throw BrainError(
            .usage, what: "experiment '\(nameOrPath)'", why: "it is neither a file nor one that comes with the program",
            remedy: NearestName.remedy(for: nameOrPath, among: names + sampleNames))
    }
}

extension ExperimentSpec {
    /// Reads the file of an experiment, given by path or name.
    /// - Throws: `SpecificationError`, or `BrainError` if there is no such file or it cannot be read.
    public init(named nameOrPath: String, overrides: [SpecificationOverride] = []) throws {
        let path = try ExperimentLibrary.path(of: nameOrPath)
        try self.init(yaml: Self.text(ofFile: path), source: path, overrides: overrides)
    }

    /// The text of an experiment's file.
    static func text(ofFile path: String) throws -> String {
        let bytes = try AtomicFile.read(path, limit: maximumFileSize)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SpecificationError(source: path, why: "it is not UTF-8 text", remedy: "name an experiment file")
        }
        return text
    }
}
