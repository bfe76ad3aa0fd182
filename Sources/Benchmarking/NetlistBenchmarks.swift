import BinaryBrain
import Datasets
import Netlist

/// Netlist evaluation of the manual's simple MNIST net after some training: images to classes, from packed bits and from
/// 8-bit pixels, as many as a test set has.
enum NetlistBenchmarks {
    static func all(threads: Int) -> [Benchmark] {
        [
            Benchmark(name: "netlist-mnist-lut-simple bits x1") {
                try measure(size: 1, images: 1 << 14, fromPixels: false, threads: threads)
            },
            Benchmark(name: "netlist-mnist-lut-simple pixels x1") {
                try measure(size: 1, images: 1 << 14, fromPixels: true, threads: threads)
            },
            Benchmark(name: "netlist-mnist-lut-simple pixels x15") {
                try measure(size: 15, images: 1 << 12, fromPixels: true, threads: threads)
            },
        ]
    }

    private static func measure(size: Int, images: Int, fromPixels: Bool, threads: Int) throws -> BenchmarkResult {
        let bench = try NetBenchmarks.Bench(NetBenchmarks.simple, batch: 64, size: size)
        for step in 0..<20 { try bench.train(step) }
        let netlist = try Netlist(extracting: bench.net).simplified()
        let pixels = digits(bench.data, count: images)
        func time(_ evaluator: NetlistEvaluator, images: Int, seconds: Double) throws -> Double {
            var classes = [Int32](repeating: 0, count: images)
            return try classes.withUnsafeMutableBufferPointer { classes in
                if fromPixels {
                    return try pixels.withUnsafeBufferPointer { pixels in
                        let part = UnsafeBufferPointer(rebasing: pixels[..<(images * bench.data.inputShape.count)])
                        return try Stopwatch.shortest(seconds: seconds) {
                            try evaluator.classify(pixels: part, into: classes)
                        }
                    }
                }
                let bits = packed(pixels, frameCount: images, shape: bench.data.inputShape)
                return try Stopwatch.shortest(seconds: seconds) { try evaluator.classify(bits, into: classes) }
            }
        }
        let seconds = try time(NetlistEvaluator(netlist), images: images, seconds: 1)
        // The twin gets a small share of the work, and the time is scaled.
        let twinImages = 256
        let twinSeconds = try time(NetlistEvaluator(netlist, hostOnly: true), images: twinImages, seconds: 0.05)
        return BenchmarkResult(
            name: "", threads: threads, seconds: seconds, frames: Double(images * size), images: Double(images),
            nodeFrames: Double(netlist.luts.count * images * size),
            referenceSeconds: twinSeconds * Double(images) / Double(twinImages))
    }

    /// The embedded digits, over and over.
    private static func digits(_ data: Dataset, count: Int) -> [UInt8] {
        guard case .pixels(let pixels) = data.train.values else { return [] }
        let size = data.inputShape.count
        var result: [UInt8] = []
        result.reserveCapacity(count * size + pixels.count)
        while result.count < count * size { result += pixels }
        result.removeLast(result.count - count * size)
        return result
    }

    /// A bit for each pixel: its highest, which is the comparison with the one threshold of x1.
    private static func packed(_ pixels: [UInt8], frameCount: Int, shape: Shape) -> FrameBuffer {
        let bits = FrameBuffer(.bit, frameCount: frameCount, shape: shape, levels: .zeroOne)
        for frame in 0..<frameCount {
            for node in 0..<shape.count where pixels[frame * shape.count + node] >= 128 {
                bits.words(node)[frame / 64] |= 1 << UInt64(frame % 64)
            }
        }
        return bits
    }
}
