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

    /// The backward of a forward that ran on a device.
    /// - Parameter dx: where ∂L/∂input goes; nil if nobody wants it.
    func backward(
        _ layer: LutLayer, _ input: FrameBuffer, _ record: DeviceLutRecord, _ dy: FrameBuffer, _ target: LutGradients,
        into dx: FrameBuffer?
    ) throws {
        let device = record.device
        var wanted = DeviceLut.Wanted()
        wanted.weights = target.weights
        wanted.wires = target.wires
        if let dx {
            wanted.input = try dx.rowsToWrite(on: device)
            wanted.middle = gradientPlan.partitions.dropFirst().first?.lowerBound
        }
        try ready(on: device).backward(layer, input.rows(on: device), record, dy.rows(on: device), wanted)
        WorkMeter.current?.add(
            connection.outputShape.count * input.frameCount * connection.inputsPerNode * Self.backwardSums)
    }
}

extension FrameBuffer {
    /// The rows on a device, where they go now unless they are there.
    fileprivate func rows(on device: Device) throws -> DeviceRows {
        DeviceRows(try storage.bytes(on: device), stride: dtype == .bit ? wordStride : floatStride)
    }

    /// Rows on a device that will be written there, all of them.
    fileprivate func rowsToWrite(on device: Device) throws -> DeviceRows {
        DeviceRows(try storage.bytesToWrite(on: device), stride: dtype == .bit ? wordStride : floatStride)
    }
}
