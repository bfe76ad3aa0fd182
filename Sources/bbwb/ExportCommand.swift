import ArgumentParser
import BinaryBrain
import Datasets
import Export
import Foundation
import Workbench

/// `bbwb export`: a net as hardware or software, with its proof.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a trained net as a bundle of sources, documents and a proof.",
        discussion: """
            The bundle's proof.txt says what was checked and what was not. If the proof fails, the exit status is 1; the bundle \
            is kept and marked.
            """)

    @Argument(help: "A checkpoint (.bbwb), a net (.bb_net), or RUN@best or RUN@last.")
    var model: String

    @Option(help: "What to write: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var to: String

    @Option(help: "The bundle's folder: new, or that of an earlier bundle.")
    var out: String

    @Option(help: "Name of the module or function; by default the net's name.")
    var module: String?

    @Option(help: "Put a register after this many levels of LUTs; 0 for none.")
    var registers = 1

    @Option(
        help: "Put in as few registers as this clock takes on the device, such as 250MHz, by the rule of report.txt.")
    var clock: String?

    @Option(help: "Put in registers for an answer after this many cycles, where they help the clock most.")
    var latency: Int?

    @Option(help: "The device that the LUTs are written for: generic, xilinx, ice40, ecp5.")
    var device = TargetDevice.generic.rawValue

    @Flag(name: .customLong("with-io"), help: "Include thresholds, modulation, counters and the choice of the class.")
    var withIO = false

    @Flag(help: "Take pixels one after another, on few pins; nets with convolutions always do.")
    var stream = false

    @Option(
        help:
            "What a stream is connected to: plain (clk, reset, bits as they are) or axi (bytes, packet numbers, registers)."
    )
    var bus = ExportBus.plain.rawValue

    @Flag(help: "Place and route the design (ice40, ecp5), and put its clock into report.txt; takes minutes.")
    var place = false

    @Flag(help: "Prove that the bundle computes the net.")
    var verify = false

    @Flag(help: "First recompute running means and variances from the training set.")
    var recalibrate = false

    @Option(
        help:
            "Let patterns that training data do not show have any value: data, or data:30 for those that under 30 frames show."
    )
    var care: String?

    @Option(
        help:
            "Data set for vectors and proof, in place of the checkpoint's own: a name, or a folder or file as in experiments."
    )
    var data: String?

    @Option(help: "Frames per image, in place of the checkpoint's own number.")
    var oversampling: Int?

    @Option(
        help: """
            Largest number of test images that become vectors, or a .npy file of samples in their place. A .bb_net without --data \
            gets random ones.
            """)
    var vectors = "1000"

    @Flag(
        inversion: .prefixedNo,
        help: "Add images that exercise what test images do not; takes seconds, and is the default with --verify.")
    var chosenVectors: Bool?

    func run() throws {
        let vectorFile = vectors.hasSuffix(".npy") ? vectors : nil
        guard let vectorCount = vectorFile == nil ? Int(vectors) : Int.max else {
            throw ValidationError("--vectors \(vectors) is neither a number nor a .npy file")
        }
        let format = try checkingUsage { try ExportFormat(parsing: to) }
        let options = try checkingUsage {
            var options = ExportOptions(
                moduleName: module, registerInterval: registers,
                clock: try clock.map(ExportOptions.megahertz(parsing:)), latency: latency,
                device: try TargetDevice(parsing: device),
                includesIO: withIO, streamsPixels: stream, vectorCount: vectorCount,
                choosesVectors: chosenVectors,
                care: try care.map { try CareChoice(parsing: $0) })
            options.isPlaced = place
            options.bus = try ExportBus(parsing: bus)
            try options.validate(for: format)
            return options
        }
        let saved = try SavedModel(named: model)
        let name = data ?? saved.spec?.data
        guard vectorFile == nil || data == nil else {
            throw ValidationError("--data and --vectors FILE.npy exclude one another")
        }
        if name == nil || vectorFile != nil {
            guard !recalibrate else {
                throw ValidationError("--recalibrate needs the training samples of a data set: give --data NAME")
            }
            let array = try vectorFile.map { try NumpyArray(contentsOf: $0) }
            let samples = try saved.madeUpSamples(
                array, file: vectorFile ?? "", count: min(vectorCount, Self.randomSamples))
            if vectorFile == nil {
                Console.line("vectors are random: the file names no data set, and there is no --data")
            }
            warn(of: try saved.notices(on: samples, oversampling: oversampling))
            return try finish(saved.exporter(withSamples: samples, oversampling: oversampling), format, options)
        }
        let dataset = try saved.dataset(named: name)
        if recalibrate { Console.line("recalibrate: \(try saved.recalibrate(on: dataset))") }
        let exporter = try saved.exporter(on: dataset, oversampling: oversampling)
        warn(of: try saved.notices(on: dataset, oversampling: oversampling))
        try finish(exporter, format, options)
    }

    private func warn(of notices: [String]) {
        for notice in notices { Console.errors.line("warning: \(notice)") }
    }

    /// Random samples at most: they also take the place of a test set in the proof.
    private static let randomSamples = 1000

    /// Exports, and says how it went.
    private func finish(_ exporter: Exporter, _ format: ExportFormat, _ options: ExportOptions) throws {
        let result = try export(exporter, format, options)
        for notice in [result.forms.notice, result.numbersNotice, result.clockNotice].compactMap({ $0 }) {
            Console.line(notice)
        }
        Console.line(
            "\(result.path): \(result.rawLutCount) LUTs, \(result.lutCount) simplified, written in "
                + String(format: "%.2f s", result.emissionSeconds))
        if let care = result.care { Console.line(care.line) }
        for line in result.care == nil ? [] : result.forms.lines { Console.line(line) }
        for check in result.proof.checks {
            Console.line("[\(check.outcome.rawValue)] \(check.claim)")
        }
        if let placed = result.placed {
            Console.line(String(format: "placed and routed: %.1f MHz", placed.megahertz))
        }
        guard result.proof.hasFailed else { return }
        throw BrainError(
            .usage, what: "proof of \(result.path)", why: result.proof.verdict,
            remedy: "read \(result.path)/proof.txt; do not use the bundle")
    }

    /// Exports; a signal ends it with status 130, nothing left over.
    private func export(
        _ exporter: Exporter, _ format: ExportFormat, _ options: ExportOptions
    ) throws -> Exporter.Result {
        let placed = Occurrence()
        do {
            return try Interruption.handled(by: {}) {
                try exporter.export(
                    format, to: out, options: options, isProved: verify,
                    monitor: ExportMonitor(
                        onProgress: Self.report, isCancelled: { Interruption.hasHappened },
                        onPlaced: { kept in
                            placed.note()
                            for file in kept { Console.complain(file) }
                        }))
            }
        } catch is CancellationError {
            if placed.isDone {
                Console.complain("\(out) has the sources; the proof was interrupted, so they are not proved")
            }
            throw ExitCode(StopRequests.exitStatus)
        }
    }

    /// Whether something has happened, whichever thread asks.
    private final class Occurrence: @unchecked Sendable {
        private let lock = NSLock()
        private var value = false
        var isDone: Bool { lock.withLock { value } }
        func note() { lock.withLock { value = true } }
    }

    /// Says on a terminal what takes long.
    private static let report: @Sendable (ExportProgress) -> Void = { progress in
        Console.errors.status("\(Int(progress.fraction * 100))% \(progress.stage)")
        if progress.fraction >= 1 { Console.errors.clearStatus() }
    }
}
