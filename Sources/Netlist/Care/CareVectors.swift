import BinaryBrain
import KernelInterface

/// The input bits of a netlist for many training frames, packed 64 frames to a word: what says which patterns a LUT ever meets.
///
/// Frames stand in the order in which batches came, in each batch by modulation step, then by frame. Bits beyond the last
/// frame of a batch are not valid.
public final class CareVectors {
    /// Input bits of a frame.
    public let inputCount: Int
    /// Words of a row, a multiple of four.
    let wordCount: Int
    /// Frames of bits that have come in.
    public private(set) var frameCount = 0
    /// Samples that they were made of.
    public private(set) var sampleCount = 0
    private let encoding: InputEncoding?
    private let storage: AlignedStorage
    private let validity: AlignedStorage
    private var used = 0

    /// Room for the bits of `sampleCount` samples that come in batches of a multiple of 64, the last one excepted.
    public init(_ encoding: InputEncoding, sampleCount: Int) {
        self.encoding = encoding
        inputCount = encoding.bitCount
        wordCount = Self.padded((sampleCount + 63) / 64 * encoding.frameModulationSize)
        storage = AlignedStorage(byteCount: inputCount * wordCount * 8)
        validity = AlignedStorage(byteCount: wordCount * 8)
    }

    /// Frames of bits as they are.
    /// - Throws: `BrainError` of kind `.shape` for frames that are not bits.
    public init(bits: FrameBuffer) throws {
        guard bits.dtype == .bit else {
            throw BrainError(
                .shape, what: "vectors for don't-cares", why: "the frames hold \(bits.dtype.name), not bits",
                remedy: "pass frames of bits")
        }
        encoding = nil
        inputCount = bits.nodeCount
        let words = (bits.frameCount + 63) / 64
        wordCount = Self.padded(words)
        storage = AlignedStorage(byteCount: inputCount * wordCount * 8)
        validity = AlignedStorage(byteCount: wordCount * 8)
        for node in 0..<inputCount { row(node).update(from: bits.words(node), count: words) }
        markValid(bits.frameCount, at: 0)
        sampleCount = bits.frameCount
        used = words
    }

    /// Room for so many words of bits that come as they are; see `append(bits:)`.
    package init(inputCount: Int, wordCount: Int) {
        encoding = nil
        self.inputCount = inputCount
        self.wordCount = Self.padded(wordCount)
        storage = AlignedStorage(byteCount: inputCount * self.wordCount * 8)
        validity = AlignedStorage(byteCount: self.wordCount * 8)
    }

    /// Adds frames of bits, for which there must be room.
    package func append(bits: FrameBuffer) {
        let words = (bits.frameCount + 63) / 64
        precondition(bits.nodeCount == inputCount && used + words <= wordCount, "as many bits as were announced")
        for node in 0..<inputCount { (row(node) + used).update(from: bits.words(node), count: words) }
        markValid(bits.frameCount, at: used)
        used += words
    }

    private static func padded(_ words: Int) -> Int { max(4, (words + 3) / 4 * 4) }

    /// The bits of an input signal.
    func row(_ input: Int) -> UnsafeMutablePointer<UInt64> {
        storage.base.assumingMemoryBound(to: UInt64.self) + input * wordCount
    }

    /// Ones where there is a frame.
    var valid: UnsafeMutablePointer<UInt64> { validity.base.assumingMemoryBound(to: UInt64.self) }

    private func markValid(_ frames: Int, at word: Int) {
        for index in 0..<(frames + 63) / 64 {
            let rest = frames - index * 64
            valid[word + index] = rest >= 64 ? ~0 : (1 << UInt64(rest)) - 1
        }
        frameCount += frames
    }

    /// Adds the frames that a batch of samples becomes.
    /// - Throws: `BrainError` if the samples have another shape than the encoding, or there is no room for them.
    public func append(_ x: FrameBuffer) throws {
        guard let encoding else { preconditionFailure("frames of bits are complete from the start") }
        try x.require(encoding.shape, for: "vectors for don't-cares")
        let words = (x.frameCount + 63) / 64
        let size = encoding.frameModulationSize
        guard used + words * size <= wordCount else {
            throw BrainError(
                .shape, what: "vectors for don't-cares", why: "more samples came than were announced",
                remedy: "give their number, and batches of a multiple of 64")
        }
        let elements = Kernels.table(hostOnly: false).elements
        encoding.thresholds.withUnsafeBufferPointer { thresholds in
            for node in 0..<encoding.shape.count {
                for depth in 0..<encoding.depthModulationSize {
                    let target = row(encoding.signal(node: node, depth: depth)) + used
                    for step in 0..<size {
                        let place = encoding.thresholdPlace(node: node, depth: depth, step: step)
                        elements.packPulseWidth(
                            x.floats(node), PulseWidthCode(thresholds: thresholds.baseAddress! + place, size: 1),
                            target + step * words, PackedSize(frameCount: x.frameCount, wordCount: words))
                    }
                }
            }
        }
        for step in 0..<size { markValid(x.frameCount, at: used + step * words) }
        used += words * size
        sampleCount += x.frameCount
    }
}
