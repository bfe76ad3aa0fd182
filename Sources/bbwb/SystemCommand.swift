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

    func run() throws {
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
