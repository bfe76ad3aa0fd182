import Devices
import KernelInterface

extension LutCore {
    /// How one forward (and its backward) works.
    struct Mode {
        /// Inputs count as x > 0.5, standing for the probabilities 0.5 ± bias.
        var isBinary: Bool
        /// The output is [z > 0.5], packed; otherwise clamp(z, 0, 1).
        var packsOutput: Bool
        /// What the bits of a packed output stand for.
        var outputLevels: BitLevels
        /// Tables are [W > 0.5].
        var binarizesWeights: Bool
        /// W is clamped to [0, 1] in place first.
        var clampsWeights: Bool
        /// Distance of a binary input's probability from 0.5.
        var bias: Float
        /// Another distance with which the slopes of binary inputs are computed; nil for the same.
        var slopeBias: Float?
        /// Batch normalisation, if any.
        var normalization: LutNormalization?
        /// Whether the reference twin runs.
        var isHostOnly: Bool
        /// Whether a device that is in use may do it.
        var usesDevice = true
    }
}

/// What one training forward keeps for its backward; its memory is used again and again.
final class LutRecord {
    var input: FrameBuffer?
    private(set) var mode: LutCore.Mode!
    private var tables = AlignedStorage(byteCount: 0)
    private var counts = AlignedStorage(byteCount: 0)
    private var mean = AlignedStorage(byteCount: 0)
    private var inverse = AlignedStorage(byteCount: 0)
    private var values = AlignedStorage(byteCount: 0)
    private var valueStride = 0
    private var there: DeviceLutRecord?
    private var isThere = false

    /// What a device has kept; nil if the forward was the processor's.
    var onDevice: DeviceLutRecord? { isThere ? there : nil }

    /// What a device keeps of this forward.
    /// - Throws: `DeviceError` if it has no memory for that.
    func kept(on device: Device, nodeCount: Int, tableSize: Int) throws -> DeviceLutRecord {
        isThere = true
        if let there, there.device === device { return there }
        let made = try DeviceLutRecord(device, nodeCount: nodeCount, tableSize: tableSize)
        there = made
        return made
    }

    func prepare(input: FrameBuffer, mode: LutCore.Mode, nodeCount: Int, tableSize: Int, isThere: Bool = false) {
        self.input = input
        self.mode = mode
        self.isThere = isThere
        if isThere { return }
        func grow(_ storage: inout AlignedStorage, _ count: Int) {
            if storage.byteCount < count * 4 { storage = AlignedStorage(byteCount: count * 4) }
        }
        grow(&tables, nodeCount * tableSize)
        grow(&mean, nodeCount)
        grow(&inverse, nodeCount)
        if input.dtype == .bit { grow(&counts, nodeCount * tableSize) }
        valueStride = 0
        if input.dtype != .bit, mode.normalization != nil {
            valueStride = FrameBuffer.rowBytes(.fp32, frameCount: input.frameCount) / 4
            grow(&values, nodeCount * valueStride)
        }
    }

    var saved: LutSaved {
        func floats(_ storage: AlignedStorage) -> UnsafeMutablePointer<Float> {
            storage.base.assumingMemoryBound(to: Float.self)
        }
        return LutSaved(
            tables: floats(tables),
            counts: counts.byteCount > 0 ? counts.base.assumingMemoryBound(to: UInt32.self) : nil,
            mean: floats(mean), inverseDeviation: floats(inverse), values: valueStride > 0 ? floats(values) : nil,
            valueStride: valueStride)
    }
}

extension FrameBuffer {
    /// The rows of a bit buffer, for kernels.
    var bitRows: BitRows { BitRows(base: words(0), stride: wordStride) }
    /// The rows of an fp32 buffer, for kernels.
    var floatRows: FloatRows { FloatRows(base: floats(0), stride: floatStride) }
    /// The rows as a LUT kernel's output.
    var lutOutput: LutOutput { dtype == .bit ? .bits(bitRows) : .reals(floatRows) }
}
