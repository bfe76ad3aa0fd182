/// Training speed over about the last second of training; time spent on anything else does not count.
struct Throughput {
    private struct Slice {
        var seconds = 0.0
        var images = 0
        var frames = 0
    }
    private static let sliceLength = 0.05
    private static let sliceCount = 20
    private var slices: [Slice] = []

    /// Adds a mini-batch.
    mutating func add(seconds: Double, images: Int, frames: Int) {
        if slices.isEmpty || slices[slices.count - 1].seconds >= Self.sliceLength {
            if slices.count == Self.sliceCount { slices.removeFirst() }
            slices.append(Slice())
        }
        slices[slices.count - 1].seconds += seconds
        slices[slices.count - 1].images += images
        slices[slices.count - 1].frames += frames
    }

    private func rate(_ count: (Slice) -> Int) -> Double {
        let seconds = slices.reduce(0) { $0 + $1.seconds }
        return seconds > 0 ? Double(slices.reduce(0) { $0 + count($1) }) / seconds : 0
    }

    /// Images a second, before modulation.
    var imagesPerSecond: Double { rate(\.images) }
    /// Frames a second, after modulation.
    var framesPerSecond: Double { rate(\.frames) }
}
