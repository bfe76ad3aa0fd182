import BinaryBrain

extension Extraction {
    /// [x > threshold], one of two levels.
    func appendThreshold(_ layer: any Model, _ rule: Binarization, isBit: Bool) throws {
        // The first layer's comparison is that of the encoding; its bits are then 0 and 1.
        let threshold = try startIfUntouched(layer, above: rule.threshold) ? 0.5 : rule.threshold
        let levels = isBit ? BitLevels.minusOnePlusOne : rule.levels
        if levels == nil { lastNumbers = layer }
        try mapFrames(layer) { values, _ in
            let signals = bits(values, layer) { $0 > threshold }
            if let levels { return .bits(signals, levels: levels) }
            return .numbers(signals.map { .table(NumberTable(signal: $0, low: rule.low, high: rule.high)) })
        }
    }

    /// A function of each node for itself that has no mode of its own for bits: the layer computes its values for all values
    /// that the node can have.
    func appendNodewise(_ layer: any Model) throws {
        var known: [BitLevels: NodeValues] = [:]
        try mapFrames(layer) { values, _ in
            switch values {
            case .bits(let signals, let levels):
                // The layer's answer to both bits, for a signal that has the node's number.
                let answer = try known[levels] ?? Self.answer(layer, levels: levels)
                known[levels] = answer
                switch answer {
                case .bits(let places, let levels): return .bits(places.map { signals[Int($0)] }, levels: levels)
                case .numbers(let numbers):
                    lastNumbers = layer
                    return .numbers(
                        zip(signals, numbers).map { .table(NumberTable(inputs: [$0], values: $1.values)) })
                }
            case .numbers(let numbers):
                let frameCount = numbers.map(\.values.count).max() ?? 1
                let y = try layer.forward(
                    Self.buffer(numbers.count, frameCount: frameCount, shape: layer.inputShape) { node, frame in
                        let values = numbers[node].values
                        return values[Swift.min(frame, values.count - 1)]
                    }, train: false)
                let columns = Self.columns(y)
                let answer = numbers.indices.map { node in
                    numbers[node].replacing(Array(columns[node].prefix(numbers[node].values.count)))
                }
                guard y.dtype == .bit else {
                    lastNumbers = layer
                    return .numbers(answer)
                }
                return .bits(bits(.numbers(answer), layer) { $0 > 0 }, levels: y.levels)
            }
        }
    }

    /// What a layer makes of bits of these levels: bits again if it hands them on, with the node's number as signal.
    private static func answer(_ layer: any Model, levels: BitLevels) throws -> NodeValues {
        let x = FrameBuffer(.bit, frameCount: 2, shape: layer.inputShape, levels: levels)
        for node in 0..<x.nodeCount { x.words(node)[0] = 0b10 }
        let y = try layer.forward(x, train: false)
        if y.dtype == .bit { return .bits((0..<Int32(y.nodeCount)).map { $0 }, levels: y.levels) }
        return .numbers(
            columns(y).map { .table(NumberTable(signal: 0, low: $0[0], high: $0[1])) })
    }
}
