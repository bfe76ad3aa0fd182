import BinaryBrain

extension SampleSet {
    /// Inputs and targets of some samples, in buffers of their own: fp32, a frame a sample, shapes `shape` and `targetShape`. What
    /// trains for long fills the same buffers again and again: `fillInputs`, `fillTargets`.
    /// - Throws: `BrainError` if an index is outside the set.
    public func batch(_ indices: some Sequence<Int32>) throws -> (input: FrameBuffer, target: FrameBuffer) {
        let indices = Array(indices)[...]
        let input = FrameBuffer(.fp32, frameCount: indices.count, shape: shape)
        try fillInputs(indices: indices, into: input)
        if case .none = targets { return (input, input) }
        let target = FrameBuffer(.fp32, frameCount: indices.count, shape: targetShape)
        try fillTargets(indices: indices, into: target)
        return (input, target)
    }

    /// All samples as one batch; see `batch(_:)`.
    /// - Throws: `BrainError` as `batch(_:)` does.
    public func all() throws -> (input: FrameBuffer, target: FrameBuffer) { try batch(0..<Int32(count)) }

    /// Fills `buffer` with the samples `indices`, frame f with sample `indices[f]`.
    ///
    /// The buffer is fp32, has as many frames as there are indices and as many nodes as a sample has values. Allocates
    /// nothing of size: this runs once a training step.
    /// - Throws: `BrainError` if the buffer is another one, or an index is outside the set.
    public func fillInputs(indices: ArraySlice<Int32>, into buffer: FrameBuffer) throws {
        try require(buffer, nodes: shape.count, indices: indices, what: "filling a batch of inputs")
        indices.withUnsafeBufferPointer { indices in
            switch values {
            case .pixels(let pixels):
                pixels.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: indices, into: buffer) }
            case .floats(let floats):
                floats.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: indices, into: buffer) }
            }
        }
    }

    /// Fills `buffer` (fp32, `classCount` nodes) with 1 in the row of each sample's class and 0 elsewhere.
    /// - Throws: `BrainError` without labels, if the buffer is another one, or an index is outside the set.
    public func fillOneHot(indices: ArraySlice<Int32>, into buffer: FrameBuffer) throws {
        guard case .labels(let labels, let classCount) = targets else {
            throw BrainError(
                .usage, what: "filling a batch of one-hot targets", why: "the samples have no labels",
                remedy: "use a data set with labels, or the samples' own values as targets")
        }
        try require(buffer, nodes: classCount, indices: indices, what: "filling a batch of one-hot targets")
        for node in 0..<classCount { buffer.floats(node).update(repeating: 0, count: indices.count) }
        for (frame, index) in indices.enumerated() { buffer.floats(Int(labels[Int(index)]))[frame] = 1 }
    }

    /// Fills `buffer` (fp32, the nodes of `targetShape`) with the targets: one-hot labels, target values, or, without targets,
    /// the samples themselves.
    /// - Throws: `BrainError` if the buffer is another one, or an index is outside the set.
    public func fillTargets(indices: ArraySlice<Int32>, into buffer: FrameBuffer) throws {
        switch targets {
        case .none: try fillInputs(indices: indices, into: buffer)
        case .labels: try fillOneHot(indices: indices, into: buffer)
        case .classMaps(let classes, let classCount, let places):
            try require(buffer, nodes: classCount * places.count, indices: indices, what: "filling a batch of targets")
            for node in 0..<buffer.nodeCount { buffer.floats(node).update(repeating: 0, count: indices.count) }
            for (frame, index) in indices.enumerated() {
                for place in 0..<places.count {
                    buffer.floats(Int(classes[Int(index) * places.count + place]) * places.count + place)[frame] = 1
                }
            }
        case .values(let wanted, let shape):
            try require(buffer, nodes: shape.count, indices: indices, what: "filling a batch of targets")
            indices.withUnsafeBufferPointer { indices in
                wanted.withUnsafeBufferPointer { BlockedTranspose.gather($0, rows: indices, into: buffer) }
            }
        }
    }

    private func require(_ buffer: FrameBuffer, nodes: Int, indices: ArraySlice<Int32>, what: String) throws {
        guard buffer.dtype == .fp32, buffer.nodeCount == nodes, buffer.frameCount == indices.count else {
            throw BrainError(
                .shape, what: what,
                why: "the buffer is \(buffer.frameCount) frames of \(buffer.nodeCount) \(buffer.dtype.name) nodes",
                remedy: "pass \(indices.count) frames of \(nodes) fp32 nodes")
        }
        guard indices.allSatisfy({ $0 >= 0 && $0 < count }) else {
            throw BrainError(
                .parameter, what: what, why: "an index is outside the \(count) samples",
                remedy: "number the samples from 0 to \(count - 1)")
        }
    }
}
