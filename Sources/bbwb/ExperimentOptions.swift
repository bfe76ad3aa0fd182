import ArgumentParser
import BinaryBrain
import Workbench

/// The options that change an experiment before it runs.
struct ExperimentOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Override a field of the experiment file. May be repeated.", valueName: "key=value"))
    var overrides: [String] = []

    @Option(
        name: .customLong("send"),
        help: ArgumentHelp(
            "Give a command before the first mini-batch, such as \"binary false @2\". May be repeated.",
            valueName: "command"))
    var commands: [String] = []

    @Option(help: "Seed of all random numbers.")
    var seed: UInt64?

    @Option(help: "Number of epochs to train.")
    var epochs: Int?

    @Option(help: ArgumentHelp("Folder that holds all runs.", valueName: "dir"))
    var out = "runs"

    /// The overrides, in the order in which they count: `--seed` and `--epochs` go last.
    func specificationOverrides() throws -> [SpecificationOverride] {
        try overrides.map { try SpecificationOverride(parsing: $0) }
            + commands.map { SpecificationOverride(command: $0) }
            + (seed.map { [SpecificationOverride(path: "seed", value: String($0))] } ?? [])
            + (epochs.map { [SpecificationOverride(path: "epochs", value: String($0))] } ?? [])
    }

    /// Runs `body`, which opens what the arguments name: an unknown name or a wrong override is wrong usage, a file that
    /// cannot be used is not.
    func checkingUsage<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SpecificationError where SpecificationOverride.sources.contains(error.source) {
            throw UsageError(
                cause: BrainError(
                    .usage, what: error.source + (error.field.isEmpty ? "" : " \(error.field)"), why: error.why,
                    remedy: error.remedy))
        } catch let error as BrainError where error.kind == .usage {
            throw UsageError(cause: error)
        }
    }
}
