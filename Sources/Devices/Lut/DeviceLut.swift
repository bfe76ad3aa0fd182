import KernelInterface

/// A LUT layer on bits that a device computes: the same numbers as the processor's kernels, bit for bit.
///
/// Tables, their gradients and running statistics stay the host's: each call sends what it needs of them, and brings back what it has
/// found out. Signals, and what a forward keeps for its backward, stay on the device.
package final class DeviceLut {
    /// Where.
    package let device: Device
    let nodeCount: Int
    let inputCount: Int
    let inputsPerNode: Int
    let weights: DeviceBuffer
    let connection: DeviceBuffer
    let offsets: DeviceBuffer
    let slots: DeviceBuffer
    /// The wires that the device has.
    private var sentWires: [Int32] = []
    private var isOrdered = false
    private var scaling: DeviceLutRecord?
    private var scratch: DeviceLutScratch?

    /// 2^N.
    var tableSize: Int { 1 << inputsPerNode }

    /// Room for a layer.
    package init(_ device: Device, inputCount: Int, nodeCount: Int, inputsPerNode: Int) throws {
        self.device = device
        self.inputCount = inputCount
        self.nodeCount = nodeCount
        self.inputsPerNode = inputsPerNode
        weights = try device.buffer(byteCount: (nodeCount << inputsPerNode) * 4)
        connection = try device.buffer(byteCount: nodeCount * inputsPerNode * 4)
        slots = try device.buffer(byteCount: nodeCount * inputsPerNode * 4)
        offsets = try device.buffer(byteCount: (inputCount + 1) * 4)
    }

    /// Sends the wires if they are not those that the device has.
    func sendWires(_ layer: LutLayer) throws {
        let wires = UnsafeBufferPointer(start: layer.connection, count: nodeCount * inputsPerNode)
        guard !sentWires.elementsEqual(wires) else { return }
        (sentWires, isOrdered) = ([], false)
        try device.write(wires.baseAddress!, byteCount: wires.count * 4, to: connection)
        sentWires = Array(wires)
    }

    /// Sends which slots read each input, ascending, if that is not known there for the present wires.
    func sendOrder() throws {
        guard !isOrdered else { return }
        var starts = [Int32](repeating: 0, count: inputCount + 1)
        for input in sentWires { starts[Int(input) + 1] += 1 }
        for input in 1..<starts.count { starts[input] += starts[input - 1] }
        var (next, sorted) = (starts, [Int32](repeating: 0, count: sentWires.count))
        for (slot, input) in sentWires.enumerated() {
            sorted[Int(next[Int(input)])] = Int32(slot)
            next[Int(input)] += 1
        }
        try device.write(starts, byteCount: starts.count * 4, to: offsets)
        try device.write(sorted, byteCount: sorted.count * 4, to: slots)
        isOrdered = true
    }

    /// Where an inference puts means and deviations.
    func scalingRecord() throws -> DeviceLutRecord {
        if let scaling { return scaling }
        let made = try DeviceLutRecord(device, nodeCount: nodeCount, tableSize: 0)
        scaling = made
        return made
    }

    /// What a backward works in.
    func scratchMemory() throws -> DeviceLutScratch {
        if let scratch { return scratch }
        let made = try DeviceLutScratch(device, nodeCount: nodeCount, tableSize: tableSize)
        scratch = made
        return made
    }
}

/// Rows of bits or of numbers on a device.
package struct DeviceRows {
    /// The memory, from row 0 on.
    package let buffer: DeviceBuffer
    /// Words of 64 bits, or floats, from one row to the next.
    package let stride: Int

    package init(_ buffer: DeviceBuffer, stride: Int) {
        self.buffer = buffer
        self.stride = stride
    }
}

/// Where a LUT layer writes its output.
package enum DeviceLutOutput {
    /// [z > 0.5].
    case bits(DeviceRows)
    /// clamp(z, 0, 1).
    case reals(DeviceRows)
}

/// What a training forward leaves on a device for its backward; see `LutSaved`.
package final class DeviceLutRecord {
    /// Where.
    package let device: Device
    /// T' of each node.
    package let tables: DeviceBuffer
    /// Frames of each pattern.
    package let counts: DeviceBuffer
    /// Mean of the batch, minus 0.5.
    package let means: DeviceBuffer
    /// 1/√variance of the batch.
    package let inverses: DeviceBuffer
    let variances: DeviceBuffer

    package init(_ device: Device, nodeCount: Int, tableSize: Int) throws {
        self.device = device
        tables = try device.buffer(byteCount: nodeCount * tableSize * 4)
        counts = try device.buffer(byteCount: nodeCount * tableSize * 4)
        means = try device.buffer(byteCount: nodeCount * 4)
        inverses = try device.buffer(byteCount: nodeCount * 4)
        variances = try device.buffer(byteCount: nodeCount * 4)
    }
}

/// What a backward works in.
final class DeviceLutScratch {
    let sums: DeviceBuffer
    let slopes: DeviceBuffer
    let weights: DeviceBuffer
    let host: UnsafeMutableBufferPointer<Float>

    init(_ device: Device, nodeCount: Int, tableSize: Int) throws {
        sums = try device.buffer(byteCount: nodeCount * 64 * 4)
        slopes = try device.buffer(byteCount: nodeCount * 64 * 8 * 4)
        weights = try device.buffer(byteCount: nodeCount * tableSize * 4)
        host = .allocate(capacity: nodeCount * tableSize)
    }

    deinit { host.deallocate() }
}
