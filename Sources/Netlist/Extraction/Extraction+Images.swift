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
    func pool(_ layer: Pooling) throws {
        let windows = Self.windows(of: layer)
        try mapFrames(layer) { values, index in
            if case .bits(let signals, let levels) = values,
                layer is MaxPooling || layer.binaryType == .bit || levels == .zeroOne
            {
                return .bits(
                    windows.map { window in list.or(window.map { signals[$0] }, layer: index()) }, levels: levels)
            }
            let numbers = values.asNumbers
            let outputs = try windows.map { window in
                try pooled(window.map { numbers[$0] }, layer, index)
            }
            lastNumbers = layer
            return .numbers(outputs)
        }
    }

    private func pooled(_ window: [BitNumber], _ layer: Pooling, _ index: () -> Int) throws -> BitNumber {
        let tables = window.compactMap(\.table)
        if tables.count == window.count {
            let number = NumberTable(of: tables) { pixels in
                guard layer is StochasticMaxPooling else {
                    return pixels.dropFirst().reduce(pixels[0]) { $1 > $0 ? $1 : $0 }
                }
                // 1 − x of four pixels, 1 for those beyond the border, in the layer's order.
                let others = (0..<4).map { $0 < pixels.count ? 1 - pixels[$0] : 1 }
                return 1 - others[0] * others[1] * others[2] * others[3]
            }
            if let number { return .table(number) }
        }
        // The maximum of numbers of two values is the OR of what has the larger.
        let values = Set(window.flatMap(\.values)).sorted()
        guard layer is MaxPooling, values.count == 2 else { throw Self.tooManyBits(layer) }
        let bits = window.map { list.bit($0, layer: index()) { $0 == values[1] } }
        return .table(NumberTable(signal: list.or(bits, layer: index()), low: values[0], high: values[1]))
    }

    /// The input nodes of each output node.
    private static func windows(of layer: Pooling) -> [[Int]] {
        let (input, output, filter) = (layer.inputShape, layer.outputShape, layer.filterSize)
        return (0..<output.count).map { node in
            let (row, x) = node.quotientAndRemainder(dividingBy: output[2])
            let (channel, y) = row.quotientAndRemainder(dividingBy: output[1])
            let rows = y * filter.height..<Swift.min((y + 1) * filter.height, input[1])
            let columns = x * filter.width..<Swift.min((x + 1) * filter.width, input[2])
            return rows.flatMap { row in columns.map { (channel * input[1] + row) * input[2] + $0 } }
        }
    }

    /// Each pixel becomes a block, filled or with zeros around it.
    func enlarge(_ layer: UpSampling) throws {
        let (output, filter) = (layer.outputShape, layer.filterSize)
        try mapFrames(layer) { values, index in
            let zero = values.count
            var padded = values
            if !layer.fill {
                if case .bits(let signals, let levels) = values, layer.binaryType == .bit || levels == .zeroOne {
                    padded = .bits(signals + [list.constant(false, layer: index())], levels: levels)
                } else {
                    padded = .numbers(values.asNumbers + [.table(NumberTable(constant: 0))])
                    lastNumbers = layer
                }
            }
            return padded.selecting(
                (0..<output.count).lazy.map { node in
                    // Channels are stacked: rows of all channels count on.
                    let (y, x) = node.quotientAndRemainder(dividingBy: output[2])
                    let isCentre = y % filter.height == filter.height / 2 && x % filter.width == filter.width / 2
                    guard layer.fill || isCentre else { return zero }
                    return y / filter.height * (output[2] / filter.width) + x / filter.width
                })
        }
    }

    /// One node of each group comes after the other.
    func shuffle(_ layer: Shuffle) throws {
        try mapFrames(layer) { values, _ in
            let (groups, size) = (layer.shuffleUnit, values.count / layer.shuffleUnit)
            return values.selecting((0..<values.count).lazy.map { $0 % groups * size + $0 / groups })
        }
    }
}
