import Devices
import KernelInterface

// The way of a LUT layer through a device, beside that through the processor's kernels. Both give the same bits.

extension LutCore {
    /// Where this forward runs; nil for the processor. Devices have kernels for layers on bits.
    func chosenDevice(for mode: Mode, _ input: FrameBuffer) -> Device? {
        guard input.dtype == .bit, input.frameCount > 0, mode.usesDevice, !Kernels.usesReference(mode.isHostOnly)
        else { return nil }
        return DeviceScope.current
    }

    /// The layer on this device.
    private func ready(on device: Device) throws -> DeviceLut {
        if let deviceLut, deviceLut.device === device { return deviceLut }
        let made = try DeviceLut(
            device, inputCount: connection.inputShape.count, nodeCount: connection.outputShape.count,
            inputsPerNode: connection.inputsPerNode)
        deviceLut = made
        return made
    }

    /// One batch on a device.
    /// - Parameter record: keeps what the backward needs; nil for an inference.
    func forward(_ layer: LutLayer, _ input: FrameBuffer, _ record: LutRecord?, _ y: FrameBuffer, on device: Device)
        throws
    {
        let lut = try ready(on: device)
        let x = try input.rows(on: device)
        let rows = try y.rowsToWrite(on: device)
        let output: DeviceLutOutput = y.dtype == .bit ? .bits(rows) : .reals(rows)
        if let record {
            try lut.forward(
                layer, x, into: output,
                keeping: record.kept(
                    on: device, nodeCount: connection.outputShape.count, tableSize: weights.shape[1]))
        } else {
            try lut.inference(layer, x, into: output)
        }
        WorkMeter.current?.add(connection.outputShape.count * input.frameCount * connection.inputsPerNode)
    }

    /// The backward of a forward that ran on a device. Nothing of it goes through the host's memory but the gradients of parameters.
    func backward(
        _ layer: LutLayer, _ input: FrameBuffer, _ record: DeviceLutRecord, _ dy: FrameBuffer,
        needsInputGradient: Bool, _ isLocked: Bool
    ) throws -> FrameBuffer? {
        let device = record.device
        var wanted = DeviceLut.Wanted()
        if !isLocked {
            wanted.weights = gradients.floats.baseAddress!
            wanted.wires = wires?.kernelArguments
        }
        var dx: FrameBuffer?
        if needsInputGradient {
            let made = inputGradients.take(
                .fp32, frameCount: input.frameCount, shape: connection.inputShape, levels: .zeroOne)
            wanted.input = try made.rowsToWrite(on: device)
            wanted.middle = gradientPlan.partitions.dropFirst().first?.lowerBound
            dx = made
        }
        try ready(on: device).backward(layer, input.rows(on: device), record, dy.rows(on: device), wanted)
        WorkMeter.current?.add(
            connection.outputShape.count * input.frameCount * connection.inputsPerNode * Self.backwardSums)
        return dx
    }
}
