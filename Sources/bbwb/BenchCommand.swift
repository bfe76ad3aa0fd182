import ArgumentParser
import Benchmarking
import BinaryBrain
import Foundation

/// `bbwb bench`: the benchmarks, each line against what the machine can do and against the plain reference code.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures layers and whole nets against the machine's limits.")

    @Argument(help: "Only benchmarks whose name contains this.")
    var name: String?

    @Flag(help: "Print one JSON object per line.")
    var json = false

    @Flag(help: "Run everything once: rough figures, in a minute.")
    var quick = false

    func run() throws {
        Stopwatch.isHasty = quick
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
