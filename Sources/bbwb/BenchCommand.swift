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

    @Option(
        help: ArgumentHelp(
            "Measure with each of these numbers of threads, such as 1,2; for more than this machine has, compute what the busiest thread would have to do.",
            valueName: "list"))
    var threads: String?

    @Option(
        help: ArgumentHelp(
            "Compare with an earlier output of --json: how many times as fast it is now.", valueName: "file"))
    var against: String?

    @Flag(help: "Print one JSON object per line.")
    var json = false

    @Flag(help: "Run everything once: rough figures, in a minute.")
    var quick = false

    func run() throws {
        Stopwatch.isHasty = quick
        let earlier = try earlierResults()
        let counts = try threadCounts()
        guard !(try Benchmark.suite(filter: name, threads: 1)).isEmpty else {
            throw ValidationError("no benchmark's name contains '\(name ?? "")'")
        }
        let machine = MachineCeilings.measure()
        if json { try Console.json(machine) } else { describe(machine, earlier) }
        var speedups: [Double] = []
        let cores = ProcessInfo.processInfo.activeProcessorCount
        for count in counts where count == Parallel.shared.threadCount || count <= cores {
            Parallel.shared.setThreadCount(count)
            for benchmark in try Benchmark.suite(filter: name, threads: count) {
                try Console.requireReader()
                let result = try benchmark.run()
                let speedup = earlier?.speedup(of: result)
                if let speedup { speedups.append(speedup.shortest) }
                if json { try Console.json(result) } else { Console.line(result.line(machine) + comparison(speedup)) }
            }
        }
        if threads != nil { try printShares(counts) }
        if let earlier, !json { Console.line(summary(speedups, earlier)) }
    }

    private func earlierResults() throws -> EarlierResults? {
        try against.map { path in
            let bytes = try AtomicFile.read(path, limit: EarlierResults.maximumFileSize)
            do {
                return try EarlierResults(String(decoding: bytes, as: UTF8.self))
            } catch let error as EarlierResults.Unusable {
                throw ValidationError("\(path): \(error)")
            }
        }
    }

    private func threadCounts() throws -> [Int] {
        guard let threads else { return [Parallel.shared.threadCount] }
        return try threads.split(separator: ",", omittingEmptySubsequences: false).map { word in
            guard let count = Int(word), (1...Parallel.maximumThreadCount).contains(count) else {
                throw ValidationError(
                    "'\(word)' in --threads is not a number from 1 to \(Parallel.maximumThreadCount); give a list such as 1,2,8"
                )
            }
            return count
        }
    }

    private func describe(_ machine: MachineCeilings, _ earlier: EarlierResults?) {
        func handOff(_ machine: MachineCeilings) -> String {
            machine.handOffSeconds.map { ", \(Int($0 * 1e9)) ns to hand over to another core" } ?? ""
        }
        Console.line(
            "\(machine.processor), \(Int(machine.clock / 1e6)) MHz, kernels \(Kernels.selectedName), "
                + "\(Int(machine.flops / 1e9)) GFLOP/s and \(Int(machine.copyBytes / 1e9)) GB/s of memory a core\(handOff(machine))"
        )
        guard let then = earlier?.machine else { return }
        Console.line(
            "compared with \(then.processor), \(Int(then.clock / 1e6)) MHz, \(Int(then.flops / 1e9)) GFLOP/s and "
                + "\(Int(then.copyBytes / 1e9)) GB/s of memory a core\(handOff(then))")
    }

    private func comparison(_ speedup: (shortest: Double, median: Double?)?) -> String {
        guard against != nil else { return "" }
        guard let speedup else { return "  not measured then" }
        func text(_ value: Double) -> String { String(format: "%.2f", value) }
        return "  \(text(speedup.shortest)) × as fast as then"
            + (speedup.median.map { ", by the median \(text($0))" } ?? "")
    }

    private func summary(_ speedups: [Double], _ earlier: EarlierResults) -> String {
        guard let slowest = speedups.min(), let fastest = speedups.max() else {
            return "nothing that was measured then was measured now, with as many threads"
        }
        let mean = exp(speedups.reduce(0) { $0 + log($1) } / Double(speedups.count))
        return String(
            format: "%d compared: %.2f × as fast in the geometric mean, from %.2f to %.2f", speedups.count, mean,
            slowest, fastest)
    }

    /// What more threads could share of each training step.
    private func printShares(_ counts: [Int]) throws {
        let shares = try ThreadShares.all(filter: name, threads: counts)
        if !json, !shares.isEmpty { Console.line("work of the busiest thread, computed from the partition:") }
        for share in shares {
            if json { try Console.json(share) } else { Console.line(share.line) }
        }
    }
}
