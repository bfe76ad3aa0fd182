/// What came of the comparison of a layer on a device with the same layer on the processor.
public struct DeviceCheckOutcome: Sendable {
    /// The layer and its data.
    public let name: String
    /// What was compared: how many bits each has, and how many of them differ.
    public let parts: [(name: String, bits: Int, differing: Int)]
    /// Bits that were compared.
    public var bits: Int { parts.reduce(0) { $0 + $1.bits } }
    /// Bits that differ.
    public var differing: Int { parts.reduce(0) { $0 + $1.differing } }

    /// Numbers that are compared, as they are in memory.
    typealias Part = (name: String, words: [UInt32])

    /// Counts the bits that differ; a part of another length differs in all of them.
    init(_ name: String, here: [Part], there: [Part]) {
        self.name = name
        parts = zip(here, there).map { here, there in
            let bits = max(here.words.count, there.words.count) * UInt32.bitWidth
            guard here.words.count == there.words.count else { return (here.name, bits, bits) }
            let differing = zip(here.words, there.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
            return (here.name, bits, differing)
        }
    }
}

extension FrameBuffer {
    /// What two sides must have in common: rows with the padding of bits, which must be zero; without that of numbers, which may be
    /// anything.
    func part(_ name: String) -> DeviceCheckOutcome.Part {
        let count = dtype == .bit ? rowBytes / 4 : frameCount
        return (
            name,
            (0..<nodeCount).flatMap { node in
                UnsafeBufferPointer(start: row(node).assumingMemoryBound(to: UInt32.self), count: count)
            }
        )
    }

    /// Random bits, of which this share is ones.
    static func randomBits(
        frames: Int, shape: Shape, levels: BitLevels = .zeroOne, share: (Int) -> Double,
        using random: inout MersenneTwister64
    ) -> FrameBuffer {
        let x = FrameBuffer(.bit, frameCount: frames, shape: shape, levels: levels)
        for node in 0..<x.nodeCount {
            for frame in 0..<frames where random.uniformDouble() < share(node) {
                x.words(node)[frame / 64] |= 1 << UInt64(frame % 64)
            }
        }
        return x
    }

    /// Random numbers between −1 and 1.
    static func randomNumbers(frames: Int, shape: Shape, using random: inout MersenneTwister64) -> FrameBuffer {
        let x = FrameBuffer(.fp32, frameCount: frames, shape: shape)
        for node in 0..<x.nodeCount {
            for frame in 0..<frames { x.floats(node)[frame] = Float(random.uniformDouble(-1, 1)) }
        }
        return x
    }
}
