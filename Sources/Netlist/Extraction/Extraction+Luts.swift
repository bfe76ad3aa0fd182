import BinaryBrain

extension Extraction {
    /// A LUT a node and frame, with the node's table; numbers that depend on the node's bits if the tables hold numbers.
    func appendTables(_ layer: any Model, _ nodes: TableNodes) throws {
        if let threshold = nodes.firstThreshold { try startIfUntouched(layer, above: threshold) }
        if let readable = nodes.readable {
            for case .numbers(let numbers) in try frames(before: layer)
            where !numbers.allSatisfy({ $0.values.allSatisfy(readable.isReadable) }) {
                throw Self.impossible(layer, readable.why, readable.remedy)
            }
        }
        switch nodes.entries {
        case .bits(let tables, let levels):
            try appendTables(layer, try tables(), nodes.wires, levels: levels, where: nodes.isOne)
        case .numbers(let entries):
            guard let wires = nodes.wires else { throw Self.notBuilt(layer) }
            let outputs = Self.columns(try entries())
            lastNumbers = layer
            try mapFrames(layer) { values, _ in
                let signals = bits(values, layer, where: nodes.isOne)
                return .numbers(
                    outputs.enumerated().map { node, values in
                        .table(NumberTable(inputs: wires[node].map { signals[$0] }, values: values))
                    })
            }
        }
    }

    private func appendTables(
        _ layer: any Model, _ tables: [UInt64], _ wires: ConnectionTable?, levels: BitLevels,
        where isOne: (Float) -> Bool
    ) throws {
        guard let wires else { throw Self.notBuilt(layer) }
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

    /// Nodes that read numbers: what they make of bits depends on the levels.
    func appendFunctions(_ layer: any Model, _ nodes: FunctionNodes) throws {
        guard let wires = nodes.wires else { throw Self.notBuilt(layer) }
        switch nodes.rule {
        case .rows(let evaluate): try appendRows(layer, wires, evaluate)
        case .compared(let function, let threshold):
            try mapFrames(layer) { values, index in
                let numbers = values.asNumbers
                let outputs = try (0..<layer.outputShape.count).map { node in
                    let inputs = try wires[node].map { try Self.table(numbers[$0], for: layer) }
                    guard let number = NumberTable(of: inputs, function) else { throw Self.tooManyBits(layer) }
                    return list.bit(.table(number), layer: index()) { $0 > threshold }
                }
                return .bits(outputs, levels: .minusOnePlusOne)
            }
        }
    }

    private func appendRows(
        _ layer: any Model, _ wires: ConnectionTable, _ evaluate: (FrameBuffer) throws -> FrameBuffer
    ) throws {
        let (nodes, count) = (layer.outputShape.count, wires.inputsPerNode)
        var known: [BitLevels: [[Float]]] = [:]
        lastNumbers = layer
        try mapFrames(layer) { values, _ in
            if case .bits(let signals, let levels) = values {
                let outputs =
                    try known[levels]
                    ?? Self.columns(
                        evaluate(
                            Self.buffer(nodes * count, frameCount: 1 << count) { slot, pattern in
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
                try evaluate(
                    Self.buffer(nodes * count, frameCount: 1 << Netlist.maximumLutInputs) { slot, pattern in
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
