import ArgumentParser
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb convert`: between checkpoints and the original's files.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Converts a checkpoint (.bbwb) to a net (.bb_net) or back, or either to LUTs (.bb_netlist).",
        discussion: """
            A checkpoint made from a net alone starts at step 0 of the experiment that --experiment names. Nets are written for \
            the original's Python package, which reads a modulated net as a chain from RealToBinary to BinaryToReal with the \
            test oversampling; --for cpp writes for its C++ library. An OUTPUT that ends in / is a folder of dated folders, like \
            those that the original's save_networks writes.

            The net answers 256 samples before and after, and the comparison is printed (on standard error if a new folder's \
            name is printed too). Settings that the format does not have are written as layers that it has. If the answers \
            still differ, nothing is written unless --lossy is given.
            """)

    @Argument(help: "A checkpoint, a net, RUN@best or RUN@last, or a folder of the original's save_networks.")
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

    @Option(name: .customLong("for"), help: "The language of the original that will read the net.")
    var language = Language.python

    @Option(
        help: ArgumentHelp(
            "Data set whose samples are compared; by default the checkpoint's, otherwise random numbers.")
    )
    var data: String?

    @Flag(help: "Write the file even if its answers differ.")
    var lossy = false

    func validate() throws {
        guard [".bb_net", ".bbwb", ".bb_netlist", "/"].contains(where: output.hasSuffix) else {
            throw ValidationError("'\(output)' does not end in .bb_net, .bbwb, .bb_netlist or /")
        }
    }

    func run() throws {
        let saved = try SavedModel(named: input)
        let dataset = try data.map { try DatasetCatalog.load($0) }
        let report: ConversionReport
        if output.hasSuffix(".bb_net") {
            report = try saved.writeNet(to: output, for: language.dialect, dataset: dataset, lossy: lossy)
        } else if output.hasSuffix("/") {
            let folder = String(output.reversed().drop { $0 == "/" }.reversed())
            let written = try saved.writeNetworks(in: folder, for: language.dialect, dataset: dataset, lossy: lossy)
            Console.line("\(folder)/\(written.name)")
            for line in written.report.lines { Console.errors.line(line) }
            return
        } else if output.hasSuffix(".bb_netlist") {
            report = try saved.writeNetlist(to: output, dataset: dataset, lossy: lossy)
        } else {
            guard let experiment else { throw ValidationError("a checkpoint needs --experiment NAME") }
            let spec = try ExperimentSpec(named: checkingUsage { try ExperimentLibrary.path(of: experiment) })
            report = try saved.writeCheckpoint(
                of: spec, dataset: dataset ?? spec.loadDataset(), to: output, lossy: lossy)
        }
        for line in report.lines { Console.line(line) }
    }
}
