import BinaryBrain
import Datasets
import Foundation

/// Trainings that wait for somebody to train them, in the folder of runs: `queue/NUMBER` for each.
///
/// What is here is what was asked for: order, pauses, failures, each in a file of its own, so that any number of processes may change
/// it at once. How far a training has come is in its run, as everywhere, and whoever trains it claims it (`TrainingClaim`). So nothing
/// is lost with a process.
public struct TrainingQueue: Sendable {
    /// The folder of all runs.
    public let store: RunStore

    /// The queue of a folder of runs, which need not be there yet.
    public init(of store: RunStore) { self.store = store }

    /// Its folder.
    public var path: String { "\(store.path)/queue" }

    private static let entryFile = "entry.json"
    private static let orderFile = "order"
    private static let pauseFile = "paused"
    private static let failurePrefix = "failed-"
    private static let digits = 4

    private func folder(_ number: Int) -> String {
        let digits = String(number)
        return "\(path)/\(String(repeating: "0", count: max(0, Self.digits - digits.count)))\(digits)"
    }

    // MARK: Reading

    private var numbers: [Int] {
        ((try? Folder.names(in: path)) ?? []).filter { $0.count >= Self.digits && $0.allSatisfy(\.isNumber) }
            .compactMap { Int($0) }
    }

    /// What is in it, in the order in which it is to be trained.
    public var entries: [QueueEntry] {
        numbers.compactMap(entry).sorted { ($0.order, $0.number) < ($1.order, $1.number) }
    }

    /// An entry by its number; nil if there is none, or it is just being made or removed.
    public func entry(_ number: Int) -> QueueEntry? {
        let folder = folder(number)
        guard Folder.isFile("\(folder)/\(Self.entryFile)") else { return nil }
        let names = (try? Folder.names(in: folder)) ?? []
        let failures = names.compactMap { name in
            name.hasPrefix(Self.failurePrefix) ? Int(name.dropFirst(Self.failurePrefix.count)) : nil
        }
        let stored = Result { try Self.read("\(folder)/\(Self.entryFile)") }
        let read = try? stored.get()
        var reason = "\(folder)/\(Self.entryFile) cannot be read"
        if case .failure(let error) = stored { reason += ": \(error)" }
        return QueueEntry(
            number: number, work: read?.work ?? .unreadable(reason), name: read?.name ?? "?",
            added: read?.added ?? .distantPast,
            order: text("\(folder)/\(Self.orderFile)").flatMap { Double($0) } ?? Double(number),
            isPaused: names.contains(Self.pauseFile),
            failures: Dictionary(failures.map { ($0, text("\(folder)/\(Self.failurePrefix)\($0)") ?? "?") }) { $1 })
    }

    private static func read(_ path: String) throws -> StoredQueueEntry {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(StoredQueueEntry.self, from: Data(AtomicFile.read(path)))
    }

    private func text(_ path: String) -> String? {
        (try? AtomicFile.read(path)).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Whether an entry is still to be trained by whoever is at it.
    public func wants(_ number: Int) -> Bool {
        let folder = folder(number)
        return Folder.isFile("\(folder)/\(Self.entryFile)") && !Folder.isFile("\(folder)/\(Self.pauseFile)")
    }

    /// The entry that a person names.
    /// - Throws: `BrainError` of kind `.usage` if there is none.
    public func find(_ number: Int) throws -> QueueEntry {
        if let entry = entry(number) { return entry }
        throw BrainError(
            .usage, what: "entry \(number) of the queue", why: "\(path) has none of that number",
            remedy: numbers.isEmpty
                ? "put something there: bbwb queue add mnist-lut-tiny" : "bbwb queue list lists them")
    }

    // MARK: Changing

    /// Puts an experiment at the end.
    /// - Throws: `BrainError` of kind `.usage` if the same experiment waits there already, of kind `.io` if nothing can be written, and
    ///   `SpecificationError` if a file that the experiment names cannot be read.
    public func add(_ experiment: ExperimentSpec) throws -> QueueEntry {
        let spec = try experiment.withDigests()
        return try add(.training(specification: spec.yaml), name: spec.name)
    }

    /// Puts a sweep at the end, and makes its folder.
    /// - Throws: `BrainError` of kind `.usage` if the sweep waits there already, or its name belongs to another one, of kind `.io` if
    ///   nothing can be written.
    public func add(_ sweep: Sweep, name: String, halving: Int? = nil) throws -> QueueEntry {
        try SweepFolder(store: store, name: name).take(for: sweep)
        return try add(.sweep(name: name, halving: halving), name: name)
    }

    private func add(_ work: QueueEntry.Work, name: String) throws -> QueueEntry {
        let entries = entries
        if let same = entries.first(where: { $0.work.isSame(as: work) }) {
            throw BrainError(
                .usage, what: "putting \(name) into the queue", why: "entry \(same.number) is the same",
                remedy: "change a field or the seed, or remove that one: bbwb queue remove \(same.number)")
        }
        let stored = StoredQueueEntry(work, name: name, added: Date())
        try Folder.make(path)
        // Numbers are not used again as long as a later one is there, so that nobody takes one entry for another.
        var number = (numbers.max() ?? 0) + 1
        while try !Folder.makeNew(folder(number)) { number += 1 }
        try setOrder(max(Double(number), (entries.last?.order ?? 0) + 1), of: number)
        try AtomicFile.write(Array((JSONLine.text(stored) + "\n").utf8), to: "\(folder(number))/\(Self.entryFile)")
        return try find(number)
    }

    /// Gives an entry another place.
    func setOrder(_ order: Double, of number: Int) throws {
        try AtomicFile.write(Array("\(order)\n".utf8), to: "\(folder(number))/\(Self.orderFile)")
    }

    /// Lets nobody train an entry any more; whoever is at it saves and leaves it.
    /// - Throws: `BrainError` if there is no such entry, or nothing can be written.
    public func pause(_ number: Int) throws {
        _ = try find(number)
        try AtomicFile.write(Array("paused\n".utf8), to: "\(folder(number))/\(Self.pauseFile)")
    }

    /// Lets an entry be trained again, from where it was.
    /// - Throws: `BrainError` if there is no such entry, or nothing can be written.
    public func resume(_ number: Int) throws {
        _ = try find(number)
        try remove("\(folder(number))/\(Self.pauseFile)")
    }

    /// Notes why a training of an entry could not go on: it is left alone until somebody asks for it once more.
    /// - Throws: `BrainError` of kind `.io` if nothing can be written.
    public func fail(_ number: Int, task: Int, _ reason: String) throws {
        guard entry(number) != nil else { return }
        try AtomicFile.write(Array("\(reason)\n".utf8), to: "\(folder(number))/\(Self.failurePrefix)\(task)")
    }

    /// Has trainings of an entry that have failed tried once more.
    /// - Throws: `BrainError` if there is no such entry, or nothing can be written.
    public func retry(_ number: Int) throws {
        for task in try find(number).failures.keys { try remove("\(folder(number))/\(Self.failurePrefix)\(task)") }
    }

    /// Takes an entry out; whoever is at it saves and leaves it. Its runs stay.
    /// - Throws: `BrainError` if there is no such entry, or nothing can be written.
    public func remove(_ number: Int) throws {
        _ = try find(number)
        // What makes it an entry goes first.
        try remove("\(folder(number))/\(Self.entryFile)")
        do {
            try FileManager.default.removeItem(atPath: folder(number))
        } catch {
            // Somebody else was as fast.
            guard !Folder.isFolder(folder(number)) else {
                throw BrainError(
                    .io, what: "removing \(folder(number))", why: SystemFailure.reason(error),
                    remedy: "remove that folder")
            }
        }
    }

    private func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemFailure.error("removing \(path)") }
    }
}
