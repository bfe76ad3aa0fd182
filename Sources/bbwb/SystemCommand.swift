import ArgumentParser
import Benchmarking
import BinaryBrain
import Datasets
import Foundation
import Workbench

/// `bbwb system`: what this program is and what it runs on.
struct SystemCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "system", abstract: "Prints version, processor, kernels, threads and the BLAS library.")

    func run() throws {
        print("bbwb        \(WorkbenchVersion.current)")
        print("processor   \(MachineCeilings.processorName())")
        print("threads     \(Parallel.shared.threadCount) of \(ProcessInfo.processInfo.activeProcessorCount)")
        print("kernels     \(Kernels.selectedName)")
        print("BLAS        \(LinearAlgebraLibrary.description)")
        print("data        \(DataDirectory.path)")
    }
}
