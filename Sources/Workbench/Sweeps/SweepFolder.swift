import BinaryBrain
import Foundation

/// What a sweep leaves in the folder of runs, `sweeps/NAME`: its axes, and a file for each task that has finished.
public struct SweepFolder: Sendable {
    /// The folder of all runs.
    public let store: RunStore
    /// The sweep's name.
    public let name: String

    /// A folder, which need not be there yet.
    public init(store: RunStore, name: String) {
        self.store = store
        self.name = name
    }

    /// Its path.
    public var path: String { "\(store.path)/sweeps/\(name)" }
    var planPath: String { "\(path)/sweep.yaml" }
    /// The experiment that the axes vary.
    public var experimentPath: String { "\(path)/experiment.yaml" }

    /// Makes the folder a sweep's, or finds that it is so already.
    /// - Throws: `BrainError` of kind `.usage` if it belongs to a sweep with other tasks.
    public func take(for sweep: Sweep) throws {
        try Folder.make(path)
        let plan = Self.plan(sweep)
        if let there = planText() {
            try require(there, plan)
        } else {
            try AtomicFile.write(Array(plan.utf8), to: planPath)
            // Somebody with another sweep may have come at the same moment: the later one stays.
            if let there = planText() { try require(there, plan) }
        }
        // Whoever has only the folder can go on with it. Versions before wrote none.
        guard !FileManager.default.fileExists(atPath: experimentPath) else { return }
        try AtomicFile.write(Array(sweep.specification.utf8), to: experimentPath)
    }

    /// Whether it is some sweep's already.
    public var isTaken: Bool { planText() != nil }

    /// Finds that it is a sweep's, without writing anything.
    /// - Throws: `BrainError` of kind `.usage` if it belongs to a sweep with other tasks.
    public func require(_ sweep: Sweep) throws {
        if let there = planText() { try require(there, Self.plan(sweep)) }
    }

    /// Whether it is a sweep's.
    public func belongs(to sweep: Sweep) -> Bool { planText() == Self.plan(sweep) }

    private func planText() -> String? {
        (try? AtomicFile.read(planPath)).map { String(decoding: $0, as: UTF8.self) }
    }

    private func require(_ there: String, _ wanted: String) throws {
        guard there != wanted else { return }
        let (old, new) = (there.split(separator: "\n"), wanted.split(separator: "\n"))
        let line = zip(old, new).first { $0 != $1 }
        let difference = line.map { "'\($0.0)' there, '\($0.1)' here" } ?? "\(old.count) lines there, \(new.count) here"
        throw BrainError(
            .usage, what: "sweep '\(name)'", why: "\(planPath) is of a sweep with other tasks: \(difference)",
            remedy: "choose another name with --name, or repeat the command that made it")
    }

    /// The plan as text; a value is quoted as JSON, which is YAML.
    private static func plan(_ sweep: Sweep) -> String {
        func list(_ values: [String]) -> String {
            "[" + values.map { (try? JSONLine.text($0)) ?? $0 }.joined(separator: ", ") + "]"
        }
        var lines = ["# Tasks of a sweep: the first axis changes slowest, the seed fastest."]
        lines += [
            "experiment: \(sweep.experiment)", "tasks: \(sweep.tasks.count)", "axes:\(sweep.axes.isEmpty ? " []" : "")",
        ]
        lines += sweep.axes.map { "  - { fields: \(list($0.fields)), values: \(list($0.values)) }" }
        if let samples = sweep.samples { lines.append("samples: \(samples)") }
        lines += ["seeds: [\(sweep.seeds.map(String.init).joined(separator: ", "))]", "sha256: \(sweep.digest)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func recordPath(_ number: Int) -> String {
        let digits = String(number)
        return "\(path)/task-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).json"
    }

    /// The record of a task; nil if it has not finished, or was trained from another specification.
    public func record(of number: Int, specification: String) -> TaskRecord? {
        guard let bytes = try? AtomicFile.read(recordPath(number)) else { return nil }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let record = try? decoder.decode(TaskRecord.self, from: Data(bytes)),
            record.specification == specification
        else { return nil }
        return record
    }

    /// Whether a task has finished and left its record.
    public func hasRecord(of number: Int, for spec: ExperimentSpec) -> Bool {
        record(of: number, specification: TaskRecord.digest(of: spec)) != nil
    }

    /// Notes what a task has reached after an epoch, for those that come there later, and tells whether it is among the better half
    /// of those that have come there so far.
    ///
    /// Successive halving without a server: each task reads what the others have left. Which tasks go on therefore depends on the
    /// order in which they come.
    /// - Throws: `BrainError` of kind `.io` if the figure cannot be left there, or those of others not be read.
    public func isAmongBetterHalf(_ number: Int, epoch: Int, figures: JournalRecord.Measurement) throws -> Bool {
        let rung = "\(path)/rungs/\(epoch)"
        try Folder.make(rung)
        try AtomicFile.write(Array("\(figures.metric)\n".utf8), to: "\(rung)/\(number)")
        let others = try Folder.names(in: rung).filter { Int($0) != nil && $0 != String(number) }.compactMap { name in
            (try? AtomicFile.read("\(rung)/\(name)")).flatMap { bytes in
                Double(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        let better = others.count { other in
            var figure = figures
            figure.metric = other
            return figure.isBetter(than: figures)
        }
        // Of n tasks the best n/2, rounded up, go on.
        return better < (others.count + 2) / 2
    }

    /// Writes the record of a task, whole.
    /// - Throws: `BrainError` of kind `.io` if it cannot be written.
    public func keep(_ record: TaskRecord) throws {
        try AtomicFile.write(Array((JSONLine.text(record) + "\n").utf8), to: recordPath(record.task))
    }
}
