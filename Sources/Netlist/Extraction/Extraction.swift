import BinaryBrain

/// Collects LUTs layer by layer, in the order of the signal.
final class Extraction {
    /// What stands between the last layer and the next.
    enum Stage {
        /// Numbers that nothing has made bits of yet.
        case untouched
        /// Nodes, once for each frame that a frame of the net has become by lowering.
        case frames([NodeValues])
        /// Output counters: what comes behind works on numbers.
        case shares([Int32], OutputDecoding)
    }

    var stage = Stage.untouched
    var list = LutList()
    private var encoding: InputEncoding?
    /// Frames that become one again, where the modulator is not among the layers.
    private var fedFrames: Int?
    private var layerIndices: [ObjectIdentifier: Int] = [:]
    /// The last layer that made numbers of bits.
    var lastNumbers: (any Model)?

    // MARK: Begin and end

    /// Input bits that stand for `levels`, for a model that is part of a net.
    func feed(bitsFor model: any Model, levels: BitLevels, framesPerImage: Int) throws {
        guard model.inputShape.rank > 0 else { throw Self.notBuilt(model) }
        fedFrames = framesPerImage
        try start(
            try InputEncoding(
                shape: model.inputShape, frameModulationSize: framesPerImage,
                thresholds: [Float](repeating: Float(0.5).nextUp, count: framesPerImage)), levels: levels)
    }

    /// Fixes how numbers become input bits. Branches that begin with them do so in the same way.
    func start(_ encoding: InputEncoding, levels: BitLevels) throws {
        guard self.encoding.map({ $0 == encoding }) ?? true else {
            throw BrainError(
                .usage, what: "branches as LUTs", why: "they make bits of the input by different thresholds",
                remedy: "put one RealToBinary or Binarize before the branches")
        }
        self.encoding = encoding
        list.inputCount = encoding.bitCount
        stage = .frames([.bits((0..<Int32(encoding.bitCount)).map { $0 }, levels: levels)])
    }

    func finish(_ model: any Model) throws -> Netlist {
        guard let encoding else {
            throw Self.impossible(
                model, "it holds no layer that turns numbers into bits or bits into bits",
                "extract a net of LUT layers")
        }
        let (outputs, decoding) = try decoded(model)
        return try Netlist(
            inputCount: encoding.bitCount, luts: list.luts, outputs: outputs, layerNames: list.layerNames,
            encoding: encoding, decoding: decoding)
    }

    private func decoded(_ model: any Model) throws -> ([Int32], OutputDecoding) {
        switch stage {
        case .shares(let outputs, let decoding): return (outputs, decoding)
        case .untouched: preconditionFailure("an encoding is followed by frames")
        case .frames(let frames):
            guard frames.count == 1 else {
                throw Self.impossible(
                    model, "one frame becomes \(frames.count), and nothing joins them again",
                    "end the lowering with ConvolutionCol2Im")
            }
            switch frames[0] {
            case .bits(let signals, let levels): return (signals, .bits(model.outputShape, levels: levels))
            case .numbers(let numbers):
                if let sums = Self.sumOutputs(numbers, shape: model.outputShape, frames: 1) { return sums }
                guard let outputs = Self.shareOutputs(numbers) else {
                    if let averages = Self.averageOutputs(numbers, shape: model.outputShape, frames: 1) {
                        return averages
                    }
                    throw Self.impossible(
                        lastNumbers ?? model, "its outputs are real numbers, not bits",
                        "put Binarize or another layer that outputs bits after it")
                }
                return (outputs, .shares(model.outputShape, frameIntegrationSize: 1))
            }
        }
    }

    /// Outputs whose shares of ones are these numbers: signal i of number o at i · numbers + o. Nil if counters do not give
    /// exactly them.
    static func shareOutputs(_ numbers: [BitNumber]) -> [Int32]? {
        let counted = numbers.compactMap { number -> CountedNumber? in
            if case .counted(let counted) = number, counted.isShareOfOnes { counted } else { nil }
        }
        guard counted.count == numbers.count, let size = counted.first?.signals.count,
            counted.allSatisfy({ $0.signals.count == size })
        else { return nil }
        return interleaved(counted)
    }

    /// Outputs whose ones, times a scale and plus an offset, are these numbers, where they are no shares of ones.
    static func sumOutputs(_ numbers: [BitNumber], shape: Shape, frames: Int) -> ([Int32], OutputDecoding)? {
        let counted = numbers.compactMap { number -> CountedNumber? in
            if case .counted(let counted) = number { counted } else { nil }
        }
        guard counted.count == numbers.count, let first = counted.first, !first.isShareOfOnes, let line = first.line,
            counted.allSatisfy({ $0.values == first.values }),
            frames == 1 || isExact(line.scale, line.offset, counts: first.signals.count * frames)
        else { return nil }
        return (
            interleaved(counted),
            .sums(shape, frameIntegrationSize: frames, scale: line.scale, offset: line.offset)
        )
    }

    /// Whether sums of so many numbers round nowhere, in whatever order they are added up.
    private static func isExact(_ scale: Float, _ offset: Float, counts: Int) -> Bool {
        let bits = Int.bitWidth - counts.leadingZeroBitCount
        return [scale, offset].allSatisfy { $0 == 0 || $0.significandWidth + 1 + bits <= Float.significandBitCount + 1 }
    }

    /// Outputs whose counts have values of their own, which are averaged over frames one after another.
    static func averageOutputs(_ numbers: [BitNumber], shape: Shape, frames: Int) -> ([Int32], OutputDecoding)? {
        let counted = numbers.compactMap { number -> CountedNumber? in
            if case .counted(let counted) = number { counted } else { nil }
        }
        guard counted.count == numbers.count, let first = counted.first,
            counted.allSatisfy({ $0.values == first.values }),
            zip(first.values, first.values.dropFirst()).allSatisfy({ $0 <= $1 })
        else { return nil }
        return (interleaved(counted), .averages(shape, frameIntegrationSize: frames, values: first.values))
    }

    /// Signal i of number o at i · numbers + o.
    private static func interleaved(_ numbers: [CountedNumber]) -> [Int32] {
        numbers[0].signals.indices.flatMap { index in numbers.map { $0.signals[index] } }
    }

    // MARK: Layers

    /// Takes a model and all inside it.
    func append(_ model: any Model) throws {
        let form = model.hardware
        if case .shares = stage, form.readsBits {
            throw Self.impossible(model, "it works on real numbers, after BinaryToReal", "put it before BinaryToReal")
        }
        switch form {
        case .chain(let models): for inner in models { try append(inner) }
        case .branches(let models): try appendBranches(model, models)
        case .convolution(let net): for part in net.children { try append(part) }
        case .modulation(let net):
            try modulate(net.realToBinary, frames: net.inferenceModulationSize)
            try append(net.layer)
            try integrate(net.binaryToReal, frames: net.inferenceModulationSize)
        case .modulator(let layer): try modulate(layer, frames: layer.frameModulationSize)
        case .counter(let layer): try integrate(layer, frames: fedFrames ?? layer.frameIntegrationSize)
        case .tables(let nodes): try appendTables(model, nodes)
        case .functions(let nodes): try appendFunctions(model, nodes)
        case .threshold(let rule, let isBit): try appendThreshold(model, rule, isBit: isBit)
        case .nodewise, .identity: try appendNodewise(model)
        case .gather(let nodes): try gather(model, nodes)
        case .window(let nodes): try appendWindows(model, nodes)
        case .average: try average(model)
        case .groupSums(let layer): try addUp(layer)
        case .lowering(let layer): try lower(layer)
        case .raising(let layer): try raise(layer)
        case .none(let why, let remedy):
            throw Self.impossible(model, why, remedy)
        }
    }

    /// The number that LUTs of a layer carry; a layer is entered when its first LUT is made.
    func layerIndex(_ model: any Model) -> Int {
        let key = ObjectIdentifier(model)
        if let known = layerIndices[key] { return known }
        let index = list.addLayer(named: model.displayName)
        layerIndices[key] = index
        return index
    }

    /// The frames before a layer, which must fit it.
    func frames(before layer: any Model) throws -> [NodeValues] {
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        guard case .frames(let frames) = stage else {
            throw Self.impossible(
                layer, "its inputs are real numbers, not bits", "put RealToBinary or a LUT layer before it")
        }
        for values in frames where values.count != layer.inputShape.count {
            throw Self.impossible(
                layer, "it has \(layer.inputShape.count) inputs, the layer before it has \(values.count) outputs",
                "call setInputShape on the whole net")
        }
        return frames
    }

    /// Applies a layer to each frame by itself; `body` gets the frame, and the number for its LUTs from a function.
    func mapFrames(_ layer: any Model, _ body: (NodeValues, () -> Int) throws -> NodeValues) throws {
        let frames = try self.frames(before: layer)
        stage = .frames(try frames.map { try body($0) { layerIndex(layer) } })
    }

    /// Lets a layer that compares numbers with a threshold be the first: its inputs become bits 0 and 1.
    /// - Returns: whether it is.
    @discardableResult
    func startIfUntouched(_ layer: any Model, above threshold: Float) throws -> Bool {
        guard case .untouched = stage else { return false }
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        try start(try InputEncoding(shape: layer.inputShape, thresholds: [threshold.nextUp]), levels: .zeroOne)
        return true
    }

    /// Nodes as bits: whether each meets a condition.
    func bits(_ values: NodeValues, _ layer: any Model, where isOne: (Float) -> Bool) -> [Int32] {
        if case .bits(let signals, let levels) = values, !isOne(levels.low), isOne(1) { return signals }
        return values.asNumbers.map { list.bit($0, layer: layerIndex(layer), where: isOne) }
    }

    // MARK: Errors

    static func notBuilt(_ layer: any Model) -> BrainError {
        impossible(layer, "its input shape is not known yet", "call setInputShape on the whole net")
    }

    static func impossible(_ layer: any Model, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.usage, what: "layer \(layer.displayName) as LUTs", why: why, remedy: remedy)
    }

    /// A layer would read numbers that depend on too many bits.
    static func tooManyBits(_ layer: any Model) -> BrainError {
        impossible(
            layer, "a number that it reads depends on more than \(Netlist.maximumLutInputs) bits",
            "put Binarize or a LUT layer before it")
    }
}
