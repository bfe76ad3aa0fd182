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

extension LearnedLut {
    /// Takes over wires, tables and running statistics. Wires that learn begin with those of the other layer as their best
    /// candidates; where it has candidates of its own in the same number, they are taken over with their scores.
    public func takeOver(_ other: any Model) throws {
        guard let other = other.learnedLut, let wires = other.connection, let tables = other.weights,
            modelName == other.modelName, inputShape == other.inputShape, outputShape == other.outputShape
        else { return try requireTwin(other) }
        let own = try wires.copy()
        var learning: LearnableConnection?
        if let learnableConnection {
            var generator = MersenneTwister64(seed: seed)
            let fresh = try LearnableConnection(
                learnableConnection, wires: own, rule: connectionRule, generator: &generator)
            if !(other.wires.map { fresh.restore($0.state) } ?? false) { fresh.preferFirst() }
            learning = fresh
        }
        install(connection: own, weights: Tensor(tables.values, shape: tables.shape), wires: learning)
        for (mine, others) in zip(runningStatistics, other.runningStatistics) { mine.assign(others) }
    }
}

extension LearnableConnection {
    /// Lets each wire read its first candidate.
    func preferFirst() {
        for wire in 0..<scores.count / candidateCount {
            let own = wire * candidateCount..<(wire + 1) * candidateCount
            // The first of equals is chosen.
            scores.floats[own.lowerBound] = own.reduce(-Float.infinity) { max($0, scores.floats[$1]) }
        }
    }
}

extension MicroMlpAffine {
    /// Takes over wires and parameters.
    public func takeOver(_ other: any Model) throws {
        try requireTwin(other)
        guard let wires = (other as? MicroMlpAffine)?.connection else { return }
        install(
            connection: try wires.copy(),
            tensors: other.parameters.tensors.map { Tensor($0.values, shape: $0.shape) })
    }
}

extension ReducingLut {
    /// Takes over wires.
    public func takeOver(_ other: any Model) throws {
        try requireTwin(other)
        if let wires = (other as? ReducingLut)?.connection { install(connection: try wires.copy()) }
    }
}

extension BinaryLut {
    /// Takes over the wires and the truth tables of any layer of look-up tables of the same size.
    public func takeOver(_ other: any Model) throws {
        guard let other = other.luts else { return try requireTwin(other) }
        try importLayer(other)
    }
}
