import BinaryBrain
import Foundation

/// What there is to say about a past run in a line.
public struct RunSummary: Sendable {
    /// How the run ended.
    public typealias State = RunCondition

    /// The run's folder.
    public internal(set) var directory: RunDirectory
    /// `EXPERIMENT/TIME`: the folder's name in the folder of all runs.
    public let name: String
    /// The experiment's name.
    public let experiment: String
    /// The data set.
    public let data: String
    /// The seed of everything drawn.
    public let seed: UInt64
    /// When it began.
    public let began: Date
    /// How it ended.
    public let state: State
    /// Who trains or trained it; nil if the version that did so did not note it.
    public let owner: RunOwner?
    /// Epochs completed.
    public let epoch: Int
    /// Epochs asked for.
    public let epochs: Int
    /// Mini-batches trained.
    public let step: Int
    /// The figures of the last epoch; nil before the first.
    public let last: JournalRecord.Epoch?
    /// The epoch with the best metric on the part that epochs are measured on.
    public let best: JournalRecord.Epoch?
    /// The newest figures of the test set for the net of the best epoch, else for any; nil if it was not measured apart.
    public let test: JournalRecord.Test?
    /// The commands that steered it.
    public let steeringCount: Int
    /// What a person has noted of it; nil for nothing.
    public let note: String?
    /// What its experiment says; read from the run's folder when it is first asked for.
    public var fields: RunFields { experimentFields.value }
    private let experimentFields: RunFields.Later

    /// Reads the journal of a run; nil if the folder holds none that tells how the run began.
    public init?(_ directory: RunDirectory) {
        guard let journal = try? Journal(contentsOf: directory.journalPath) else { return nil }
        self.init(directory, journal)
    }

    /// A run that has been summed up before; what a person has noted of it may have changed since.
    init(
        directory: RunDirectory, name: String, experiment: String, data: String, seed: UInt64, began: Date,
        state: State, owner: RunOwner?, epoch: Int, epochs: Int, step: Int, last: JournalRecord.Epoch?,
        best: JournalRecord.Epoch?,
        test: JournalRecord.Test?, steeringCount: Int
    ) {
        self.directory = directory
        self.name = name
        self.experiment = experiment
        self.data = data
        self.seed = seed
        self.began = began
        self.state = state
        self.owner = owner
        self.epoch = epoch
        self.epochs = epochs
        self.step = step
        self.last = last
        self.best = best
        self.test = test
        self.steeringCount = steeringCount
        note = directory.note
        experimentFields = RunFields.Later(directory)
    }

    /// Sums a journal up; nil if it does not tell how the run began.
    init?(_ directory: RunDirectory, _ journal: Journal) {
        guard let start = journal.start else { return nil }
        self.directory = directory
        name = directory.shortName
        experiment = start.experiment
        data = start.data
        seed = start.seed
        began = start.time
        epochs = journal.records.reduce(start.epochs) {
            if case .command(let given) = $1, case .epochs(let count) = given.command { count } else { $0 }
        }
        owner = start.owner
        state = Self.state(journal, directory)
        // A restart begins to count anew: the last record knows how far the run has come.
        step = journal.records.last { $0.step != nil }?.step ?? start.step
        let measured = journal.records.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }
        last = measured.last
        best = measured.reduce(nil) { best, next in
            guard let best else { return next }
            return next.heldOut.isBetter(than: best.heldOut) ? next : best
        }
        let tests = journal.records.compactMap { if case .test(let test) = $0 { test } else { nil } }
        let bestStep = best?.step
        test = tests.last { $0.netStep == bestStep } ?? tests.last
        note = directory.note
        experimentFields = RunFields.Later(directory)
        epoch = journal.end?.epoch ?? measured.last?.epoch ?? start.epoch ?? 0
        steeringCount = journal.records.count {
            if case .command(let given) = $0 { given.isSteering } else { false }
        }
    }

    static func state(_ journal: Journal, _ directory: RunDirectory, locks: FileLocks = .system) -> State {
        switch journal.end?.reason {
        case .finished: .finished
        case .stopped: .interrupted
        case .failed: .failed
        case nil:
            Lease.isHeld(directory.journalPath, by: journal.start?.owner, locks: locks) ? .running : .crashed
        }
    }
}

extension RunSummary: Encodable {
    private enum CodingKeys: String, CodingKey {
        case event, run, path, experiment, data, seed, began, state, host, process, job
        case note, epoch, epochs, step, train, validation, test, best, steering
        case netEpoch = "net_epoch"
    }
    private enum BestKeys: String, CodingKey { case epoch, step, validation, test }

    /// `{"event":"run","run":"NAME/TIME",…}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("run", forKey: .event)
        try container.encode(name, forKey: .run)
        try container.encode(directory.path, forKey: .path)
        try container.encode(experiment, forKey: .experiment)
        try container.encode(data, forKey: .data)
        try container.encode(seed, forKey: .seed)
        try container.encode(ISO8601DateFormatter().string(from: began), forKey: .began)
        try container.encode(state, forKey: .state)
        try container.encodeIfPresent(owner?.host, forKey: .host)
        try container.encodeIfPresent(owner?.process, forKey: .process)
        try container.encodeIfPresent(owner?.job, forKey: .job)
        try container.encodeIfPresent(note, forKey: .note)
        try container.encode(epoch, forKey: .epoch)
        try container.encode(epochs, forKey: .epochs)
        try container.encode(step, forKey: .step)
        try container.encodeIfPresent(last?.train, forKey: .train)
        if let last { try container.encode(last.heldOut, forKey: last.part == .test ? .test : .validation) }
        if let test {
            try container.encode(test.test, forKey: .test)
            try container.encode(test.netEpoch, forKey: .netEpoch)
        }
        if let best {
            var nested = container.nestedContainer(keyedBy: BestKeys.self, forKey: .best)
            try nested.encode(best.epoch, forKey: .epoch)
            try nested.encode(best.step, forKey: .step)
            try nested.encode(best.heldOut, forKey: best.part == .test ? .test : .validation)
        }
        try container.encode(steeringCount, forKey: .steering)
    }
}
