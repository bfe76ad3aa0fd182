import ArgumentParser
import BinaryBrain
import Workbench

/// `bbwb queue`: trainings that wait for somebody to train them.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Keeps experiments and sweeps to be trained, and trains them.",
        discussion: """
            The queue is a part of the folder of runs, so any number of processes, on any number of machines that share it, may add to \
            it and work on it. Each training is an ordinary run. A worker that is stopped or killed loses nothing: the next one goes on \
            from the newest checkpoint. The workbench shows the queue on screen 8.
            """,
        subcommands: [
            QueueListCommand.self, QueueAddCommand.self, QueueWorkCommand.self, QueueStopCommand.self,
            QueueMoveCommand.self, QueuePauseCommand.self, QueueResumeCommand.self, QueueRetryCommand.self,
            QueueRemoveCommand.self,
        ], defaultSubcommand: QueueListCommand.self)
}

extension RunStoreOptions {
    /// The queue in the folder of runs.
    var queue: TrainingQueue { TrainingQueue(of: store) }
}

/// Entries that an argument names.
struct QueueEntries: ParsableArguments {
    @Argument(help: ArgumentHelp("Numbers of entries, as the list has them.", valueName: "number"))
    var numbers: [Int] = []

    @Flag(help: "All entries.")
    var all = false

    @OptionGroup var store: RunStoreOptions

    func validate() throws {
        guard all != !numbers.isEmpty else { throw ValidationError("name entries by their numbers, or all with --all") }
    }

    /// Does something with each entry.
    /// - Parameter isMeant: which of all; those that are named are always meant.
    func each(where isMeant: (QueueEntry) -> Bool = { _ in true }, _ body: (TrainingQueue, Int) throws -> Void) throws {
        let queue = store.queue
        let chosen = all ? queue.entries.filter(isMeant).map(\.number) : numbers
        try checkingUsage {
            for number in chosen { _ = try queue.find(number) }
            for number in chosen { try body(queue, number) }
        }
    }
}

/// `bbwb queue pause`.
struct QueuePauseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Leaves entries alone until they are resumed; whoever trains them saves and goes on to others.")

    @OptionGroup var entries: QueueEntries

    func run() throws {
        try entries.each { queue, number in
            try queue.pause(number)
            Console.line("paused \(number)")
        }
    }
}

/// `bbwb queue resume`.
struct QueueResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets paused entries be trained again, from where they were.")

    @OptionGroup var entries: QueueEntries

    func run() throws {
        try entries.each(where: \.isPaused) { queue, number in
            try queue.resume(number)
            Console.line("resumed \(number)")
        }
    }
}

/// `bbwb queue retry`.
struct QueueRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Has trainings that failed tried once more, from their newest checkpoints.")

    @OptionGroup var entries: QueueEntries

    func run() throws {
        try entries.each(where: { !$0.failures.isEmpty }) { queue, number in
            try queue.retry(number)
            Console.line("will be tried again: \(number)")
        }
    }
}

/// `bbwb queue move`.
struct QueueMoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Moves an entry to another place in the queue.")

    @Argument(help: "Number of an entry, as the list has it.")
    var number: Int

    @Argument(help: "up, down, first, last, or a place from 1.")
    var place: String

    @OptionGroup var store: RunStoreOptions

    func validate() throws {
        if TrainingQueue.Place(parsing: place) == nil {
            throw ValidationError("'\(place)' is no place: write up, down, first, last, or a number from 1")
        }
    }

    func run() throws {
        guard let place = TrainingQueue.Place(parsing: place) else { return }
        let queue = store.queue
        try checkingUsage { try queue.move(number, to: place) }
        Console.line("order: \(queue.entries.map { "\($0.number)" }.joined(separator: " "))")
    }
}

/// `bbwb queue remove`.
struct QueueRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Takes entries out of the queue; whoever trains them saves and leaves them. Runs stay.")

    @Argument(help: ArgumentHelp("Numbers of entries, as the list has them.", valueName: "number"))
    var numbers: [Int] = []

    @Flag(help: "All entries that are finished.")
    var finished = false

    @OptionGroup var store: RunStoreOptions

    func validate() throws {
        guard finished != !numbers.isEmpty else {
            throw ValidationError("name entries by their numbers, or those that are finished with --finished")
        }
    }

    func run() throws {
        let queue = store.queue
        let done = finished ? QueueReader(queue).look().rows.filter { $0.state == .finished }.map(\.entry.number) : []
        try checkingUsage {
            for number in numbers { _ = try queue.find(number) }
            for number in numbers + done {
                try queue.remove(number)
                Console.line("removed \(number)")
            }
        }
    }
}
