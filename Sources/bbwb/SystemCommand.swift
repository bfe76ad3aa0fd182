import ArgumentParser
import Benchmarking
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb system`: what this program is and what it runs on.
struct SystemCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "Prints version, processor, threads, devices, kernels and the BLAS library.")

    @Option(
        help: ArgumentHelp(
            "Say only what is known of this device: its number, or auto for the one that auto would take.",
            valueName: "device"))
    var device: String?

    @Flag(help: "With --device: compute layers on it and on the processor, and compare every bit.")
    var check = false

    @Flag(help: "Print one JSON object on standard output, and nothing else.")
    var json = false

    /// The same as an object.
    private struct Line: Encodable {
        var event = "system"
        var version = BrainSystem.versionString
        var processor = MachineCeilings.processorName()
        var threads = BrainSystem.threadCount
        var processors = ProcessInfo.processInfo.activeProcessorCount
        var devices = BrainSystem.devices
        var noDevice = BrainSystem.reasonForNoDevice
        var hostOnly = BrainSystem.isHostOnly
        var kernels = Kernels.selectedName
        var blas = LinearAlgebraLibrary.description
        var data = DataDirectory.path

        private enum CodingKeys: String, CodingKey {
            case event, version, processor, threads, processors, devices, kernels, blas, data
            case hostOnly = "host_only"
            case noDevice = "no_device"
        }
    }

    func validate() throws {
        if check, device == nil { throw ValidationError("--check needs a device: name one with --device") }
    }

    /// One device as an object; without `device` the processor does the work.
    private struct DeviceLine: Encodable {
        var event = "device"
        var device: DeviceDescription?
    }

    func run() throws {
        if let device { return try describe(device) }
        if json { return try Console.json(Line()) }
        Console.line("bbwb        \(BrainSystem.versionString)")
        Console.line("processor   \(MachineCeilings.processorName())")
        Console.line("engine      \(BrainSystem.versionString)")
        Console.line("threads     \(BrainSystem.threadCount) of \(ProcessInfo.processInfo.activeProcessorCount)")
        for (place, line) in Self.deviceLines.enumerated() {
            Console.line("\(place == 0 ? "devices     " : "            ")\(line)")
        }
        Console.line("host only   \(BrainSystem.isHostOnly ? "yes: reference code" : "no")")
        Console.line("kernels     \(Kernels.selectedName)")
        Console.line("BLAS        \(LinearAlgebraLibrary.description)")
        Console.line("data        \(DataDirectory.path)")
    }

    /// A line a device, or why there is none; then what is wrong with drivers.
    private static var deviceLines: [String] {
        let devices = BrainSystem.devices.map(\.summary)
        guard devices.isEmpty else { return devices + BrainSystem.deviceFailures }
        return ["none: \(BrainSystem.reasonForNoDevice ?? "OpenCL knows of none")"]
    }

    /// What a check has come to, as an object.
    private struct CheckLine: Encodable {
        var event = "device_check"
        var device: Int
        var layers: Int
        var bits: Int
        var differing: Int
    }

    /// Compares a device with the processor; a bit that differs is a failure.
    private func compare(_ index: Int?) throws {
        guard let index else {
            return Console.line("host        nothing to compare: the processor does the work")
        }
        var line = CheckLine(device: index, layers: 0, bits: 0, differing: 0)
        func note(_ outcome: DeviceCheckOutcome) throws {
            try Console.requireReader()
            line.layers += 1
            line.bits += outcome.bits
            line.differing += outcome.differing
            if !json { Console.line("\(outcome.differing) of \(outcome.bits) bits differ: \(outcome.name)") }
        }
        try LutDeviceCheck(device: index).run(each: note)
        try ConvolutionDeviceCheck(device: index).run(each: note)
        if json {
            try Console.json(line)
        } else {
            Console.line("\(line.differing) of \(line.bits) bits differ in \(line.layers) layers on device \(index)")
        }
        guard line.differing == 0 else {
            throw BrainError(
                .usage, what: "device \(index)", why: "it does not compute the same bits as the processor",
                remedy: "leave it out, and report its driver's version, which 'bbwb system' prints")
        }
    }

    private func describe(_ choice: String) throws {
        let index = try checkingUsage { try BrainSystem.deviceIndex(choice: choice) }
        if check { return try compare(index) }
        if json { return try Console.json(DeviceLine(device: index.map { BrainSystem.devices[$0] })) }
        guard let index else {
            let why = choice == "auto" ? "no device here is exact and no processor" : "no device is used"
            return Console.line("host        the processor does the work: \(why)")
        }
        for line in try BrainSystem.devicePropertiesString(index).split(separator: "\n") { Console.line(String(line)) }
    }
}
