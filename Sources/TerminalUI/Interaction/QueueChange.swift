import BinaryBrain
import Workbench

/// What keys change in the queue.
enum QueueChange: Hashable, Sendable {
    /// An experiment, as a text; what errors call it.
    case add(String, source: String)
    /// A sweep of an experiment.
    case addSweep(SweepRequest, of: String, source: String)
    /// A sweep that is there, by its name.
    case addKnown(sweep: String)
    case move(Int, TrainingQueue.Place)
    case pause(Int)
    case resume(Int)
    case retry(Int)
    case remove(Int)
    /// All who work on it save and end.
    case stop

    /// Carries it out.
    /// - Returns: what to say of it.
    func perform(on queue: TrainingQueue) throws -> String {
        switch self {
        case .add(let text, let source):
            let entry = try queue.add(ExperimentSpec(yaml: text, source: source))
            return "\(entry.name) is number \(entry.number) in the queue"
        case .addSweep(let request, let text, let source):
            let sweep = try request.sweep(ofText: text, source: source)
            let name = request.name ?? sweep.experiment
            let entry = try queue.add(sweep, name: name, halving: request.halving)
            return "sweep \(name) of \(sweep.tasks.count) trainings is number \(entry.number) in the queue"
        case .addKnown(let name):
            let sweep = try SweepFolder(store: queue.store, name: name).sweep()
            let entry = try queue.add(sweep, name: name)
            return "sweep \(name) is number \(entry.number) in the queue"
        case .move(let number, let place):
            try queue.move(number, to: place)
            return "moved \(number)"
        case .pause(let number):
            try queue.pause(number)
            return "paused \(number): whoever trains it saves and goes on to others"
        case .resume(let number):
            try queue.resume(number)
            return "resumed \(number)"
        case .retry(let number):
            try queue.retry(number)
            return "\(number) will be tried again"
        case .remove(let number):
            try queue.remove(number)
            return "removed \(number); its runs stay"
        case .stop:
            let workers = try QueueWorker.stopAll(of: queue)
            guard !workers.isEmpty else { return "nobody works on the queue" }
            return "told to save and stop: \(workers.map(\.description).joined(separator: ", "))"
        }
    }
}
