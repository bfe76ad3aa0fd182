import ArgumentParser
import Benchmarking
import BinaryBrain
import Foundation

/// `bbwb bench`: the benchmarks, each line against what the machine can do and against the plain reference code.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure layers and whole nets against the machine's ceilings.")

    @Argument(help: "Only benchmarks whose name contains this.")
    var name: String?

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let suite = try Benchmark.suite(filter: name, threads: Parallel.shared.threadCount)
        guard !suite.isEmpty else {
            throw ValidationError("no benchmark's name contains '\(name ?? "")'")
        }
        let machine = MachineCeilings.measure()
        if json {
            try Console.json(machine)
        } else {
            Console.line(
                "\(machine.processor), \(Int(machine.clock / 1e6)) MHz, kernels \(Kernels.selectedName), "
                    + "\(Int(machine.flops / 1e9)) GFLOP/s and \(Int(machine.copyBytes / 1e9)) GB/s of memory a core")
        }
        for benchmark in suite {
            try Console.requireReader()
            let result = try benchmark.run()
            if json { try Console.json(result) } else { Console.line(result.line(machine)) }
        }
    }
}
