import BinaryBrain

/// How a step of training can be shared among threads, computed from how it is really split: for machines with more cores than this one.
public struct ThreadShares: Sendable, Codable {
    /// The benchmark whose step it is, such as `train-mnist-lut-simple mb 64 x1`.
    public var name: String
    /// For each number of threads, the time of the thread that has the most to do, as a share of the step on one thread. It has all that
    /// is not split, and of each loop the longest of the contiguous parts that threads begin with. No hand-offs, no memory that is shared,
    /// and nobody takes over blocks of others: what more cores could give at most, were they all like this one.
    public var longestThread: [Int: Double]

    private static let warmUp = 5
    private static let steps = 20

    /// Computes it for the trainings whose name contains `filter`, from the quickest of some steps on one thread.
    /// - Throws: `BrainError` if a net cannot be built or trained.
    public static func all(filter: String?, threads: [Int]) throws -> [ThreadShares] {
        try NetBenchmarks.trainings.filter { filter.map($0.name.contains) ?? true }.map { training in
            let bench = try NetBenchmarks.Bench(batch: training.batch, size: training.size, layers: training.layers)
            for step in 0..<warmUp { try Parallel.withoutHelpers { try bench.train(step) } }
            var (shortest, shares) = (Double.infinity, [Int: Double]())
            for step in 0..<(Stopwatch.isHasty ? 3 : steps) {
                let recorder = LoopRecorder()
                let start = LoopRecorder.threadSeconds
                try recorder.record { try bench.train(warmUp + step) }
                let seconds = LoopRecorder.threadSeconds - start
                guard seconds < shortest else { continue }
                shortest = seconds
                let rest = seconds - recorder.loops.reduce(0) { $0 + $1.reduce(0, +) }
                for count in threads { shares[count] = recorder.longestThread(count, rest: rest) / seconds }
            }
            return ThreadShares(name: training.name, longestThread: shares)
        }
    }

    /// One line for people.
    public var line: String {
        let shares = longestThread.sorted { $0.key < $1.key }.map { count, share in
            "\(count)T \(BenchmarkResult.digits(share * 100)) % (\(BenchmarkResult.digits(1 / share)) × at most)"
        }
        return name.padded(to: 38) + " " + shares.joined(separator: "  ")
    }
}
