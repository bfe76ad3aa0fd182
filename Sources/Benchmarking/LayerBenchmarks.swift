import BinaryBrain

/// Layers and passes that are bound by arithmetic or by memory: dense products, normalisation, Adam, modulation.
enum LayerBenchmarks {
    static func all(threads: Int) -> [Benchmark] {
        [
            Benchmark(name: "dense-forward 1024→1024 F=1024") { try dense(backward: false, bits: false, threads) },
            Benchmark(name: "dense-backward 1024→1024 F=1024") { try dense(backward: true, bits: false, threads) },
            Benchmark(name: "dense-forward bits 1024→1024 F=1024") { try dense(backward: false, bits: true, threads) },
            Benchmark(name: "batchnorm-forward 1024 F=4096") { try normalization(backward: false, threads) },
            Benchmark(name: "batchnorm-backward 1024 F=4096") { try normalization(backward: true, threads) },
            Benchmark(name: "relu-forward 1024 F=4096") { try rectifier(threads) },
            Benchmark(name: "adam 4 Mi parameters") { try adam(threads) },
            Benchmark(name: "real-to-binary 784 F=1024 x1") { try modulation(size: 1, threads) },
            Benchmark(name: "real-to-binary 784 F=64 x15") { try modulation(size: 15, threads) },
        ]
    }

    private static func numbers(_ frames: Int, _ nodes: Int, seed: UInt64) -> FrameBuffer {
        var random = MersenneTwister64(seed: seed)
        let buffer = FrameBuffer(.fp32, frameCount: frames, shape: [nodes])
        for node in 0..<nodes {
            for frame in 0..<frames { buffer.floats(node)[frame] = random.uniformFloat() - 0.5 }
        }
        return buffer
    }

    /// 2·in·out·F operations forward, twice that backward (∂L/∂x and ∂L/∂W).
    private static func dense(backward: Bool, bits: Bool, _ threads: Int) throws -> BenchmarkResult {
        let (size, frames) = (1024, 1024)
        let layer = try DenseAffine(outputShape: [size])
        try layer.setInputShape([size])
        let numbers = numbers(frames, size, seed: 1)
        let x = bits ? numbers.converted(to: .bit) : numbers
        let dy = Self.numbers(frames, size, seed: 2)
        let seconds: Double
        if backward {
            seconds = try Stopwatch.shortest(seconds: 0.5, prepare: { _ = try layer.forward(x, train: true) }) {
                _ = try layer.backward(dy, needsInputGradient: true)
            }
        } else {
            seconds = try Stopwatch.shortest(seconds: 0.5) { _ = try layer.forward(x, train: false) }
        }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            flop: Double(2 * size * size * frames * (backward ? 2 : 1)))
    }

    /// Forward reads x and writes y; backward reads x and dy and writes dx. What a second pass reads again is not counted.
    private static func normalization(backward: Bool, _ threads: Int) throws -> BenchmarkResult {
        let (nodes, frames) = (1024, 4096)
        let layer = try BatchNormalization()
        try layer.setInputShape([nodes])
        let x = numbers(frames, nodes, seed: 1)
        let dy = numbers(frames, nodes, seed: 2)
        let seconds: Double
        if backward {
            seconds = try Stopwatch.shortest(seconds: 0.5, prepare: { _ = try layer.forward(x, train: true) }) {
                _ = try layer.backward(dy, needsInputGradient: true)
            }
        } else {
            seconds = try Stopwatch.shortest(seconds: 0.5, prepare: { layer.clear() }) {
                _ = try layer.forward(x, train: true)
            }
        }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            bytes: Double(nodes * frames * 4 * (backward ? 3 : 2)))
    }

    private static func rectifier(_ threads: Int) throws -> BenchmarkResult {
        let (nodes, frames) = (1024, 4096)
        let layer = try ReLU()
        try layer.setInputShape([nodes])
        let x = numbers(frames, nodes, seed: 1)
        let seconds = try Stopwatch.shortest(seconds: 0.5) { _ = try layer.forward(x, train: false) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames), bytes: Double(nodes * frames * 4 * 2))
    }

    /// Parameter, gradient and both moments are read and written: 32 bytes a parameter.
    private static func adam(_ threads: Int) throws -> BenchmarkResult {
        let count = 4 << 20
        let parameters = Tensor.uniform(shape: [count], low: 0, high: 1, seed: 1)
        let gradients = Tensor.uniform(shape: [count], low: -1, high: 1, seed: 2)
        let optimizer = OptimizerAdam()
        try optimizer.setVariables(Variables([parameters]), Variables([gradients]))
        let seconds = Stopwatch.shortest(seconds: 0.5) { optimizer.update() }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(count), bytes: Double(count * 32))
    }

    private static func modulation(size: Int, _ threads: Int) throws -> BenchmarkResult {
        let frames = size == 1 ? 1024 : 64
        let layer = try RealToBinary(frameModulationSize: size)
        let x = numbers(frames, 784, seed: 1)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames * size),
            nodeFrames: Double(784 * frames * size))
    }
}
