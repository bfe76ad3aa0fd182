import BinaryBrain

/// One LUT layer at a time: forward, backward with and without the input gradient, inference, on bits and on reals.
enum LutBenchmarks {
    static func all(threads: Int) throws -> [Benchmark] {
        var result: [Benchmark] = []
        for (inputs, outputs) in [(784, 2304), (2304, 384)] {
            for frames in [64, 480, 1024, 8192] {
                result += bits(inputs, outputs, frames, threads)
            }
            result += reals(inputs, outputs, 1024, threads)
        }
        return result
    }

    private static func bits(_ inputs: Int, _ outputs: Int, _ frames: Int, _ threads: Int) -> [Benchmark] {
        let shape = "\(inputs)→\(outputs) F=\(frames)"
        func make(_ kind: Kind, _ name: String, candidates: Int? = nil) -> Benchmark {
            Benchmark(name: "\(name) \(shape)") {
                try measure(
                    kind, inputs: inputs, outputs: outputs, frames: frames, binary: true,
                    candidates: candidates, threads: threads)
            }
        }
        return [
            make(.forward, "lut-forward"), make(.backward(inputGradient: true), "lut-backward"),
            make(.backward(inputGradient: false), "lut-backward-weights"), make(.inference, "lut-inference"),
            // Eight candidates a wire, the default: scores, tables and inputs get their gradients.
            make(.backward(inputGradient: true), "lut-backward-wires", candidates: 8),
        ]
    }

    private static func reals(_ inputs: Int, _ outputs: Int, _ frames: Int, _ threads: Int) -> [Benchmark] {
        [(Kind.forward, "lut-real-forward"), (.backward(inputGradient: true), "lut-real-backward")].map { kind, name in
            Benchmark(name: "\(name) \(inputs)→\(outputs) F=\(frames)") {
                try measure(kind, inputs: inputs, outputs: outputs, frames: frames, binary: false, threads: threads)
            }
        }
    }

    enum Kind: Equatable {
        case forward
        case backward(inputGradient: Bool)
        case inference
    }

    private static func measure(
        _ kind: Kind, inputs: Int, outputs: Int, frames: Int, binary: Bool, candidates: Int? = nil, threads: Int
    ) throws -> BenchmarkResult {
        let (layer, x, dy) = try setUp(
            inputs: inputs, outputs: outputs, frames: frames, binary: binary, candidates: candidates)
        let seconds = try time(kind, layer, x, dy, seconds: 0.4)
        // The twin is thousands of times slower: it gets a small share of the work, and the time is scaled.
        let twinFrames = 8
        let twinOutputs = min(outputs, 64)
        let twin = try setUp(
            inputs: inputs, outputs: twinOutputs, frames: twinFrames, binary: binary, candidates: candidates)
        try twin.layer.sendCommand("host_only true")
        let twinSeconds = try time(kind, twin.layer, twin.x, twin.dy, seconds: 0.05)
        let scale = Double(outputs) / Double(twinOutputs) * Double(frames) / Double(twinFrames)
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(frames),
            nodeFrames: Double(outputs) * Double(frames), referenceSeconds: twinSeconds * scale)
    }

    private static func setUp(
        inputs: Int, outputs: Int, frames: Int, binary: Bool, candidates: Int? = nil
    ) throws -> (layer: DifferentiableLut, x: FrameBuffer, dy: FrameBuffer) {
        let layer = try DifferentiableLut(
            outputShape: [outputs], learnable: candidates.map { .init(candidates: $0, regrow: 0) }, binarize: binary)
        try layer.setInputShape([inputs])
        var random = MersenneTwister64(seed: 11)
        let weights = layer.weights!.floats
        for i in weights.indices { weights[i] = Float(random.uniformDouble()) }
        let x = FrameBuffer(binary ? .bit : .fp32, frameCount: frames, shape: [inputs])
        for node in 0..<inputs {
            if binary {
                for word in 0..<(frames + 63) / 64 { x.words(node)[word] = random.next() }
                if frames % 64 != 0 { x.words(node)[frames / 64] &= (1 << UInt64(frames % 64)) - 1 }
            } else {
                for frame in 0..<frames { x.floats(node)[frame] = random.uniformFloat() }
            }
        }
        let dy = FrameBuffer(.fp32, frameCount: frames, shape: [outputs])
        for node in 0..<outputs {
            for frame in 0..<frames { dy.floats(node)[frame] = random.uniformFloat() - 0.5 }
        }
        return (layer, x, dy)
    }

    private static func time(
        _ kind: Kind, _ layer: DifferentiableLut, _ x: FrameBuffer, _ dy: FrameBuffer, seconds: Double
    ) throws -> Double {
        switch kind {
        case .forward:
            return try Stopwatch.shortest(seconds: seconds, prepare: { layer.clear() }) {
                _ = try layer.forward(x, train: true)
            }
        case .inference:
            return try Stopwatch.shortest(seconds: seconds) { _ = try layer.forward(x, train: false) }
        case .backward(let inputGradient):
            return try Stopwatch.shortest(seconds: seconds, prepare: { _ = try layer.forward(x, train: true) }) {
                _ = try layer.backward(dy, needsInputGradient: inputGradient)
            }
        }
    }
}
