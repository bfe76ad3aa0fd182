import BinaryBrain

extension ExperimentSpec {
    /// The net that this experiment trains, with parameters drawn for `input`, and the modulation around it if there is one.
    ///
    /// - Throws: `SpecificationError` for a layer that cannot be made or connected, or a net whose answer has a shape that the loss
    ///   or the metric does not compare with `output`; `BrainError` if this machine has not the memory to train it.
    /// - Parameter readNet: reads the files that layers are taken from; nil to draw those layers instead.
    func makeNet(input: Shape, output: Shape, readNet: NetReader? = nil) throws -> any Model {
        try memory(input: input, output: output).requireFits(
            "the net of \(name)", remedy: "choose smaller output shapes, or a smaller batch_size or modulation")
        return try assemble(input: input, output: output, readNet: readNet)
    }

    /// The memory that training, or the test if that is more, takes for samples of these shapes; nothing is built for it.
    func memory(input: Shape, output: Shape) throws -> NetMemory {
        let uses = [
            NetMemory.Use(
                images: batchSize, momentsPerParameter: optimizer.make().momentsPerParameter, isTraining: true),
            NetMemory.Use(images: evaluate.batchSize, isTraining: false),
        ]
        let needs = try uses.map { use in
            try NetMemory(planning: use) { try assemble(input: input, output: output, readNet: nil) }
        }
        return needs[0].total >= needs[1].total ? needs[0] : needs[1]
    }

    private func assemble(input: Shape, output: Shape, readNet: NetReader?) throws -> any Model {
        let layers = try net.map { try $0.makeModel(defaultSeed: seed, readNet: readNet) }
        try connect(layers, input: input, output: output)
        let body = Sequential(layers)
        guard let modulation else {
            try body.setInputShape(input)
            return body
        }
        let wrapped = try BinaryModulation(
            body, trainingModulationSize: modulation.train, inferenceModulationSize: modulation.test,
            valueGenerator: modulation.method.makeGenerator(seed: seed), averagesReals: modulation.averagesReals)
        try wrapped.setInputShape(input)
        return wrapped
    }

    /// Sets the shapes one by one, so that an error names its layer.
    private func connect(_ layers: [any Model], input: Shape, output: Shape) throws {
        var shape = input
        for (layer, specification) in zip(layers, net) {
            shape = try specification.naming { try layer.setInputShape(shape) }
        }
        // The last layer is to blame, whatever loss or metric finds it.
        try net.last?.naming { try checkAnswer(shape, target: output) }
    }

    /// Throws unless loss and metric can compare answers of a shape with targets of a shape.
    func checkAnswer(_ answer: Shape, target: Shape) throws {
        try loss.make().comparison.check(answer: answer, target: target, for: "loss \(loss.name)")
        try metrics.make().comparison.check(answer: answer, target: target, for: "metrics \(metrics.name)")
    }
}

extension ExperimentSpec {
    /// Whether a layer of the net, as the file describes it, hands on bits.
    public var isOfBits: Bool {
        let layers = net.compactMap { try? $0.makeModel(defaultSeed: seed) }
        return layers.contains { $0.leaves.contains { $0.isBinary == true } }
    }

    /// Whether its steps have so little to do that threads would mostly wait for one another: LUTs, and no convolution.
    public var hasSmallSteps: Bool {
        let leaves = net.compactMap { try? $0.makeModel(defaultSeed: seed) }.flatMap(\.leaves)
        return isOfBits && !leaves.contains { $0.isBinary == nil && $0.hardware.isLowering }
    }
}
