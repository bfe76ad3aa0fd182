import ArgumentParser
import BinaryBrain
import Datasets
import Workbench

/// `bbwb convert`: between checkpoints and the original's files.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts a checkpoint (.bbwb) to a net (.bb_net), or back; either to LUTs (.bb_netlist).",
        discussion: """
            A checkpoint made from a net alone begins at step 0 of the experiment that --experiment names. Nets are written for \
            the original's Python package, which reads a modulated net as a chain from RealToBinary to BinaryToReal with the \
            test oversampling; --for cpp writes for its C++ library. An OUTPUT that ends in / is a folder of dated folders, as \
            the original's save_networks writes them.
            """)

    @Argument(help: "A checkpoint, a net, or a folder of the original's save_networks.")
    var input: String

    @Argument(help: "The file to write; its ending (.bb_net, .bbwb, .bb_netlist or /) says which kind.")
    var output: String

    @Option(help: "The experiment that a new checkpoint belongs to.")
    var experiment: String?

    /// Whose files to write.
    enum Language: String, ExpressibleByArgument, CaseIterable {
        case python
        case cpp

        var dialect: SequentialDialect { self == .python ? .python : .cpp }
    }

    @Option(name: .customLong("for"), help: "Which language of the original reads the net.")
    var language = Language.python

    func validate() throws {
        guard [".bb_net", ".bbwb", ".bb_netlist", "/"].contains(where: output.hasSuffix) else {
            throw ValidationError("'\(output)' ends in none of .bb_net, .bbwb, .bb_netlist and /")
        }
    }

    func run() throws {
        let saved = try SavedModel(contentsOf: input)
        if output.hasSuffix(".bb_net") {
            try saved.writeNet(to: output, for: language.dialect)
            return
        }
        if output.hasSuffix("/") {
            let folder = String(output.reversed().drop { $0 == "/" }.reversed())
            Console.line("\(folder)/\(try saved.writeNetworks(in: folder, for: language.dialect))")
            return
        }
        if output.hasSuffix(".bb_netlist") {
            try saved.writeNetlist(to: output)
            return
        }
        guard let experiment else { throw ValidationError("a checkpoint needs --experiment NAME") }
        let spec = try ExperimentSpec(named: checkingUsage { try ExperimentLibrary.path(of: experiment) })
        try saved.writeCheckpoint(of: spec, dataset: DatasetCatalog.load(spec.data), to: output)
    }
}
