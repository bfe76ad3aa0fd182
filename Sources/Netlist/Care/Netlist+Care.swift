/// What a netlist becomes if only what training vectors show counts.
public struct CareResult: Sendable {
    /// Vectors that must show a pattern of a LUT, where an output depends on it, for its value to matter.
    public let threshold: Int
    /// Samples that the vectors were made of.
    public let sampleCount: Int
    /// Frames of bits.
    public let frameCount: Int
    /// Frames of them on which an output bit of `six` is not what it was.
    public let differingFramesOfSix: Int
    /// The same for `four`.
    public let differingFramesOfFour: Int
    /// The net as it was.
    public let before: LutCounts
    /// The net in LUTs of up to six inputs.
    public let six: Netlist
    /// The net in LUTs of up to four.
    public let four: Netlist
    /// The reduced net.
    public let after: LutCounts
}

extension Netlist {
    /// Fewer LUTs that give the same output bits on the training vectors, and may give others elsewhere.
    ///
    /// A pattern of a LUT's inputs counts if at least `threshold` vectors show it where an output of the net depends on that LUT;
    /// with 1 all output bits stay as they are on all vectors. With more, outputs may change on the few vectors that show a
    /// pattern that does not count.
    /// - Parameters:
    ///   - vectors: the input bits, of training data only.
    ///   - threshold: at least 1.
    ///   - onProgress: is given the share done; what it throws ends the work.
    public func reduced(
        byCareOf vectors: CareVectors, threshold: Int = 1, onProgress: (Double) throws -> Void = { _ in }
    ) throws -> CareResult {
        precondition(vectors.inputCount == inputCount, "a bit for each input")
        precondition(threshold > 0, "no vector shows a pattern that counts")
        let exact = simplified()
        let reduction = CareReduction(exact, vectors: vectors, threshold: threshold)
        try reduction.run(passLimit: Self.passLimit) { try onProgress(Self.share($0, $1) / 3) }
        let six = reduction.network.netlist()
        let differing = reduction.network.differingFrames
        try reduction.split { try onProgress((1 + $0) / 3) }
        try reduction.run(passLimit: Self.passLimit) { try onProgress((2 + Self.share($0, $1)) / 3) }
        let four = reduction.network.netlist()
        return CareResult(
            threshold: threshold, sampleCount: vectors.sampleCount, frameCount: vectors.frameCount,
            differingFramesOfSix: differing, differingFramesOfFour: reduction.network.differingFrames,
            before: LutCounts(exact), six: six, four: four, after: LutCounts(six, four: four))
    }

    private static let passLimit = 20

    /// The first passes take nearly all of the time.
    private static func share(_ pass: Int, _ done: Double) -> Double { 1 - (1 - done / 2) / Double(1 << min(pass, 20)) }
}
