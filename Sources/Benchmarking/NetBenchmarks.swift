import BinaryBrain
import Datasets

/// Whole training steps and inference of the manual's nets on the embedded digits: batch assembly, modulation, forward,
/// loss, backward, optimizer.
enum NetBenchmarks {
    /// The manual's simple MNIST net.
    static let simple = [2304, 384, 64, 360, 60, 10]
    /// The manual's simple MNIST autoencoder.
    static let autoencoder = [6912, 1152, 192, 32, 28224, 4704, 784]

    /// A net that is trained, and how.
    struct Training: Sendable {
        let name: String
        let batch: Int
        let size: Int
        let layers: @Sendable () throws -> [any Model]
    }

    static let trainings: [Training] = {
        func training(_ name: String, _ widths: [Int], batch: Int, size: Int) -> Training {
            Training(name: "train-\(name) mb \(batch) x\(size)", batch: batch, size: size) { try dense(widths) }
        }
        return [
            Training(name: "train-mnist-lut-cnn mb 32 x1", batch: 32, size: 1, layers: convolutional),
            training("mnist-lut-simple", simple, batch: 64, size: 1),
            training("mnist-lut-simple", simple, batch: 64, size: 15),
            training("mnist-lut-simple", simple, batch: 256, size: 1),
            training("mnist-lut-simple", simple, batch: 64, size: 7),
            training("mnist-autoencoder-simple", autoencoder, batch: 32, size: 7),
        ]
    }()

    static func all(threads: Int) -> [Benchmark] {
        trainings.map { training in
            Benchmark(name: training.name) {
                try measureTraining(
                    batch: training.batch, size: training.size, threads: threads, layers: training.layers)
            }
        } + [
            Benchmark(name: "eval-mnist-lut-simple batch 1000 x1") {
                try measureInference(simple, batch: 1000, size: 1, threads: threads)
            }
        ]
    }

    private static func dense(_ widths: [Int]) throws -> [any Model] {
        try widths.map { try DifferentiableLut(outputShape: [$0]) }
    }

    /// The layers of experiments/mnist-lut-cnn.yaml.
    private static func convolutional() throws -> [any Model] {
        func convolution(_ widths: [Int]) throws -> Convolution2d {
            try Convolution2d(Sequential(dense(widths)), filterSize: PlaneSize(3))
        }
        return [
            try convolution([96, 16]), try convolution([192, 32]), try MaxPooling(), try convolution([192, 32]),
            try convolution([384, 64]), try MaxPooling(),
        ] + (try dense([360, 60, 10]))
    }

    /// A net, the data and a batch's buffers.
    struct Bench {
        let net: BinaryModulation
        let data: Dataset
        let loss: any LossFunction
        let optimizer = OptimizerAdam()
        let order: [Int32]
        let x: FrameBuffer
        let t: FrameBuffer

        /// A net of LUT layers of these widths.
        init(_ widths: [Int], batch: Int, size: Int) throws {
            try self.init(batch: batch, size: size) { try dense(widths) }
        }

        init(batch: Int, size: Int, layers: () throws -> [any Model]) throws {
            data = try DatasetCatalog.load("mnist-5k")
            net = try BinaryModulation(Sequential(layers()), trainingModulationSize: size)
            let isClassifier = try net.setInputShape(data.inputShape) == [10]
            loss = isClassifier ? LossSoftmaxCrossEntropy() : LossMeanSquaredError()
            try optimizer.setVariables(net.parameters, net.gradients)
            order = (0..<Int32(data.train.count)).map { $0 }
            x = FrameBuffer(.fp32, frameCount: batch, shape: data.inputShape)
            t = isClassifier ? FrameBuffer(.fp32, frameCount: batch, shape: [10]) : x
        }

        func fill(_ step: Int) throws {
            let start = step * x.frameCount % (data.train.count - x.frameCount)
            let slice = order[start..<start + x.frameCount]
            try data.train.fillInputs(indices: slice, into: x)
            if t.nodeCount == 10 { try data.train.fillOneHot(indices: slice, into: t) }
        }

        func train(_ step: Int) throws {
            try fill(step)
            let y = try net.forward(x, train: true)
            let dy = try loss.calculate(y, target: t, batchSize: nil)
            _ = try net.backward(dy, needsInputGradient: false)
            optimizer.update()
        }
    }

    private static func measureTraining(
        batch: Int, size: Int, threads: Int, layers: () throws -> [any Model]
    ) throws -> BenchmarkResult {
        let bench = try Bench(batch: batch, size: size, layers: layers)
        var step = 0
        // Several steps together, so that data and weights move as they do in a run.
        let together = 10
        let seconds = try Stopwatch.shortest(seconds: 2) {
            for _ in 0..<together {
                try bench.train(step)
                step += 1
            }
        }
        let twin = try hostOnlyTwin(layers)
        let twinSeconds = try Stopwatch.once { try twin.train(0) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds / Double(together), frames: Double(batch * size),
            images: Double(batch), referenceSeconds: twinSeconds * Double(batch * size) / Double(twin.x.frameCount))
    }

    /// The same net in plain code, thousands of times slower: it gets two frames, once, and the time is scaled.
    private static func hostOnlyTwin(_ layers: () throws -> [any Model]) throws -> Bench {
        let twin = try Bench(batch: 2, size: 1, layers: layers)
        try twin.net.sendCommand("host_only true")
        return twin
    }

    private static func measureInference(_ widths: [Int], batch: Int, size: Int, threads: Int) throws -> BenchmarkResult
    {
        let bench = try Bench(widths, batch: batch, size: size)
        for step in 0..<20 { try bench.train(step) }
        var step = 0
        let seconds = try Stopwatch.shortest(seconds: 1) {
            try bench.fill(step)
            _ = try bench.net.forward(bench.x, train: false)
            step += 1
        }
        let twin = try hostOnlyTwin { try dense(widths) }
        try twin.fill(0)
        let twinSeconds = try Stopwatch.once { _ = try twin.net.forward(twin.x, train: false) }
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(batch * size), images: Double(batch),
            referenceSeconds: twinSeconds * Double(batch * size) / Double(twin.x.frameCount))
    }
}
