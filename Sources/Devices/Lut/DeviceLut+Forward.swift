import KernelInterface

extension DeviceLut {
    /// Forward with the batch's statistics, or with those that are frozen; keeps in `record` what the backward needs.
    /// - Throws: `DeviceError` if the device fails; the layer's weights may be clamped then, and nothing else has changed.
    package func forward(
        _ layer: LutLayer, _ x: DeviceRows, into output: DeviceLutOutput, keeping record: DeviceLutRecord
    ) throws {
        clamp(layer)
        guard let norm = layer.normalization, !norm.isFrozen else {
            try sendScaling(layer, to: record)
            return try launch(layer, x, output, record, keeps: true, measures: false)
        }
        try launch(layer, x, output, record, keeps: true, measures: true)
        try update(norm, from: record)
    }

    /// Forward with the running statistics.
    /// - Throws: `DeviceError` if the device fails; the layer's weights may be clamped then, and nothing else has changed.
    package func inference(_ layer: LutLayer, _ x: DeviceRows, into output: DeviceLutOutput) throws {
        clamp(layer)
        let record = try scalingRecord()
        try sendScaling(layer, to: record)
        try launch(layer, x, output, record, keeps: false, measures: false)
    }

    /// Clamps W to [0, 1] in place, if that is due; NaN stays.
    private func clamp(_ layer: LutLayer) {
        guard layer.clampsWeights else { return }
        for place in 0..<nodeCount * tableSize {
            let weight = layer.weights[place]
            layer.weights[place] = weight < 0 ? 0 : weight > 1 ? 1 : weight
        }
    }

    /// Means and deviations that do not come from the batch; see `NodeScaling` of the processor's kernels.
    private func sendScaling(_ layer: LutLayer, to record: DeviceLutRecord) throws {
        var means = [Float](repeating: 0, count: nodeCount)
        var inverses = [Float](repeating: 1, count: nodeCount)
        if let norm = layer.normalization {
            for node in 0..<nodeCount {
                means[node] = norm.runningMean[node] - 0.5
                inverses[node] = 1 / norm.runningVariance[node].squareRoot()
            }
        }
        try device.write(means, byteCount: nodeCount * 4, to: record.means)
        try device.write(inverses, byteCount: nodeCount * 4, to: record.inverses)
    }

    /// Moves the running statistics by those of the batch.
    private func update(_ norm: LutNormalization, from record: DeviceLutRecord) throws {
        var means = [Float](repeating: 0, count: nodeCount)
        var variances = means
        try device.read(record.means, byteCount: nodeCount * 4, into: &means)
        try device.read(record.variances, byteCount: nodeCount * 4, into: &variances)
        let keep = norm.momentum
        for node in 0..<nodeCount {
            norm.runningMean[node] = norm.runningMean[node] * keep + (means[node] + 0.5) * (1 - keep)
            norm.runningVariance[node] = norm.runningVariance[node] * keep + variances[node] * (1 - keep)
        }
    }

    private func launch(
        _ layer: LutLayer, _ x: DeviceRows, _ output: DeviceLutOutput, _ record: DeviceLutRecord, keeps: Bool,
        measures: Bool
    ) throws {
        try sendWires(layer)
        try device.write(layer.weights, byteCount: nodeCount * tableSize * 4, to: weights)
        let bits: DeviceRows?
        let reals: DeviceRows?
        switch output {
        case .bits(let rows): (bits, reals) = (rows, nil)
        case .reals(let rows): (bits, reals) = (nil, rows)
        }
        // Buffers that the kernel does not touch get the place of one that is there: drivers differ in what they make of none.
        try device.run(
            "lut_forward",
            [
                .buffer(x.buffer), .int(x.stride), .buffer(connection), .int(inputsPerNode), .int(layer.frameCount),
                .buffer(weights), .flag(layer.binarizesWeights), .float(0.5 + layer.bias), .float(0.5 - layer.bias),
                .flag(keeps), .buffer(record.tables), .buffer(record.counts), .flag(measures),
                .float(1 / Float(layer.frameCount)), .float(LutNormalization.varianceFloor), .buffer(record.means),
                .buffer(record.inverses), .buffer(record.variances), .float(layer.normalization?.gamma ?? 1),
                .float(layer.normalization?.beta ?? 0.5), .flag(bits != nil), .buffer((bits ?? reals!).buffer),
                .buffer((reals ?? bits!).buffer), .int((bits ?? reals!).stride),
            ], size: [nodeCount * 64], group: [64])
    }
}
