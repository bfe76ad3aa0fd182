import BinaryBrain
import KernelInterface

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
            Benchmark(name: "softmax 10 F=65536") { try softmax(threads) },
            Benchmark(name: "sigmoid 1024 F=4096") { try sigmoid(threads) },
            Benchmark(name: "loss-mean-squared-error 784 F=1024") { try loss(LossMeanSquaredError(), threads) },
            Benchmark(name: "loss-sigmoid-cross-entropy 784 F=1024") { try loss(LossSigmoidCrossEntropy(), threads) },
            Benchmark(name: "adam 4 Mi parameters") {
                try optimizer(OptimizerAdam(), arraysOfState: 2, threads, twin: adam)
            },
            Benchmark(name: "adagrad 4 Mi parameters") {
                try optimizer(OptimizerAdaGrad(), arraysOfState: 1, threads, twin: adaGrad)
            },
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
        // The twin gets few frames, and the time is scaled.
        let few = 8
        try layer.sendCommand("host_only true")
        let twinX = bits ? Self.numbers(few, size, seed: 1).converted(to: .bit) : Self.numbers(few, size, seed: 1)
        let twinDy = Self.numbers(few, size, seed: 2)
        let twinSeconds: Double
        if backward {
            twinSeconds = try Stopwatch.shortest(
                seconds: 0.05, prepare: { _ = try layer.forward(twinX, train: true) },
                work: { _ = try layer.backward(twinDy, needsInputGradient: true) })
        } else {
            twinSeconds = try Stopwatch.shortest(seconds: 0.05) { _ = try layer.forward(twinX, train: false) }
        }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            flop: Double(2 * size * size * frames * (backward ? 2 : 1)),
            referenceSeconds: twinSeconds * Double(frames / few))
    }

    /// Forward reads x and writes y; backward reads x and dy and writes dx. What a second pass reads again is not counted.
    private static func normalization(backward: Bool, _ threads: Int) throws -> BenchmarkResult {
        let (nodes, frames) = (1024, 4096)
        let layer = try BatchNormalization()
        try layer.setInputShape([nodes])
        let x = numbers(frames, nodes, seed: 1)
        let dy = numbers(frames, nodes, seed: 2)
        func measure(seconds: Double) throws -> Double {
            if backward {
                return try Stopwatch.shortest(seconds: seconds, prepare: { _ = try layer.forward(x, train: true) }) {
                    _ = try layer.backward(dy, needsInputGradient: true)
                }
            }
            return try Stopwatch.shortest(seconds: seconds, prepare: { layer.clear() }) {
                _ = try layer.forward(x, train: true)
            }
        }
        let seconds = try measure(seconds: 0.5)
        try layer.sendCommand("host_only true")
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            bytes: Double(nodes * frames * 4 * (backward ? 3 : 2)), referenceSeconds: try measure(seconds: 0.1))
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

    /// Reads x and writes y, in two passes over y that the caches see.
    private static func softmax(_ threads: Int) throws -> BenchmarkResult {
        let (channels, frames) = (10, 65536)
        let layer = Softmax()
        try layer.setInputShape([channels])
        let x = numbers(frames, channels, seed: 1)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        try layer.sendCommand("host_only true")
        let twinSeconds = try Stopwatch.shortest(seconds: 0.1) { _ = try layer.forward(x, train: false) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            bytes: Double(channels * frames * 4 * 2), referenceSeconds: twinSeconds)
    }

    private static func sigmoid(_ threads: Int) throws -> BenchmarkResult {
        let (nodes, frames) = (1024, 4096)
        let layer = try Sigmoid()
        try layer.setInputShape([nodes])
        let x = numbers(frames, nodes, seed: 1)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        let y = numbers(frames, 1, seed: 2)
        let twin = Kernels.table(hostOnly: true).losses.logistic
        let twinSeconds = Stopwatch.shortest(seconds: 0.05) { twin(x.floats(0), y.floats(0), frames) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames), bytes: Double(nodes * frames * 4 * 2),
            referenceSeconds: twinSeconds * Double(nodes))
    }

    /// Reads answers and targets, writes gradients.
    private static func loss(_ loss: any LossFunction, _ threads: Int) throws -> BenchmarkResult {
        let (nodes, frames) = (784, 1024)
        let (y, t) = (numbers(frames, nodes, seed: 1), numbers(frames, nodes, seed: 2))
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try loss.calculate(y, target: t, batchSize: nil) }
        let dy = numbers(frames, 1, seed: 3)
        let twins = Kernels.table(hostOnly: true).losses
        let twin = loss is LossMeanSquaredError ? twins.squaredError : twins.logisticCrossEntropy
        let row = AnswerRow(
            answers: y.floats(0), targets: t.floats(0), gradients: dy.floats(0), scale: 1, count: frames)
        let twinSeconds = Stopwatch.shortest(seconds: 0.05) { _ = twin(row) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames), bytes: Double(nodes * frames * 4 * 3),
            referenceSeconds: twinSeconds * Double(nodes))
    }

    /// Parameters, gradients and state are read and written: 8 bytes each.
    private static func optimizer(
        _ optimizer: any Optimizer, arraysOfState: Int, _ threads: Int, twin: ([Tensor]) -> Void
    ) throws -> BenchmarkResult {
        let count = 4 << 20
        let parameters = Tensor.uniform(shape: [count], low: 0, high: 1, seed: 1)
        let gradients = Tensor.uniform(shape: [count], low: -1, high: 1, seed: 2)
        try optimizer.setVariables(Variables([parameters]), Variables([gradients]))
        let seconds = Stopwatch.shortest(seconds: 0.5) { optimizer.update() }
        let few = 1 << 16
        let arrays = (0..<UInt64(2 + arraysOfState)).map { Tensor.uniform(shape: [few], low: 0, high: 1, seed: $0 + 1) }
        let twinSeconds = Stopwatch.shortest(seconds: 0.05) { twin(arrays) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(count),
            bytes: Double(count * 8 * (2 + arraysOfState)), referenceSeconds: twinSeconds * Double(count / few))
    }

    private static func adam(_ arrays: [Tensor]) {
        let base = arrays.map { $0.floats.baseAddress! }
        _ = Kernels.table(hostOnly: true).elements.adam(
            AdamStep(rate: 0.01, rest1: 0.1, rest2: 0.001, zeroesGradients: false),
            AdamBlock(
                parameters: base[0], gradients: base[1], means: base[2], squares: base[3], count: arrays[0].count))
    }

    private static func adaGrad(_ arrays: [Tensor]) {
        let base = arrays.map { $0.floats.baseAddress! }
        _ = Kernels.table(hostOnly: true).elements.adaGrad(
            AdaGradBlock(
                parameters: base[0], gradients: base[1], squares: base[2], count: arrays[0].count, rate: 0.01,
                zeroesGradients: false))
    }

    private static func modulation(size: Int, _ threads: Int) throws -> BenchmarkResult {
        let frames = size == 1 ? 1024 : 64
        let layer = try RealToBinary(frameModulationSize: size)
        let x = numbers(frames, 784, seed: 1)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        let y = FrameBuffer(.bit, frameCount: frames * size, shape: [1])
        let thresholds = (1...size).map { Float($0) / Float(size + 1) }
        let twinSeconds = thresholds.withUnsafeBufferPointer { thresholds in
            let code = PulseWidthCode(thresholds: thresholds.baseAddress!, size: size)
            let packed = PackedSize(frameCount: frames, wordCount: y.wordStride)
            return Stopwatch.shortest(seconds: 0.05) {
                Kernels.table(hostOnly: true).elements.packPulseWidth(x.floats(0), code, y.words(0), packed)
            }
        }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames * size),
            nodeFrames: Double(784 * frames * size), referenceSeconds: twinSeconds * 784)
    }
}
