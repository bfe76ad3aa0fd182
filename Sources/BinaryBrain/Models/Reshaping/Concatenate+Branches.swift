// What Concatenate does with nets that all read its input.

extension Concatenate {
    /// A layer of nets whose shapes are set already.
    convenience init(restoring branches: [Sequential], input: Shape, name: String?) throws {
        try self.init(branches: branches, name: name)
        sharedInputShape = input
        if input.rank > 0 { try setInputShapes(branches.map { $0.outputShape.rank == 0 ? input : $0.outputShape }) }
    }

    /// Fixes the shapes of all branches; the shape of the output.
    func setShapeOfBranches(_ shape: Shape) throws -> Shape {
        let outputs = try branches.map { try $0.setInputShape(shape) }
        // A number that no demodulator divides by accident.
        let asked = 1009
        let frames = branches.map { $0.series.reduce(asked) { $1.frameCount(after: $0) } }
        if let other = frames.firstIndex(where: { $0 != frames[0] }) {
            throw BrainError(
                .shape, what: displayName,
                why: "its branches 1 and \(other + 1) hand on different numbers of frames",
                remedy: "let each branch make as many frames of one as the others do")
        }
        sharedInputShape = shape
        return try setInputShapes(outputs)
    }

    /// What each branch hands on.
    func answersOfBranches(to x: FrameBuffer, train: Bool) throws -> [FrameBuffer] {
        if sharedInputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(sharedInputShape, for: "forward of \(displayName)")
        return try branches.map { branch in
            try StopToken.check()
            return try branch.forward(x, train: train)
        }
    }

    /// The backwards of all branches: the sum of their input gradients, in their order; nil if nobody wants it, or none has one.
    func sumOfBranches(_ gradients: [FrameBuffer], needsInputGradient: Bool) throws -> FrameBuffer? {
        var found: [FrameBuffer] = []
        for (branch, dy) in zip(branches, gradients) {
            try StopToken.check()
            let dx = try branch.backward(dy, needsInputGradient: needsInputGradient)
            if needsInputGradient, let dx { found.append(dx) }
        }
        guard let first = found.first else { return nil }
        guard found.count > 1 else { return first }
        let sum = sums.take(.fp32, frameCount: first.frameCount, shape: sharedInputShape)
        Parallel.shared.forEachRow(sum.nodeCount, length: sum.frameCount) { node in
            let target = sum.floats(node)
            for frame in 0..<sum.frameCount { target[frame] = first.floats(node)[frame] }
            for other in found.dropFirst() {
                let source = other.floats(node)
                for frame in 0..<sum.frameCount { target[frame] += source[frame] }
            }
        }
        return sum
    }

    public var children: [any Model] { branches }
    public var composition: Composition { branches.isEmpty ? .whole : .branches }
    public var parameters: Variables { Variables(branches.flatMap(\.parameters.tensors)) }
    public var gradients: Variables { Variables(branches.flatMap(\.gradients.tensors)) }

    public func frameCount(after frames: Int) -> Int {
        branches.first?.series.reduce(frames) { $1.frameCount(after: $0) } ?? frames
    }

    public func rebuilt(_ replace: (any Model) throws -> [any Model]) throws -> (any Model)? {
        guard !branches.isEmpty else { return nil }
        let replaced = try branches.map { branch in
            let models = try replace(branch)
            return (models.count == 1 ? models[0].sequence : nil) ?? Sequential(restoring: models, name: nil)
        }
        let layer = try Concatenate(restoring: replaced, input: sharedInputShape, name: name)
        layer.hostOnly = hostOnly
        return layer
    }
}
