// What a layer has learned, for another one that is to begin with it.

extension Model {
    /// Takes over parameters and running statistics of a layer of the same class and shapes.
    public func takeOver(_ other: any Model) throws {
        try requireTwin(other)
        takeOverNumbers(other)
    }

    /// Whether there is something in it that it has learned, or drawn.
    public var holdsState: Bool { parameters.elementCount > 0 || !runningStatistics.isEmpty || luts != nil }

    /// `DenseAffine 784 → 10`.
    public var classAndShapes: String { "\(modelName) \(inputShape) → \(outputShape)" }

    /// Throws unless another layer is of the same class and shapes.
    func requireTwin(_ other: any Model) throws {
        let isTwin =
            modelName == other.modelName && inputShape == other.inputShape && outputShape == other.outputShape
            && parameters.tensors.map(\.shape) == other.parameters.tensors.map(\.shape)
            && runningStatistics.map(\.shape) == other.runningStatistics.map(\.shape)
        guard !isTwin else { return }
        let isAlike = classAndShapes == other.classAndShapes
        throw BrainError(
            .shape, what: "layer \(displayName)",
            why: "it is \(classAndShapes), and the other is \(other.classAndShapes)"
                + (isAlike ? " with other parameters" : ""),
            remedy: "give both the same class and shapes, or leave this layer out")
    }

    /// Copies the parameters and running statistics of a twin.
    func takeOverNumbers(_ other: any Model) {
        for (own, others) in zip(parameters.tensors, other.parameters.tensors) { own.assign(others) }
        for (own, others) in zip(runningStatistics, other.runningStatistics) { own.assign(others) }
    }
}

extension ConnectionTable {
    /// A table with the wires of this one and memory of its own.
    func copy() throws -> ConnectionTable {
        try ConnectionTable(
            inputShape: inputShape, outputShape: outputShape, inputsPerNode: inputsPerNode,
            entries: Array(table.int32s))
    }
}
