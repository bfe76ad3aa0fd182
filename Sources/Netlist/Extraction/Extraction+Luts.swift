import BinaryBrain

extension Extraction {
    /// Inputs count as [x > 0.5]; normalisation and binarisation are in the tables.
    func appendLuts(_ layer: DifferentiableLut) throws {
        try startIfUntouched(layer, above: 0.5)
        try appendTables(
            layer, try layer.truthTables(), levels: layer.binaryType == .bit ? .minusOnePlusOne : .zeroOne
        ) { $0 > 0.5 }
    }

    /// To the type fp32 every number but 0 is a one, to the type bit every positive number.
    func appendLuts(_ layer: BinaryLut) throws {
        let isBit = layer.forwardType == .bit
        if isBit { try startIfUntouched(layer, above: 0) }
        try appendTables(layer, layer.tables, levels: isBit ? .minusOnePlusOne : .zeroOne) {
            isBit ? $0 > 0 : $0 != 0
        }
    }

    /// In binary mode inputs stand for 0.25 and 0.75 and outputs are numbers; otherwise inputs must be 0 and 1, and outputs are
    /// what the tables hold.
    func appendLuts(_ layer: StochasticLut) throws {
        let isBinary = layer.isBinary == true
        if isBinary { try startIfUntouched(layer, above: 0.5) }
        let frames = try self.frames(before: layer)
        if !isBinary {
            for case .numbers(let numbers) in frames {
                // Numbers are clamped to [0, 1].
                guard numbers.allSatisfy({ $0.values.allSatisfy { $0 <= 0 || $0 >= 1 } }) else {
                    throw Self.impossible(layer, "its inputs are numbers, not bits", "send it 'binary true'")
                }
            }
        }
        if !isBinary, layer.binarizesTables {
            return try appendTables(layer, try layer.truthTables(), levels: .zeroOne) { $0 > 0.5 }
        }
        guard let wires = layer.connection else { throw Self.notBuilt(layer) }
        let outputs = Self.columns(try layer.patternOutputs())
        lastNumbers = layer
        try mapFrames(layer) { values, _ in
            let signals = bits(values, layer) { $0 > 0.5 }
            return .numbers(
                outputs.enumerated().map { node, values in
                    .table(NumberTable(inputs: wires[node].map { signals[$0] }, values: values))
                })
        }
    }

    /// The sum or the maximum of the inputs, binarised at 0.
    func appendLuts(_ layer: ReducingLut) throws {
        // A layer that does not binarise its output is taken as after `binary true`, which switches both.
        let binarizesInput = layer.binarizesInput || !layer.binarizesOutput
        if binarizesInput {
            try startIfUntouched(layer, above: 0)
            return try appendTables(layer, try layer.lutTables(), levels: .minusOnePlusOne) { $0 > 0 }
        }
        guard let wires = layer.connection else { throw Self.notBuilt(layer) }
        let isSum = layer is AverageLut
        try mapFrames(layer) { values, index in
            let numbers = values.asNumbers
            let outputs = try (0..<layer.outputShape.count).map { node in
                let inputs = try wires[node].map { try Self.table(numbers[$0], for: layer) }
                guard
                    let number = NumberTable(
                        of: inputs, { isSum ? $0.reduce(0, +) : $0.reduce(-1) { Swift.max($0, $1) } })
                else { throw Self.tooManyBits(layer) }
                return list.bit(.table(number), layer: index()) { $0 > 0 }
            }
            return .bits(outputs, levels: .minusOnePlusOne)
        }
    }

    /// A LUT a node and frame, with the node's table.
    private func appendTables(
        _ layer: any SparseModel, _ tables: [UInt64], levels: BitLevels, where isOne: (Float) -> Bool
    ) throws {
        guard let wires = layer.connection else { throw Self.notBuilt(layer) }
        let frames = try self.frames(before: layer)
        guard list.luts.count + frames.count * tables.count <= Netlist.maximumLutCount else {
            throw Self.impossible(
                layer, "the net unrolled has more than \(Netlist.maximumLutCount) LUTs",
                "use smaller images, or export the convolution as a stream, which has its LUTs once")
        }
        let index = layerIndex(layer)
        let inputs = (0..<tables.count).map { wires[$0] }
        try mapFrames(layer) { values, _ in
            let signals = bits(values, layer, where: isOne)
            return .bits(
                tables.indices.map { node in list.lut(inputs[node].map { signals[$0] }, tables[node], layer: index) },
                levels: levels)
        }
    }

    /// Perceptrons of a few inputs read numbers: what they make of bits depends on the levels.
    func appendPerceptrons(_ layer: MicroMlpAffine) throws {
        guard let wires = layer.connection else { throw Self.notBuilt(layer) }
        let (nodes, count) = (layer.outputShape.count, layer.inputsPerNode)
        var known: [BitLevels: [[Float]]] = [:]
        lastNumbers = layer
        try mapFrames(layer) { values, _ in
            if case .bits(let signals, let levels) = values {
                let outputs =
                    try known[levels]
                    ?? Self.columns(
                        layer.forward(
                            slots: Self.buffer(nodes * count, frameCount: 1 << count) { slot, pattern in
                                pattern >> (slot % count) & 1 == 1 ? 1 : levels.low
                            }))
                known[levels] = outputs
                return .numbers(
                    (0..<nodes).map { node in
                        .table(NumberTable(inputs: wires[node].map { signals[$0] }, values: outputs[node]))
                    })
            }
            let numbers = values.asNumbers
            let inputs = try (0..<nodes).map { try wires[$0].map { try Self.table(numbers[$0], for: layer) } }
            let unions = try inputs.map { inputs in
                guard let union = NumberTable.union(of: inputs) else { throw Self.tooManyBits(layer) }
                return union
            }
            let places = inputs.indices.map { node in inputs[node].map { $0.places(in: unions[node]) } }
            let outputs = Self.columns(
                try layer.forward(
                    slots: Self.buffer(nodes * count, frameCount: 1 << Netlist.maximumLutInputs) { slot, pattern in
                        let (node, input) = slot.quotientAndRemainder(dividingBy: count)
                        return inputs[node][input].value(at: pattern, places: places[node][input])
                    }))
            return .numbers(
                unions.indices.map { node in
                    .table(
                        NumberTable(inputs: unions[node], values: Array(outputs[node].prefix(1 << unions[node].count))))
                })
        }
    }

    /// A number as a table.
    static func table(_ number: BitNumber, for layer: any Model) throws -> NumberTable {
        guard let table = number.table else { throw tooManyBits(layer) }
        return table
    }

    /// Numbers by node and frame.
    static func buffer(_ nodes: Int, frameCount: Int, shape: Shape? = nil, _ value: (Int, Int) -> Float) -> FrameBuffer
    {
        let buffer = FrameBuffer(.fp32, frameCount: frameCount, shape: shape ?? [nodes])
        for node in 0..<nodes {
            let row = buffer.floats(node)
            for frame in 0..<frameCount { row[frame] = value(node, frame) }
        }
        return buffer
    }

    /// The numbers of each node over the frames.
    static func columns(_ buffer: FrameBuffer) -> [[Float]] {
        (0..<buffer.nodeCount).map { node in
            (0..<buffer.frameCount).map { buffer[frame: $0, node: node] }
        }
    }
}
