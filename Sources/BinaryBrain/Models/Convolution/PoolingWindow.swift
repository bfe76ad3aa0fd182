/// The windows of a pooling layer: they tile the image, and those at its lower and right border may be cut off.
struct PoolingPlan {
    /// Size of the input image.
    let input: PlaneSize
    /// Size of a window.
    let filter: PlaneSize
    /// Number of windows: ⌈in / filter⌉ each way.
    let output: PlaneSize

    init(input: PlaneSize, filter: PlaneSize) {
        self.input = input
        self.filter = filter
        output = PlaneSize(
            height: (input.height + filter.height - 1) / filter.height,
            width: (input.width + filter.width - 1) / filter.width)
    }

    /// Most pixels that a window can have.
    var maximumTapCount: Int { min(filter.height, input.height) * min(filter.width, input.width) }

    /// Writes the input nodes of an output node's window, row by row, to `nodes`; their number.
    func nodes(ofWindow node: Int, into nodes: UnsafeMutablePointer<Int>) -> Int {
        let (channel, place) = (node / output.count, node % output.count)
        let top = place / output.width * filter.height
        let left = place % output.width * filter.width
        var count = 0
        for y in top..<min(top + filter.height, input.height) {
            for x in left..<min(left + filter.width, input.width) {
                nodes[count] = channel * input.count + y * input.width + x
                count += 1
            }
        }
        return count
    }
}

/// One window of a forward: the rows that it reads and the row that it becomes.
struct PoolingWindow {
    /// Input; its rows `nodes[0]`, `nodes[1]`, … are the pixels of the window.
    let x: FrameRows
    /// Output; its row `output` is the result.
    let y: FrameRows
    /// Row of the output.
    let output: Int
    /// Rows of the input, one at least.
    let nodes: UnsafePointer<Int>
    /// Number of them.
    let count: Int

    /// y = OR of the pixels, padding included: that is zero in all of them.
    func or() {
        let target = y.words(output)
        target.update(from: x.words(nodes[0]), count: y.wordStride)
        for tap in 1..<max(1, count) {
            let source = x.words(nodes[tap])
            for word in 0..<y.wordStride { target[word] |= source[word] }
        }
    }

    /// dx of a pixel = `scale` · dy where `bits(word)` is set, 0 elsewhere.
    func select(_ dy: FrameRows, into dx: FrameRows, tap: Int, scale: Float, _ bits: (Int) -> UInt64) {
        let (source, target) = (dy.floats(output), dx.floats(nodes[tap]))
        for word in 0..<(x.frameCount + 63) / 64 {
            let chosen = bits(word)
            let start = word * 64
            for bit in 0..<min(64, x.frameCount - start) {
                // All ones or none, as a mask over the number: bits are hard to predict.
                let mask = 0 &- UInt32(truncatingIfNeeded: chosen >> UInt64(bit) & 1)
                target[start + bit] = Float(bitPattern: (source[start + bit] * scale).bitPattern & mask)
            }
        }
    }
}
