import BinaryBrain

/// The lowering of a convolution and the pooling after it, on bits and on reals: memory traffic, so against the copy.
enum ConvolutionBenchmarks {
    static func all(threads: Int) -> [Benchmark] {
        var result: [Benchmark] = []
        for (channels, side, frames) in [(1, 28, 64), (32, 26, 64), (32, 26, 448)] {
            for type in [DType.bit, .fp32] {
                let signal = "\(type.name) \(channels)×\(side)×\(side) F=\(frames)"
                func make(_ name: String, _ measure: @escaping (FrameBuffer) throws -> BenchmarkResult) -> Benchmark {
                    Benchmark(name: "\(name) \(signal)") {
                        var result = try measure(signals(type, frames: frames, shape: [channels, side, side]))
                        result.threads = threads
                        return result
                    }
                }
                result.append(make("im2col-3x3", lowering))
                result.append(make("maxpool-2x2", pooling))
                if type == .fp32 { result.append(make("im2col-3x3-backward", loweringGradient)) }
            }
        }
        return result
    }

    private static func signals(_ type: DType, frames: Int, shape: Shape) -> FrameBuffer {
        var random = MersenneTwister64(seed: 11)
        let values = (0..<frames * shape.count).map { _ in random.uniformFloat() - 0.5 }
        return FrameBuffer(frameMajor: values, shape: shape, dtype: type)
    }

    /// Bytes of a buffer without what lies behind its last frame.
    private static func bytes(_ buffer: FrameBuffer) -> Double {
        Double(buffer.nodeCount) * Double(buffer.frameCount) * Double(buffer.dtype.bitWidth) / 8
    }

    private static func lowering(_ x: FrameBuffer) throws -> BenchmarkResult {
        let (layer, twin) = (
            try ConvolutionIm2Col(filterSize: PlaneSize(3)), try ConvolutionIm2Col(filterSize: PlaneSize(3))
        )
        try twin.sendCommand("host_only true")
        let y = try layer.forward(x, train: false)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        let twinSeconds = try Stopwatch.shortest(seconds: 0.1) { _ = try twin.forward(x, train: false) }
        return BenchmarkResult(
            name: "", threads: 0, seconds: seconds, frames: Double(y.frameCount), bytes: bytes(x) + bytes(y),
            referenceSeconds: twinSeconds)
    }

    private static func loweringGradient(_ x: FrameBuffer) throws -> BenchmarkResult {
        let layer = try ConvolutionIm2Col(filterSize: PlaneSize(3))
        let dy = try layer.forward(x, train: false)
        func measure(seconds: Double) throws -> Double {
            try Stopwatch.shortest(seconds: seconds, prepare: { _ = try layer.forward(x, train: true) }) {
                _ = try layer.backward(dy, needsInputGradient: true)
            }
        }
        let seconds = try measure(seconds: 0.3)
        try layer.sendCommand("host_only true")
        return BenchmarkResult(
            name: "", threads: 0, seconds: seconds, frames: Double(dy.frameCount), bytes: bytes(x) + bytes(dy),
            referenceSeconds: try measure(seconds: 0.1))
    }

    private static func pooling(_ x: FrameBuffer) throws -> BenchmarkResult {
        let layer = try MaxPooling()
        let y = try layer.forward(x, train: false)
        let seconds = try Stopwatch.shortest(seconds: 0.3) { _ = try layer.forward(x, train: false) }
        return BenchmarkResult(
            name: "", threads: 0, seconds: seconds, frames: Double(x.frameCount), bytes: bytes(x) + bytes(y))
    }
}
