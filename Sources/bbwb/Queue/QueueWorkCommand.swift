import ArgumentParser
import BinaryBrain
import Workbench

/// `bbwb queue list`.
struct QueueListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists what is in the queue, in its order, and who works on it.")

    @OptionGroup var store: RunStoreOptions

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    func run() throws {
        let status = QueueReader(store.queue).look()
        if json { try QueueLines.json(status) } else { QueueLines.show(status) }
    }
}

/// `bbwb queue work`.
struct QueueWorkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "Trains what is in the queue, one after another, until nothing is left.",
        discussion: """
            The queue is looked at anew before each training, so what is added or moved meanwhile counts. Ctrl-C saves and exits with \
            status 130; the next worker goes on from there. A training that fails is noted in the queue, and the others are trained \
            nevertheless; the exit status is 1 then.
            """)

    @OptionGroup var store: RunStoreOptions

    @Option(help: "Train this many at a time, each in a process with its share of the processors.")
    var jobs: Int?

    @Flag(help: "Wait for more when nothing is left, until ctrl-C or bbwb queue stop.")
    var stay = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
    }

    func run() throws {
        if let jobs, jobs > 1 { return try SweepWorkers(count: jobs, words: []).run() }
        try QueueWork(store.queue).run(stays: stay)
    }
}

/// `bbwb queue stop`.
struct QueueStopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Has all who work on the queue save and end, on other machines too.")

    @OptionGroup var store: RunStoreOptions

    func run() throws {
        let workers = try QueueWorker.stopAll(of: store.queue)
        for worker in workers { Console.line("told to stop: \(worker)") }
        if workers.isEmpty { Console.line("nobody works on the queue") }
    }
}
