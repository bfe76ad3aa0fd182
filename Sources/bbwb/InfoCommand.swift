import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb info`: what a net is made of.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract:
            "Lists layers, shapes, parameters and LUTs of a net, a netlist or an experiment, or describes a layer class."
    )

    @Argument(
        help: """
            A checkpoint (.bbwb), a net (.bb_net), RUN@best or RUN@last, its LUTs (.bb_netlist) or a folder of saved nets, an experiment's name or \
            file, or a layer class.
            """)
    var subject: String

    /// What goes for a net whose file says nothing of its samples.
    private static let rule = "samples: uint8 means pixel / 255, other numbers mean themselves"

    func run() throws {
        if subject.hasSuffix(".bb_netlist") {
            for line in try NetSummary.netlistLines(path: subject) { Console.line(line) }
            return
        }
        if let lines = LayerDocumentation.lines(ofClass: subject) {
            for line in lines { Console.line(line) }
            return
        }
        let summary: NetSummary
        var netlist: String?
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: subject, isDirectory: &isFolder)
        if isFolder.boolValue || SavedModel.isNamedByRun(subject) || subject.hasSuffix(".bbwb")
            || subject.hasSuffix(".bb_net")
        {
            let saved = try SavedModel(named: subject)
            for notice in try saved.notices() { Console.errors.line("warning: \(notice)") }
            summary = NetSummary(of: saved.net)
            netlist = NetSummary.netlistLine(of: saved.net)
            if let spec = saved.spec, let step = saved.step {
                Console.line("\(spec.name), \(step) mini-batches trained")
            }
            Console.line(saved.sampleRange.map { "trained on \($0)" } ?? Self.rule)
        } else {
            let spec = try ExperimentSpec(named: checkingUsage { try path(of: subject) })
            summary = try NetSummary(of: spec)
            Console.line("\(spec.name) on \(spec.data)")
            if let range = summary.sampleRange { Console.line("samples: \(range)") }
        }
        for line in summary.lines { Console.line(line) }
        if let memory = summary.memoryLine { Console.line(memory) }
        for line in netlist?.split(separator: "\n") ?? [] { Console.line(String(line)) }
    }

    /// The file of an experiment; what is none may also be the slip of a class's name.
    private func path(of subject: String) throws -> String {
        if let path = try? ExperimentLibrary.path(of: subject) { return path }
        throw BrainError(
            .usage, what: "info \(subject)",
            why: "it is not a file, an experiment that comes with the program, or a layer class",
            remedy: NearestName.remedy(for: subject, among: ExperimentLibrary.names + LayerRegistry.cards.map(\.name)))
    }
}
