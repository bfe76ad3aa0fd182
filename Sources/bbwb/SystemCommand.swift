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
        print("bbwb        \(WorkbenchVersion.current)")
        print("processor   \(MachineCeilings.processorName())")
        print("engine      \(BrainSystem.versionString)")
        print("threads     \(BrainSystem.threadCount) of \(ProcessInfo.processInfo.activeProcessorCount)")
        print("devices     \(Self.devices)")
        print("host only   \(BrainSystem.isHostOnly ? "yes: reference code" : "no")")
        print("kernels     \(Kernels.selectedName)")
        print("BLAS        \(LinearAlgebraLibrary.description)")
        print("data        \(DataDirectory.path)")
    }

    private static var devices: String {
        guard BrainSystem.isDeviceAvailable else { return "none (CUDA driver \(BrainSystem.cudaDriverVersionString))" }
        return String(BrainSystem.deviceCount)
    }
}
