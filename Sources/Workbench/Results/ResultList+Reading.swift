import BinaryBrain
import Datasets
import Export
import Foundation
import Yams

extension ResultList {
    /// How much is trained.
    public enum Extent: Sendable, Hashable {
        /// All seeds, all epochs.
        case whole
        /// One seed, with the settings that the list puts over its experiments for a first look.
        case quick
    }

    /// Reads a list by its file, or by its name among those that come with the program.
    /// - Throws: `SpecificationError`, or `BrainError` if there is no such file.
    public init(named nameOrPath: String, extent: Extent = .whole) throws {
        let path: String
        if FileManager.default.fileExists(atPath: nameOrPath) {
            path = nameOrPath
        } else if !nameOrPath.contains("/"), let found = ProjectFiles.locate("experiments/tables/\(nameOrPath).yaml") {
            path = found
        } else {
            throw BrainError(
                .usage, what: "table '\(nameOrPath)'", why: "it is neither a file nor one that comes with the program",
                remedy: "name a file, or 'results'")
        }
        let bytes = try AtomicFile.read(path, limit: ExperimentSpec.maximumFileSize)
        try self.init(yaml: String(decoding: bytes, as: UTF8.self), source: path, extent: extent)
    }

    /// Reads the text of a list. Experiments are found by name, or by path from the list's own folder.
    /// - Throws: `SpecificationError` with the line of what cannot be used.
    public init(yaml text: String, source: String, extent: Extent = .whole) throws {
        guard let root = try SpecificationValue.compose(text, source: source) else {
            throw SpecificationError(source: source, why: "it is empty", remedy: "give title, page and sections")
        }
        let value = SpecificationValue(node: root, path: "", origin: SpecificationOrigin(source: source))
        let fields = try value.fields(
            allowed: ["title", "page", "text", "quick", "sections"], of: "a table of results")
        let reader = RowReader(
            folder: FilePath.folder(of: source), extent: extent,
            quick: try fields["quick"].map(RowReader.overrides) ?? [])
        title = try value.required("title", in: fields).text()
        page = try value.required("page", in: fields).text()
        self.text = try fields["text"]?.text() ?? ""
        sections = try value.required("sections", in: fields).elements("sections").map { try Section($0, reader) }
        var names: Set<String> = []
        for row in rows where !names.insert(row.name).inserted {
            throw SpecificationError(
                source: source, field: row.name, why: "two rows have this name", remedy: "give one of them another name"
            )
        }
    }
}

extension ResultList.Section {
    fileprivate init(_ value: SpecificationValue, _ reader: RowReader) throws {
        let fields = try value.fields(allowed: ["title", "text", "rows", "others"], of: "a section")
        title = try value.required("title", in: fields).text()
        text = try fields["text"]?.text() ?? ""
        rows = try fields["rows"]?.elements("rows").map(reader.row) ?? []
        references =
            try fields["others"]?.elements("others").map { other in
                let fields = try other.fields(allowed: ["work", "figure", "cost", "counts"], of: "a published figure")
                return ResultList.Reference(
                    work: try other.required("work", in: fields).text(),
                    figure: try other.required("figure", in: fields).text(), cost: try fields["cost"]?.text() ?? "",
                    counts: try fields["counts"]?.text() ?? "")
            } ?? []
    }
}

/// Reads rows: their experiments, from where the list lies, and how much of them is trained.
private struct RowReader {
    let folder: String
    let extent: ResultList.Extent
    let quick: [SpecificationOverride]

    func row(_ value: SpecificationValue) throws -> ResultList.Row {
        let fields = try value.fields(
            allowed: ["name", "experiment", "set", "quick", "seeds", "goal", "note", "judged_by", "circuit"],
            of: "a row")
        let experiment = try value.required("experiment", in: fields).text()
        var settings = try fields["set"].map(Self.overrides) ?? []
        let seeds = try fields["seeds"]?.integer(1...100) ?? 3
        if extent == .quick { settings += try quick + (fields["quick"].map(Self.overrides) ?? []) }
        let beside = "\(folder)/\(experiment)"
        let isFile = experiment.contains("/") || experiment.hasSuffix(".yaml")
        let file = isFile && FileManager.default.fileExists(atPath: beside) ? beside : experiment
        let base = try ExperimentSpec(named: file, overrides: settings)
        let trainings = try (0..<(extent == .quick ? 1 : seeds)).map { index in
            try ExperimentSpec(
                named: file,
                overrides: settings + [SpecificationOverride(path: "seed", value: "\(base.seed &+ UInt64(index))")]
            ).withDigests()
        }
        let words = settings.map { " --set " + Self.quoted("\($0.path)=\($0.value)") }
        return ResultList.Row(
            name: try fields["name"]?.text() ?? base.name, trainings: trainings,
            command: "bbwb run \(Self.fromHere(file))" + words.joined(), goal: try fields["goal"].map(Self.goal),
            note: try fields["note"]?.text().trimmingCharacters(in: .whitespacesAndNewlines),
            isHeldOut: try fields["judged_by"]?.choice(["test", "held_out"]) == "held_out",
            device: (try fields["circuit"]?.choice(["ice40", "ecp5"])).flatMap(TargetDevice.init(rawValue:)))
    }

    /// A mapping of fields' paths to values.
    static func overrides(_ value: SpecificationValue) throws -> [SpecificationOverride] {
        try value.members("settings", example: "{ data: mnist }").map { path, value in
            SpecificationOverride(path: path, value: try flowText(value.node))
        }
    }

    /// A value in one line.
    private static func flowText(_ node: Node) throws -> String {
        switch node {
        case .scalar(let scalar): return scalar.string
        case .sequence(let elements): return "[\(try elements.map(flowText).joined(separator: ", "))]"
        case .mapping(let mapping):
            let pairs = try mapping.map { try "\(flowText($0.key)): \(flowText($0.value))" }
            return "{ \(pairs.joined(separator: ", ")) }"
        case .alias: throw SpecificationError(source: "a table", why: "a setting is an alias", remedy: "write it out")
        }
    }

    private static func goal(_ value: SpecificationValue) throws -> ResultList.Goal {
        let fields = try value.fields(allowed: ["metric", "luts"], of: "a goal")
        return ResultList.Goal(
            metric: try value.required("metric", in: fields).number(0...1e9),
            luts: try fields["luts"]?.integer(1...Int.max))
    }

    /// A file's path from where the program was started, if it lies there.
    private static func fromHere(_ path: String) -> String {
        guard path.contains("/") else { return path }
        let here = FileManager.default.currentDirectoryPath + "/"
        let whole = URL(fileURLWithPath: path).standardizedFileURL.path
        return whole.hasPrefix(here) ? String(whole.dropFirst(here.count)) : whole
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "=._-/".contains($0) }
        return isPlain ? word : "'\(word)'"
    }
}

extension SpecificationValue {
    /// A field that must be there.
    fileprivate func required(
        _ name: String, in fields: [String: SpecificationValue]
    ) throws -> SpecificationValue {
        if let value = fields[name] { return value }
        throw error("it needs \(name), which is missing", "add a line '\(name): …'")
    }
}
