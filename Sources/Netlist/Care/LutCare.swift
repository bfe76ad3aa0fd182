import BinaryBrain

/// What some samples show of a LUT: which patterns of its inputs occur, and which matter.
public struct LutCare: Sendable, Hashable {
    /// Samples that were looked at.
    public let sampleCount: Int
    /// Patterns that can occur: 2^N for N different inputs.
    public let patternCount: Int
    /// How many of them do.
    public let seen: Int
    /// On how many of these an output of the net depends on the LUT in some frame.
    public let needed: Int
    /// What is enough for them.
    public let form: Form

    /// What a LUT can be by itself if only those patterns count.
    public enum Form: Sendable, Hashable {
        /// It can be left out.
        case constant(Bool)
        /// One of its inputs, or the inverse.
        case wire(isInverted: Bool)
        /// A LUT of so many inputs.
        case lut(inputs: Int)
    }

    /// Figures made elsewhere.
    public init(sampleCount: Int, patternCount: Int, seen: Int, needed: Int, form: Form) {
        self.sampleCount = sampleCount
        self.patternCount = patternCount
        self.seen = seen
        self.needed = needed
        self.form = form
    }
}

extension LutCare {
    /// Looks at a LUT.
    /// - Parameters:
    ///   - netlist: the net as it was extracted.
    ///   - index: the LUT, from 0.
    ///   - x: samples as the net takes them.
    /// - Throws: `BrainError` if the samples do not fit.
    public init(of index: Int, in netlist: Netlist, on x: FrameBuffer) throws {
        let vectors = CareVectors(netlist.encoding, sampleCount: x.frameCount)
        try vectors.append(x)
        let reduction = CareReduction(netlist, vectors: vectors, threshold: 1)
        let signal = netlist.inputCount + index
        let node = reduction.network.node(signal)
        let inputs = Set(node.inputs).count
        let nothing = AlignedStorage(byteCount: reduction.network.wordCount * 8)
        let seen = PatternCount(
            node.inputs.map(reduction.network.row), on: vectors.valid,
            off: nothing.base.assumingMemoryBound(to: UInt64.self), wordCount: reduction.network.wordCount, threshold: 1
        ).seen.on
        withExtendedLifetime(nothing) {}
        let patterns = reduction.care(of: signal)
        let kept = patterns.cheapestInputs { _ in 1 }
        let table = patterns.table(of: kept, old: node.table)
        let form: Form =
            switch kept.nonzeroBitCount {
            case 0: .constant(table & 1 == 1)
            case 1: .wire(isInverted: table & 1 == 1)
            default: .lut(inputs: kept.nonzeroBitCount)
            }
        self.init(
            sampleCount: x.frameCount, patternCount: 1 << inputs, seen: seen.nonzeroBitCount,
            needed: patterns.care.nonzeroBitCount, form: form)
    }
}
