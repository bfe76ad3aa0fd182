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

    @OptionGroup var device: DeviceOption

    @Flag(help: "Print one JSON object on standard output, and nothing else.")
    var json = false

    /// What there is to say as an object: a table of layers, or lines of text.
    private struct Line: Encodable {
        var event = "info"
        var subject: String
        var experiment: String?
        var data: String?
        var step: Int?
        var net: NetSummary?
        var netlist: [String]?
        var text: [String]?
        var placement: DevicePlacement?
    }

    func run() throws {
        let line = try line()
        if json { try Console.json(line) } else { show(line) }
    }

    private func show(_ line: Line) {
        for text in line.text ?? [] { Console.line(text) }
        guard let net = line.net else { return }
        if let experiment = line.experiment {
            if let step = line.step {
                Console.line("\(experiment), \(step) mini-batches trained")
            } else {
                Console.line("\(experiment) on \(line.data ?? "")")
            }
        }
        if line.experiment == nil || line.step != nil {
            Console.line(net.sampleRange.map { "trained on \($0)" } ?? Self.rule)
        } else if let range = net.sampleRange {
            Console.line("samples: \(range)")
        }
        for text in net.lines { Console.line(text) }
        if let memory = net.memoryLine { Console.line(memory) }
        if let placement = line.placement { Console.line(placement.line) }
        for text in line.netlist ?? [] { Console.line(text) }
    }

    private func line() throws -> Line {
        var line = Line(subject: subject)
        if subject.hasSuffix(".bb_netlist") {
            line.text = try NetSummary.netlistLines(path: subject)
            return line
        }
        if let text = LayerDocumentation.lines(ofClass: subject) {
            line.text = text
            return line
        }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: subject, isDirectory: &isFolder)
        if isFolder.boolValue || SavedModel.isNamedByRun(subject) || subject.hasSuffix(".bbwb")
            || subject.hasSuffix(".bb_net")
        {
            let saved = try SavedModel(named: subject)
            for notice in try saved.notices() { Console.errors.line("warning: \(notice)") }
            var net = NetSummary(of: saved.net)
            net.sampleRange = saved.sampleRange
            line.net = net
            line.netlist = NetSummary.netlistLine(of: saved.net).split(separator: "\n").map(String.init)
            if let spec = saved.spec, let step = saved.step {
                line.experiment = spec.name
                line.data = spec.data
                line.step = step
            }
        } else {
            let spec = try ExperimentSpec(named: checkingUsage { try path(of: subject) })
            line.net = try NetSummary(of: spec)
            try device.choose()
            line.placement = try DevicePlacement(of: spec)
            line.experiment = spec.name
            line.data = spec.data
        }
        return line
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
