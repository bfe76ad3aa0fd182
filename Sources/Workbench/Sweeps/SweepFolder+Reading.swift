import BinaryBrain

// A sweep as its folder alone tells it, for whoever has no command line to repeat.
extension SweepFolder {
    /// The sweeps that a folder of runs has, in alphabetical order.
    public static func all(in store: RunStore) -> [SweepFolder] {
        let names = (try? Folder.names(in: "\(store.path)/sweeps")) ?? []
        return names.sorted().map { SweepFolder(store: store, name: $0) }.filter { Folder.isFile($0.planPath) }
    }

    /// The sweep's folder at a path; nil if there is none.
    public init?(at path: String) {
        guard Folder.isFolder(path), Folder.isFile("\(path)/sweep.yaml") else { return nil }
        self.init(store: RunStore(path: FilePath.folder(of: FilePath.folder(of: path))), name: FilePath.name(of: path))
    }

    /// The sweep that has this folder.
    /// - Throws: `BrainError` or `SpecificationError` if there is none, or what it was made from is no longer there as it was.
    public func sweep() throws -> Sweep {
        guard Folder.isFile(planPath) else {
            let names = Self.all(in: store).map(\.name)
            throw BrainError(
                .usage, what: "sweep '\(name)'", why: "\(store.path)/sweeps has none of that name",
                remedy: names.isEmpty
                    ? "make one: bbwb sweep EXPERIMENT --over FIELD=a,b" : NearestName.remedy(for: name, among: names))
        }
        guard Folder.isFile(experimentPath) else {
            throw BrainError(
                .usage, what: "sweep '\(name)'", why: "an earlier version made it, and its folder lacks the experiment",
                remedy: "repeat the command that made it, with --list")
        }
        let plan = try SweepPlanFile(contentsOf: planPath)
        let sweep = try Sweep(
            yaml: ExperimentSpec.text(ofFile: experimentPath), source: experimentPath, axes: plan.axes,
            samples: plan.samples, seeds: plan.seedCount)
        guard belongs(to: sweep) else {
            throw BrainError(
                .format, what: "sweep '\(name)'", why: "\(experimentPath) and \(planPath) do not belong together",
                remedy: "repeat the command that made it with another --name")
        }
        return sweep
    }
}

/// What `sweep.yaml` says beside the experiment.
private struct SweepPlanFile {
    let axes: [SweepAxis]
    let samples: Int?
    let seedCount: Int

    private static let fields = ["experiment", "tasks", "axes", "samples", "seeds", "sha256"]
    private static let sampleCounts = 1...1_000_000

    init(contentsOf path: String) throws {
        let text = try ExperimentSpec.text(ofFile: path)
        guard let root = try SpecificationValue.compose(text, source: path) else {
            throw SpecificationError(source: path, why: "it is empty", remedy: "repeat the command that made the sweep")
        }
        let value = SpecificationValue(node: root, path: "", origin: SpecificationOrigin(source: path))
        let fields = try value.fields(allowed: Self.fields, of: "a sweep")
        guard let axes = fields["axes"], let seeds = fields["seeds"] else {
            throw value.error("axes or seeds are missing", "repeat the command that made the sweep")
        }
        self.axes = try axes.elements("axes").map { axis in
            let parts = try axis.fields(allowed: ["fields", "values"], of: "an axis")
            return try SweepAxis(
                fields: parts["fields"]?.elements("fields").map { try $0.text() } ?? [],
                values: parts["values"]?.elements("values").map { try $0.text() } ?? [])
        }
        samples = try fields["samples"]?.integer(Self.sampleCounts)
        seedCount = try seeds.elements("seeds").count
    }
}
