import BinaryBrain
import Datasets
import Netlist

/// Don't-cares of a net with convolutions: each stage is reduced by what its windows show, from the input to the output.
///
/// A convolution stands in hardware once, and so its LUTs are judged by all places of the window together. All output bits of a
/// window count. The windows are those of as many samples, spread over the training set, as fit the memory.
struct StageReduction {
    /// The LUTs of each convolution, in order, then those of the tail, reduced.
    let netlists: [Netlist]
    let before: LutCounts
    let after: LutCounts
    /// The whole reduced net, unrolled.
    let whole: Netlist
    /// Frames of bits of all samples.
    private(set) var frameCount = 0
    /// Those on which an output is not that of the trained net.
    private(set) var differingFrames = 0

    /// Bytes for the signals of a stage.
    private static let memory = 128 << 20

    init(
        _ plan: StreamPlan, _ circuit: Circuit, by choice: CareChoice, over samples: SampleSet,
        onProgress: (Double) throws -> Void
    ) throws {
        let chain = try StageChain(plan)
        let encoding = circuit.exact.encoding
        let count = chain.netlists.count
        let isFour = circuit.options.device.lutInputs == 4
        let allFrames = samples.count * encoding.frameModulationSize
        var (before, after): ([LutCounts], [LutCounts]) = ([], [])
        for index in 0..<count {
            let vectors = try Self.vectors(chain, index, encoding, samples) {
                try onProgress(Double(index) / Double(count + 1))
            }
            // The share of the vectors that N frames are of all frames.
            let threshold = choice.threshold * vectors.frameCount / max(1, allFrames)
            let result = try chain.netlists[index].reduced(
                byCareOf: vectors, threshold: choice.threshold == 1 ? 1 : max(1, threshold)
            ) { share in try onProgress((Double(index) + share) / Double(count + 1)) }
            before.append(result.before)
            after.append(result.after)
            try chain.replace(index, by: isFour ? result.four : result.six)
        }
        netlists = chain.netlists
        whole = try plan.unrolled(netlists, like: circuit.raw).simplified()
        self.before = LutCounts(before, of: circuit.exact)
        self.after = LutCounts(after, of: whole)
        let trained = try NetlistEvaluator(circuit.exact)
        var done = 0
        try samples.forEachBatch(of: 1024) { x in
            let bits = encoding.bits(of: x)
            let (a, b) = (try trained.outputBits(of: bits), try chain.map(before: count, of: bits))
            frameCount += bits.frameCount
            for word in 0..<(bits.frameCount + 63) / 64 {
                var different: UInt64 = 0
                for node in 0..<a.nodeCount { different |= a.words(node)[word] ^ b.words(node)[word] }
                let rest = bits.frameCount - word * 64
                differingFrames += (rest >= 64 ? different : different & ((1 << UInt64(rest)) - 1)).nonzeroBitCount
            }
            done += x.frameCount
            try onProgress((Double(count) + Double(done) / Double(max(1, samples.count))) / Double(count + 1))
        }
    }

    /// What the LUTs of a stage read.
    private static func vectors(
        _ chain: StageChain, _ index: Int, _ encoding: InputEncoding, _ samples: SampleSet,
        checking: () throws -> Void
    ) throws -> CareVectors {
        let netlist = chain.netlists[index]
        let places = chain.convolution(index)?.output.pixelCount ?? 1
        // Values of all signals, of what splitting adds, and of what is wanted.
        let bytesPerWord = 8 * (netlist.inputCount + 3 * netlist.luts.count + netlist.outputs.count)
        let blocks = max(1, memory / bytesPerWord / places / encoding.frameModulationSize)
        let all = (samples.count + 63) / 64
        let taken = min(all, blocks)
        let vectors = CareVectors(
            inputCount: netlist.inputCount, wordCount: taken * encoding.frameModulationSize * places)
        for block in 0..<taken {
            try checking()
            let first = block * all / taken * 64
            let x = FrameBuffer(.fp32, frameCount: min(64, samples.count - first), shape: samples.shape)
            try samples.fillInputs(indices: (Int32(first)..<Int32(first + x.frameCount)).map { $0 }[...], into: x)
            let map = try chain.map(before: index, of: encoding.bits(of: x))
            chain.windows(index, of: map) { vectors.append(bits: $0) }
        }
        return vectors
    }
}
