import BinaryBrain

/// The layers that a person sees and addresses by number: the leaves of the net, without the modulation around it.
struct LayerTable {
    let layers: [any Model]
    /// The branch that each is in.
    private let branches: [String?]
    /// Share of ones, or mean value, of each layer's last output.
    var activationRates: [Float?]

    /// The leaves of `body`, the net without the modulation around it.
    init(of body: any Model) {
        layers = body.leaves
        branches = body.branchesOfLeaves
        activationRates = [Float?](repeating: nil, count: layers.count)
    }

    var snapshots: [LayerSnapshot] {
        zip(zip(layers, branches), activationRates).map { place, rate in
            let (layer, branch) = place
            let remarks = [branch, layer.remark].compactMap { $0 }
            var row = LayerSnapshot(
                className: layer.modelName, objectName: layer.objectName, name: layer.name,
                remark: remarks.isEmpty ? nil : remarks.joined(separator: ", "),
                inputShape: layer.inputShape.dimensions,
                outputShape: layer.outputShape.dimensions, lutCount: layer.lutCount,
                parameterCount: layer.parameters.elementCount, isBinary: layer.isBinary,
                binarizesInput: layer.binarizesInputs, isHostOnly: layer.isHostOnly,
                activationRate: rate)
            row.usesDevice = BrainSystem.device == nil ? nil : layer.usesDevice
            row.ranOnDevice = row.usesDevice != nil && layer.ranOnDevice
            return row
        }
    }

    /// Notes the output of a layer; anything but a layer of the table is ignored.
    mutating func record(_ output: FrameBuffer, of model: any Model) {
        guard let index = layers.firstIndex(where: { $0 === model }) else { return }
        activationRates[index] = Self.activationRate(output, isBinary: model.isBinary ?? (output.dtype == .bit))
    }

    /// Share of values above zero of a binary layer, mean value of any other.
    static func activationRate(_ output: FrameBuffer, isBinary: Bool) -> Float? {
        let count = output.nodeCount * output.frameCount
        guard count > 0 else { return nil }
        if output.dtype == .bit {
            var ones = 0
            for node in 0..<output.nodeCount {
                // Padding is zero, so whole words can be counted.
                for word in 0..<output.wordStride { ones += output.words(node)[word].nonzeroBitCount }
            }
            let share = Float(ones) / Float(count)
            return isBinary ? share : share + (1 - share) * output.levels.low
        }
        var sum = 0.0
        for node in 0..<output.nodeCount {
            for frame in 0..<output.frameCount {
                let value = output[frame: frame, node: node]
                sum += isBinary ? (value > 0 ? 1 : 0) : Double(value)
            }
        }
        return Float(sum / Double(count))
    }
}
