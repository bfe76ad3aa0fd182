import BinaryBrain

extension Extraction {
    /// Each place of the filter becomes a frame of its own.
    func lower(_ layer: ConvolutionIm2Col) throws {
        let frames = try self.frames(before: layer)
        let sources = try layer.tapSources()
        let taps = layer.filterSize.count
        let places = sources.count / taps
        let (channels, pixels) = (layer.inputShape[0], layer.inputShape.count / layer.inputShape[0])
        let readsBorder = sources.contains(-1)
        stage = .frames(
            frames.flatMap { values -> [NodeValues] in
                let padded = readsBorder ? append(border: layer, to: values) : values
                return (0..<places).map { place in
                    padded.selecting(
                        (0..<channels * taps).lazy.map { node in
                            let source = Int(sources[node % taps * places + place])
                            return source < 0 ? values.count : node / taps * pixels + source
                        })
                }
            })
    }

    /// The values, and the border value as one more node; as bits if their levels can say it.
    private func append(border layer: ConvolutionIm2Col, to values: NodeValues) -> NodeValues {
        let border = layer.borderValue
        if case .bits(let signals, let levels) = values,
            layer.binaryType == .bit || border == 1 || border == levels.low
        {
            return .bits(signals + [list.constant(border > 0, layer: layerIndex(layer))], levels: levels)
        }
        return .numbers(values.asNumbers + [.table(NumberTable(constant: border))])
    }

    /// The frames of an image's places become one.
    func raise(_ layer: ConvolutionCol2Im) throws {
        let frames = try self.frames(before: layer)
        let places = layer.outputSize.count
        guard frames.count % places == 0 else {
            throw Self.impossible(
                layer, "\(frames.count) frames are not whole images of \(layer.outputSize)",
                "put the ConvolutionIm2Col that it belongs to before it")
        }
        let nodes = layer.inputShape.count
        stage = .frames(
            stride(from: 0, to: frames.count, by: places).map { start in
                let image = frames[start..<start + places]
                for levels in [BitLevels.zeroOne, .minusOnePlusOne] {
                    let rows = image.compactMap { $0.signals(levels) }
                    guard rows.count == places else { continue }
                    return .bits((0..<nodes).flatMap { node in rows.map { $0[node] } }, levels: levels)
                }
                let rows = image.map(\.asNumbers)
                return .numbers((0..<nodes).flatMap { node in rows.map { $0[node] } })
            })
    }

    /// The OR of a window of bits, or the layer's function of a window of numbers.
    func appendWindows(_ layer: any Model, _ nodes: WindowNodes) throws {
        let windows = nodes.windows(input: layer.inputShape, output: layer.outputShape)
        try mapFrames(layer) { values, index in
            if case .bits(let signals, let levels) = values, nodes.isOr(levels) {
                return .bits(
                    windows.map { window in list.or(window.map { signals[$0] }, layer: index()) }, levels: levels)
            }
            let numbers = values.asNumbers
            let outputs = try windows.map { window in
                try made(of: window.map { numbers[$0] }, layer, nodes, index)
            }
            lastNumbers = layer
            return .numbers(outputs)
        }
    }

    private func made(
        of window: [BitNumber], _ layer: any Model, _ nodes: WindowNodes, _ index: () -> Int
    ) throws -> BitNumber {
        let tables = window.compactMap(\.table)
        if tables.count == window.count, let number = NumberTable(of: tables, nodes.function) { return .table(number) }
        // The maximum of numbers of two values is the OR of what has the larger.
        let values = Set(window.flatMap(\.values)).sorted()
        guard nodes.isMaximum, values.count == 2 else { throw Self.tooManyBits(layer) }
        let bits = window.map { list.bit($0, layer: index()) { $0 == values[1] } }
        return .table(NumberTable(signal: list.or(bits, layer: index()), low: values[0], high: values[1]))
    }

    /// Each node is one of the inputs, or 0.
    func gather(_ layer: any Model, _ nodes: GatheredNodes) throws {
        let sources = nodes.sources()
        try mapFrames(layer) { values, index in
            let zero = values.count
            var padded = values
            if nodes.readsZero {
                if case .bits(let signals, let levels) = values, nodes.zeroIsBit(levels) {
                    padded = .bits(signals + [list.constant(false, layer: index())], levels: levels)
                } else {
                    padded = .numbers(values.asNumbers + [.table(NumberTable(constant: 0))])
                    lastNumbers = layer
                }
            }
            return padded.selecting(sources.lazy.map { $0 < 0 ? zero : $0 })
        }
    }
}
