import KernelInterface

/// An answer and its target, checked to fit each other, as numbers.
struct AnswerPair {
    /// The answer of the net, fp32.
    let y: FrameBuffer
    /// The target, fp32.
    let t: FrameBuffer

    /// Throws unless both have the same number of frames, and shapes that can be compared in this way.
    init(
        _ y: FrameBuffer, target t: FrameBuffer, by comparison: AnswerComparison, for user: String,
        conversions: inout FrameBufferPool
    ) throws {
        guard y.frameCount == t.frameCount else {
            throw BrainError(
                .shape, what: user,
                why: "the answer is \(y.frameCount) frames of \(y.shape), the target \(t.frameCount) of \(t.shape)",
                remedy: "give a target for each frame of the answer")
        }
        try comparison.check(answer: y.shape, target: t.shape, for: user)
        self.y = y.floats(using: &conversions)
        self.t = t.floats(using: &conversions)
    }

    var frameCount: Int { y.frameCount }
    var nodeCount: Int { y.nodeCount }
    /// Classes: the extent of the outermost axis.
    var channelCount: Int { y.shape.rank == 0 ? 1 : y.shape[0] }
    /// Pixels that each have their own class.
    var pointCount: Int { nodeCount / channelCount }

    /// Frames to divide gradients by.
    func divisor(batchSize: Int?, for user: String) throws -> Float {
        guard let batchSize else { return Float(frameCount) }
        guard batchSize > 0 else {
            throw BrainError(
                .parameter, what: user, why: "a mini-batch cannot have \(batchSize) frames",
                remedy: "give the number of frames of the whole mini-batch, or leave it out")
        }
        return Float(batchSize)
    }

    /// Calls `element(y, t)` for each frame of each node; writes the gradients, scaled, to `dy` and returns the sum of losses.
    @inline(__always)
    func sumLosses(
        gradients dy: FrameBuffer, scale: Float, _ element: (Float, Float) -> (loss: Double, gradient: Float)
    ) -> Double {
        var sum = 0.0
        for node in 0..<nodeCount {
            let (answers, targets, row) = (y.floats(node), t.floats(node), dy.floats(node))
            for frame in 0..<frameCount {
                let (loss, gradient) = element(answers[frame], targets[frame])
                row[frame] = gradient * scale
                sum += loss
            }
        }
        return sum
    }

    /// Runs a kernel for each node, which writes its gradients to `dy`; returns the sum of the losses.
    func sumLosses(gradients dy: FrameBuffer, scale: Float, _ kernel: (AnswerRow) -> Float) -> Double {
        sumOfRows(nodeCount, length: frameCount) { node in
            kernel(
                AnswerRow(
                    answers: y.floats(node), targets: t.floats(node), gradients: dy.floats(node), scale: scale,
                    count: frameCount))
        }
    }

    /// The sum of one number a row, in the order of the rows, whatever thread made it.
    func sumOfRows(_ rows: Int, length: Int, _ row: (Int) -> Float) -> Double {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows) { sums in
            let base = sums.baseAddress
            Parallel.shared.forEachRow(rows, length: length) { base?[$0] = row($0) }
            return sums.reduce(0.0) { $0 + Double($1) }
        }
    }
}

/// Memory that a loss uses again from batch to batch.
struct LossBuffers {
    private var gradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A batch as a loss takes it: answers beside targets, the number of frames to divide gradients by, and room for these.
    mutating func take(
        _ y: FrameBuffer, target: FrameBuffer, by comparison: AnswerComparison, batchSize: Int?, for user: String
    ) throws -> (pair: AnswerPair, divisor: Float, dy: FrameBuffer) {
        let pair = try AnswerPair(y, target: target, by: comparison, for: user, conversions: &conversions)
        let divisor = try pair.divisor(batchSize: batchSize, for: user)
        return (pair, divisor, gradients.take(.fp32, frameCount: pair.frameCount, shape: y.shape))
    }
}
