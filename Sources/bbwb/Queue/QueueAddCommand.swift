import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb queue add`.
struct QueueAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Puts experiments, or a sweep over each, at the end of the queue.",
        discussion: """
            With --over, --oversampling, --samples or --seeds it is a sweep, one entry whose trainings are those of bbwb sweep with the \
            same options. A sweep that is there already is named by its folder, runs/sweeps/NAME. What is in the queue is the experiment \
            as it is now: later changes of its file do not reach it. What cannot be trained, because its data are not there or its \
            net does not fit them, is refused.
            """)

    @Argument(help: ArgumentHelp("Experiments' names or files, or folders of sweeps.", valueName: "experiment"))
    var experiments: [String]

    @OptionGroup var request: SweepOptions

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "Add it paused: nobody trains it before it is resumed.")
    var paused = false

    func validate() throws {
        if request.name != nil, experiments.count > 1 {
            throw ValidationError("--name is the name of one sweep: add the experiments one by one")
        }
    }

    func run() throws {
        let queue = TrainingQueue(of: RunStore(path: options.out))
        // All are looked at before the first is there.
        let additions = try options.checkingUsage { try experiments.map { try addition($0) } }
        for add in additions {
            let entry = try checkingUsage { try add(queue) }
            if paused { try queue.pause(entry.number) }
            let row = QueueReader(queue).look().rows.first { $0.entry.number == entry.number }
            Console.line("added \(entry.number): \(row.map(QueueLines.summary) ?? entry.name)")
        }
    }

    /// What puts an experiment or a sweep into the queue.
    private func addition(_ name: String) throws -> (TrainingQueue) throws -> QueueEntry {
        let overrides = try options.specificationOverrides()
        if let folder = SweepFolder(at: name) {
            guard overrides.isEmpty, request.isEmpty else {
                throw BrainError(
                    .usage, what: "sweep '\(folder.name)'",
                    why: "its values, seeds and fields are known from its folder",
                    remedy: "leave the options that change them away, or name the experiment")
            }
            let sweep = try folder.sweep()
            try sweep.requireTrainable()
            return { try $0.add(sweep, name: folder.name, halving: request.halving) }
        }
        let wanted = try request.request(usesLadder: false)
        guard wanted.isSweep else {
            let spec = try ExperimentSpec(named: name, overrides: overrides)
            try spec.requireTrainable()
            return { try $0.add(spec) }
        }
        let sweep = try wanted.sweep(of: name, overrides: overrides)
        try sweep.requireTrainable()
        return { try $0.add(sweep, name: wanted.name ?? sweep.experiment, halving: wanted.halving) }
    }
}
