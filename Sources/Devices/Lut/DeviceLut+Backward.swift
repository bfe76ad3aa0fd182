import KernelInterface

extension DeviceLut {
    /// What a backward is to find out.
    package struct Wanted {
        /// ∂L/∂W, added to; nil if nobody wants it.
        package var weights: UnsafeMutablePointer<Float>?
        /// ∂L/∂input; nil if nobody wants it.
        package var input: DeviceRows?
        /// The first node of the second of two sums that ∂L/∂input is made of, added at the end; nil for one sum over all nodes.
        package var middle: Int?
        /// Wires that learn; nil for none.
        package var wires: LutWires?

        package init() {}
    }

    /// The gradients of the last forward with `record`.
    /// - Throws: `DeviceError` if the device fails; gradients may be added to in part then.
    package func backward(
        _ layer: LutLayer, _ x: DeviceRows, _ record: DeviceLutRecord, _ dy: DeviceRows, _ wanted: Wanted
    ) throws {
        let scratch = try scratchMemory()
        let wantsSlopes = wanted.input != nil || wanted.wires != nil
        try device.run(
            "lut_pattern_sums",
            signals(layer, x) + [
                .int(nodeCount), .int(layer.frameCount), .buffer(dy.buffer), .int(dy.stride), .buffer(scratch.sums),
            ], size: [(nodeCount + 7) / 8 * 64], group: [64])
        let norm = layer.normalization
        try device.run(
            "lut_node_gradients",
            [
                .buffer(scratch.sums), .buffer(record.tables), .buffer(record.counts), .buffer(record.means),
                .buffer(record.inverses), .int(inputsPerNode), .int(layer.frameCount), .flag(norm != nil),
                .flag(norm?.isFrozen ?? false), .float(norm?.gamma ?? 1), .float(norm?.beta ?? 0.5),
                .float(0.5 + layer.bias), .float(0.5 - layer.bias), .flag(layer.slopeBias != layer.bias),
                .float(0.5 + layer.slopeBias), .float(0.5 - layer.slopeBias), .float(1 / (2 * layer.slopeBias)),
                .flag(wanted.weights != nil), .buffer(scratch.weights), .flag(wantsSlopes), .buffer(scratch.slopes),
            ], size: [nodeCount * 64], group: [64])
        if let dx = wanted.input { try gatherInputGradient(layer, x, dy, scratch, dx, wanted) }
        if let wires = wanted.wires { try addWireGradients(layer, x, dy, scratch, wires) }
        if let weights = wanted.weights {
            let count = nodeCount * tableSize
            try device.read(scratch.weights, byteCount: count * 4, into: scratch.host.baseAddress!)
            for place in 0..<count { weights[place] += scratch.host[place] }
        }
    }

    private func signals(_ layer: LutLayer, _ x: DeviceRows) -> [DeviceArgument] {
        [.buffer(x.buffer), .int(x.stride), .buffer(connection), .int(inputsPerNode)]
    }

    private func gatherInputGradient(
        _ layer: LutLayer, _ x: DeviceRows, _ dy: DeviceRows, _ scratch: DeviceLutScratch, _ dx: DeviceRows,
        _ wanted: Wanted
    ) throws {
        try sendOrder()
        try device.run(
            "lut_input_gradient",
            signals(layer, x) + [
                .int(layer.frameCount), .buffer(dy.buffer), .int(dy.stride), .buffer(scratch.slopes),
                .buffer(offsets), .buffer(slots), .flag(wanted.middle != nil), .int(wanted.middle ?? nodeCount),
                .flag(wanted.wires != nil), .buffer(dx.buffer), .int(dx.stride),
            ], size: [(layer.frameCount + 63) / 64 * 64, inputCount], group: [64, 1])
    }

    /// Scores are few: they go there and come back each time.
    private func addWireGradients(
        _ layer: LutLayer, _ x: DeviceRows, _ dy: DeviceRows, _ scratch: DeviceLutScratch, _ wires: LutWires
    ) throws {
        guard let inputs = wires.candidates else { preconditionFailure("wires on a device have candidates") }
        let (wireCount, bytes) = (nodeCount * inputsPerNode, nodeCount * inputsPerNode * wires.count * 4)
        let candidates = try device.buffer(byteCount: bytes)
        let gradients = try device.buffer(byteCount: bytes)
        try device.write(inputs, byteCount: bytes, to: candidates)
        try device.write(wires.gradients, byteCount: bytes, to: gradients)
        try device.run(
            "lut_wire_gradients",
            signals(layer, x) + [
                .int(layer.frameCount), .buffer(dy.buffer), .int(dy.stride), .buffer(scratch.slopes),
                .buffer(candidates), .int(wires.count), .float(-2 / Float(layer.frameCount)), .buffer(gradients),
            ], size: [(wires.count + 7) / 8 * 8, wireCount], group: [8, 1])
        try device.read(gradients, byteCount: bytes, into: wires.gradients)
    }
}
