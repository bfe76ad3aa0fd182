import BinaryBrain

extension Extraction {
    /// Numbers become bits by comparison with thresholds.
    func modulate(_ layer: RealToBinary, frames: Int) throws {
        guard case .untouched = stage else {
            throw Self.impossible(layer, "numbers become bits only once", "put the modulator first")
        }
        guard layer.valueGenerator == nil else {
            throw Self.impossible(
                layer, "it draws its thresholds at random",
                "use the pulse-width code for inference, or extract the net inside the modulation")
        }
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        guard !layer.awaitsData else {
            throw Self.impossible(
                layer, "its thresholds have not been taken from training data yet", "train it, if only for a step")
        }
        try start(
            InputEncoding(
                shape: layer.inputShape, frameModulationSize: frames, depthModulationSize: layer.depthModulationSize,
                thresholds: layer.ownThresholds ?? layer.pulseWidthThresholds(frameModulationSize: frames)),
            levels: .minusOnePlusOne)
    }

    /// Averages of the copies of each output.
    func average(_ layer: any Model) throws {
        let outputs = layer.outputShape.count
        try count(layer, share: 1 / Float(layer.inputShape.count / outputs)) { output, copy in output + copy * outputs }
    }

    /// Sums of the groups of each output.
    func addUp(_ layer: GroupSum) throws {
        try count(layer, share: layer.scale) { output, copy in output * layer.groupSize + copy }
    }

    /// Numbers that are the sum of several nodes times `share`.
    /// - Parameter node: the node that is the `copy`-th of an output.
    private func count(
        _ layer: any Model, share: Float, node: (_ output: Int, _ copy: Int) -> Int
    ) throws {
        let outputs = layer.outputShape.count
        lastNumbers = layer
        try mapFrames(layer) { values, _ in
            let copies = values.count / outputs
            if case .bits(let signals, let levels) = values {
                let sums = (0...copies).map { (Float($0) + Float(copies - $0) * levels.low) * share }
                return .numbers(
                    (0..<outputs).map { output in
                        .counted(
                            CountedNumber(signals: (0..<copies).map { signals[node(output, $0)] }, values: sums))
                    })
            }
            let numbers = values.asNumbers
            return .numbers(
                try (0..<outputs).map { output in
                    let tables = try (0..<copies).map { try Self.table(numbers[node(output, $0)], for: layer) }
                    guard let sum = NumberTable(of: tables, { $0.reduce(0, +) * share }) else {
                        throw Self.tooManyBits(layer)
                    }
                    return .table(sum)
                })
        }
    }

    /// Bits are counted into numbers: what remains are output groups.
    func integrate(_ layer: BinaryToReal, frames size: Int) throws {
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        switch stage {
        case .untouched:
            throw Self.impossible(
                layer, "no layer before it makes bits", "put RealToBinary or LUT layers before it")
        case .shares:
            throw Self.impossible(layer, "it works on real numbers, after BinaryToReal", "leave it out")
        case .frames: break
        }
        let frames = try self.frames(before: layer)
        guard frames.count == 1 else {
            throw Self.impossible(
                layer, "one frame becomes \(frames.count) before it", "end the lowering with ConvolutionCol2Im")
        }
        if layer.averagesReals, layer.inputShape.count == layer.outputShape.count, case .numbers(let sums) = frames[0],
            let (outputs, decoding) = Self.sumOutputs(sums, shape: layer.outputShape, frames: size)
        {
            stage = .shares(outputs, decoding)
            return
        }
        // Averages that round before they are averaged over frames are decoded frame by frame.
        if layer.averagesReals, layer.inputShape.count == layer.outputShape.count,
            case .numbers(let averages) = frames[0],
            !averages.allSatisfy({ $0.values.allSatisfy { $0 == 0 || $0 == 1 } }),
            Self.shareOutputs(averages).map({ size > 1 && ($0.count / averages.count).nonzeroBitCount != 1 }) ?? true,
            let (outputs, decoding) = Self.averageOutputs(averages, shape: layer.outputShape, frames: size)
        {
            stage = .shares(outputs, decoding)
            return
        }
        let outputs = try countedBits(frames[0], layer, frames: size)
        stage = .shares(outputs, .shares(layer.outputShape, frameIntegrationSize: size))
    }

    private func countedBits(_ values: NodeValues, _ layer: BinaryToReal, frames: Int) throws -> [Int32] {
        switch values {
        case .bits(let signals, _): return signals
        case .numbers(let numbers):
            if numbers.allSatisfy({ $0.values.allSatisfy { $0 == 0 || $0 == 1 } }) {
                return bits(values, layer) { $0 == 1 }
            }
            guard layer.averagesReals else { return bits(values, layer) { $0 > 0 } }
            return try averagedBits(numbers, layer, frames: frames)
        }
    }

    /// Averages of averages, where a count over all gives exactly the same number.
    private func averagedBits(_ numbers: [BitNumber], _ layer: BinaryToReal, frames: Int) throws -> [Int32] {
        let outputs = layer.outputShape.count
        let fold = numbers.count / outputs
        let groups = try (0..<fold).map { group in
            guard let signals = Self.shareOutputs(Array(numbers[group * outputs..<(group + 1) * outputs])) else {
                throw Self.impossible(
                    layer, "it averages numbers that are not shares of ones",
                    "put Binarize before it, or layers whose bits are 0 and 1 before the average")
            }
            return signals
        }
        let copies = groups[0].count / outputs
        guard groups.allSatisfy({ $0.count == groups[0].count }),
            fold * frames == 1 || copies.nonzeroBitCount == 1
        else {
            throw Self.impossible(
                layer, "averages over \(copies) bits round before it averages them again",
                "let Reduce average over a power of two, or leave the averaging to BinaryToReal")
        }
        return groups.flatMap { $0 }
    }
}
