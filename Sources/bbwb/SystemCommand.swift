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

    @Flag(help: "Print one JSON object on standard output, and nothing else.")
    var json = false

    /// The same as an object.
    private struct Line: Encodable {
        var event = "system"
        var version = BrainSystem.versionString
        var processor = MachineCeilings.processorName()
        var threads = BrainSystem.threadCount
        var processors = ProcessInfo.processInfo.activeProcessorCount
        var devices = BrainSystem.isDeviceAvailable ? BrainSystem.deviceCount : 0
        var hostOnly = BrainSystem.isHostOnly
        var kernels = Kernels.selectedName
        var blas = LinearAlgebraLibrary.description
        var data = DataDirectory.path

        private enum CodingKeys: String, CodingKey {
            case event, version, processor, threads, processors, devices, kernels, blas, data
            case hostOnly = "host_only"
        }
    }

    func run() throws {
        if json { return try Console.json(Line()) }
        Console.line("bbwb        \(BrainSystem.versionString)")
        Console.line("processor   \(MachineCeilings.processorName())")
        Console.line("engine      \(BrainSystem.versionString)")
        Console.line("threads     \(BrainSystem.threadCount) of \(ProcessInfo.processInfo.activeProcessorCount)")
        Console.line("devices     \(Self.devices)")
        Console.line("host only   \(BrainSystem.isHostOnly ? "yes: reference code" : "no")")
        Console.line("kernels     \(Kernels.selectedName)")
        Console.line("BLAS        \(LinearAlgebraLibrary.description)")
        Console.line("data        \(DataDirectory.path)")
    }

    private static var devices: String {
        guard BrainSystem.isDeviceAvailable else { return "none (CUDA driver \(BrainSystem.cudaDriverVersionString))" }
        return String(BrainSystem.deviceCount)
    }
}
