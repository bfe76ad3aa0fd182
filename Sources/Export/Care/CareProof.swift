import BinaryBrain
import Datasets
import Netlist

/// How the outputs of a reduced net differ from those of the trained one on all samples of a set.
struct CareProof {
    private(set) var sampleCount = 0
    private(set) var frameCount = 0
    /// Frames of bits with another output.
    private(set) var differingFrames = 0
    /// Samples with another answer.
    private(set) var differingSamples = 0

    /// Evaluates both nets on every sample, by the evaluator and not by what reduced the net.
    /// - Parameter onProgress: is given the share done; what it throws ends the comparison.
    init(_ trained: Netlist, _ reduced: Netlist, over samples: SampleSet, onProgress: (Double) throws -> Void) throws {
        let (first, second) = (try NetlistEvaluator(trained), try NetlistEvaluator(reduced))
        try samples.forEachBatch { x in
            let bits = trained.encoding.bits(of: x)
            let (a, b) = (try first.outputBits(of: bits), try second.outputBits(of: bits))
            frameCount += bits.frameCount
            for word in 0..<(bits.frameCount + 63) / 64 {
                var different: UInt64 = 0
                for node in 0..<a.nodeCount { different |= a.words(node)[word] ^ b.words(node)[word] }
                differingFrames += different.nonzeroBitCount
            }
            sampleCount += x.frameCount
            differingSamples += AnswerBatch(try first.forward(x)).differingFrames(
                from: AnswerBatch(try second.forward(x)))
            try onProgress(Double(sampleCount) / Double(max(1, samples.count)))
        }
    }

    /// What came of it, for a report.
    var detail: String {
        "\(differingFrames.grouped) of \(frameCount.grouped) training frames and \(differingSamples.grouped) of "
            + "\(sampleCount.grouped) training samples have another answer"
    }
}
