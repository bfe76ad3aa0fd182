import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// What is in the queue, in which order, and how far it has come.
@Suite("The queue of trainings") struct QueueTests {
    private let folder: TemporaryFolder
    private let queue: TrainingQueue

    init() throws {
        folder = try TemporaryFolder()
        queue = TrainingQueue(of: RunStore(path: "\(folder.path)/runs"))
    }

    private func add(seed: Int, epochs: Int = 4) throws -> Int {
        try queue.add(TinyExperiment.spec("seed=\(seed)", "epochs=\(epochs)")).number
    }

    private var numbers: [Int] { queue.entries.map(\.number) }
    private var states: [QueueStatus.State] { QueueReader(queue).look().rows.map(\.state) }

    /// Trains an experiment as a worker would, to its end or for an epoch.
    private func train(_ spec: ExperimentSpec, toItsEnd: Bool = true) {
        let session = Session(
            spec: spec,
            options: SessionOptions(
                runsFolder: queue.store.path, checkpointPath: nil, isWatched: false,
                loadDataset: { _ in try TinyExperiment.dataset() }))
        if !toItsEnd { session.send(.stepEpoch) }
        session.waitUntilIdle()
        session.send(.stop)
        session.waitUntilIdle()
    }

    @Test func whatIsAddedComesLast() throws {
        #expect(queue.entries.isEmpty && QueueReader(queue).look().rows.isEmpty)
        for seed in 1...3 { #expect(try add(seed: seed) == seed) }
        #expect(numbers == [1, 2, 3])
        #expect(states == [.waiting, .waiting, .waiting])
        let error = #expect(throws: BrainError.self) { try add(seed: 2) }
        #expect(error?.why == "entry 2 is the same")
    }

    /// The numbers of those who add at once are different, and each entry is there whole.
    @Test func manyAddAtOnce() throws {
        DispatchQueue.concurrentPerform(iterations: 24) { [queue] seed in
            _ = try? queue.add(TinyExperiment.spec("seed=\(seed)"))
        }
        #expect(Set(numbers).count == 24)
        #expect(Set(queue.entries.map(\.work)).count == 24)
    }

    @Test func entriesAreMoved() throws {
        for seed in 1...4 { _ = try add(seed: seed) }
        let moves: [(Int, TrainingQueue.Place, [Int])] = [
            (3, .up, [1, 3, 2, 4]), (3, .up, [3, 1, 2, 4]), (3, .up, [3, 1, 2, 4]), (3, .down, [1, 3, 2, 4]),
            (4, .first, [4, 1, 3, 2]), (4, .last, [1, 3, 2, 4]), (2, .position(1), [2, 1, 3, 4]),
            (2, .position(3), [1, 3, 2, 4]), (1, .position(99), [3, 2, 4, 1]),
        ]
        for (number, place, order) in moves {
            try queue.move(number, to: place)
            #expect(numbers == order, "\(number) \(place)")
        }
        #expect(throws: BrainError.self) { try queue.move(9, to: .up) }
        #expect(try add(seed: 5) == 5)
        #expect(numbers == [3, 2, 4, 1, 5])
    }

    /// Between two numbers there is not always a third.
    @Test func anyNumberOfMovesKeepsTheOrder() throws {
        for seed in 1...3 { _ = try add(seed: seed) }
        for move in 0..<200 {
            // The two behind the first change places, again and again, ever nearer to it.
            try queue.move(move.isMultiple(of: 2) ? 3 : 2, to: .position(2))
            #expect(numbers == (move.isMultiple(of: 2) ? [1, 3, 2] : [1, 2, 3]))
        }
    }

    @Test func pausesAndFailuresAreNoted() throws {
        let number = try add(seed: 1)
        try queue.pause(number)
        #expect(states == [.paused] && !queue.wants(number))
        try queue.resume(number)
        try queue.resume(number)
        #expect(states == [.waiting] && queue.wants(number))
        try queue.fail(number, task: 0, "no such data set\n")
        let row = try #require(QueueReader(queue).look().rows.first)
        #expect(row.state == .failed && row.reason == "no such data set")
        try queue.retry(number)
        #expect(states == [.waiting])
        try queue.remove(number)
        #expect(numbers.isEmpty && !queue.wants(number))
        #expect(throws: BrainError.self) { try queue.pause(number) }
        // Of what is gone nothing is noted.
        try queue.fail(number, task: 0, "late")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: queue.path).contains("0001"))
    }

    @Test func damageIsShown() throws {
        let number = try add(seed: 1)
        _ = try add(seed: 2)
        try Data("{".utf8).write(to: URL(fileURLWithPath: "\(queue.path)/0001/entry.json"))
        let rows = QueueReader(queue).look().rows
        #expect(rows.map(\.state) == [.failed, .waiting])
        #expect(rows[0].reason?.contains("entry.json cannot be read") == true)
        try queue.remove(number)
        #expect(numbers == [2])
    }

    /// How far it has come is what its runs say: nothing in the queue can be out of date.
    @Test func progressIsThatOfTheRuns() throws {
        _ = try add(seed: 1)
        _ = try add(seed: 2)
        train(try TinyExperiment.spec("seed=1"))
        train(try TinyExperiment.spec("seed=2"), toItsEnd: false)
        let reader = QueueReader(queue)
        var rows = reader.look().rows
        #expect(rows.map(\.state) == [.finished, .waiting])
        #expect(rows.map(\.progressText) == ["epoch 4/4", "epoch 1/4"])
        try queue.pause(2)
        rows = reader.look().rows
        #expect(rows.map(\.state) == [.finished, .paused])
        // What was trained before is done as soon as it is put there.
        try queue.remove(1)
        _ = try add(seed: 1)
        #expect(states == [.paused, .finished])
    }

    @Test func aSweepIsOneEntry() throws {
        let request = try SweepRequest(parsing: "--over batch_size=8,16 --seeds 2")
        let sweep = try request.sweep(ofText: TinyExperiment.yaml, source: "tiny.yaml")
        let number = try queue.add(sweep, name: "mine").number
        #expect(throws: BrainError.self) { try queue.add(sweep, name: "mine", halving: 2) }
        #expect(QueueReader(queue).look().rows.map(\.progressText) == ["0/4 trainings"])
        let reader = QueueReader(queue)
        for (done, task) in sweep.tasks.enumerated() {
            train(try sweep.spec(of: task))
            let row = try #require(reader.look().rows.first)
            #expect(row.done == done + 1)
            #expect(row.state == (done == 3 ? .finished : .waiting))
        }
        // A task that has failed keeps no other from being trained.
        let other = try SweepRequest(parsing: "--over batch_size=32,64").sweep(
            ofText: TinyExperiment.yaml, source: "tiny.yaml")
        let failing = try queue.add(other, name: "other").number
        try queue.fail(failing, task: 1, "NaN")
        #expect(states == [.finished, .waiting])
        train(try other.spec(of: other.tasks[0]))
        #expect(states == [.finished, .failed])
        #expect(numbers == [number, failing])
    }

    // MARK: Workers

    @Test func workersAreSeenAndStopped() throws {
        var worker: QueueWorker? = try QueueWorker(of: queue)
        #expect(QueueReader(queue).look().workers.map(\.process) == [getpid()])
        #expect(worker?.isToldToStop == false)
        #expect(try QueueWorker.stopAll(of: queue).count == 1)
        #expect(worker?.isToldToStop == true)
        worker = nil
        #expect(QueueReader(queue).look().workers.isEmpty)
        #expect(try QueueWorker.stopAll(of: queue).isEmpty)
        worker = try QueueWorker(of: queue)
        #expect(worker?.isToldToStop == false, "the next one does not hear what was said to the last")
    }
}
