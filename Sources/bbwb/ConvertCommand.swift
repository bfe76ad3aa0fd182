import ArgumentParser
import Datasets
import Workbench

/// `bbwb convert`: between checkpoints and the original's files.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Converts a checkpoint (.bbwb) to a net (.bb_net), or back.",
        discussion: "A checkpoint made from a net alone begins at step 0 of the experiment that --experiment names.")

    @Argument(help: "A checkpoint or a net.")
    var input: String

    @Argument(help: "The file to write; its ending says which kind.")
    var output: String

    @Option(help: "The experiment that a new checkpoint belongs to.")
    var experiment: String?

    func validate() throws {
        guard output.hasSuffix(".bb_net") || output.hasSuffix(".bbwb") else {
            throw ValidationError("'\(output)' ends in neither .bb_net nor .bbwb")
        }
    }

    func run() throws {
        let saved = try SavedModel(contentsOf: input)
        if output.hasSuffix(".bb_net") {
            try saved.writeNet(to: output)
            return
        }
        guard let experiment else { throw ValidationError("a checkpoint needs --experiment NAME") }
        let spec = try ExperimentSpec(named: checkingUsage { try ExperimentLibrary.path(of: experiment) })
        try saved.writeCheckpoint(of: spec, dataset: DatasetCatalog.load(spec.data), to: output)
    }
}
