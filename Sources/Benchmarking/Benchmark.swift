/// Something that can be measured.
public struct Benchmark {
    /// What, such as `lut-forward 784→2304 F=64`.
    public let name: String
    private let body: () throws -> BenchmarkResult

    init(name: String, body: @escaping () throws -> BenchmarkResult) {
        self.name = name
        self.body = body
    }

    /// Measures.
    /// - Throws: `BrainError` if a net cannot be built or a file not be written.
    public func run() throws -> BenchmarkResult {
        Stopwatch.medianOverShortest = nil
        var result = try body()
        result.name = name
        result.medianSeconds = Stopwatch.medianOverShortest.map { $0 * result.seconds }
        return result
    }

    /// All benchmarks, or those whose name contains `filter`.
    /// - Throws: `BrainError` if the net of a benchmark cannot be built.
    public static func suite(filter: String? = nil, threads: Int) throws -> [Benchmark] {
        let all =
            try LutBenchmarks.all(threads: threads) + LayerBenchmarks.all(threads: threads)
            + ConvolutionBenchmarks.all(threads: threads)
            + NetBenchmarks.all(threads: threads) + NetlistBenchmarks.all(threads: threads)
        guard let filter else { return all }
        return all.filter { $0.name.contains(filter) }
    }
}
