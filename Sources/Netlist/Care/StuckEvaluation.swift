import BinaryBrain

/// What a net answers to some samples if one of its signals never changes, for each signal in turn: what that signal is worth.
///
/// Only what depends on the signal is evaluated, on bits; the answers are those of the net with a constant in the signal's place.
public final class StuckEvaluation {
    /// The net.
    public let netlist: Netlist
    /// Its answers, numbers of the decoding's shape.
    public let answers: FrameBuffer
    private let network: CareNetwork
    private let sampleCount: Int
    private let frameModulationSize: Int
    /// Ones of each number, step and sample.
    private var counts: [Int32] = []
    private var numberCount: Int { netlist.decoding.shape.count }

    /// A net and samples; signals keep their numbers, so it is best taken as it was extracted.
    /// - Throws: `BrainError` if the samples do not fit.
    public init(_ netlist: Netlist, _ x: FrameBuffer) throws {
        self.netlist = netlist
        sampleCount = x.frameCount
        frameModulationSize = netlist.encoding.frameModulationSize
        let vectors = CareVectors(netlist.encoding, sampleCount: x.frameCount)
        try vectors.append(x)
        network = CareNetwork(netlist, vectors: vectors)
        answers = FrameBuffer(.fp32, frameCount: x.frameCount, shape: netlist.decoding.shape)
        counts = [Int32](repeating: 0, count: netlist.decoding.shape.count * frameModulationSize * x.frameCount)
        for index in netlist.outputs.indices {
            let row = network.row(network.outputs[index])
            for step in 0..<frameModulationSize {
                for sample in 0..<sampleCount where bit(row, step, sample) {
                    counts[place(index % numberCount, step, sample)] += 1
                }
            }
        }
        for number in 0..<numberCount { decode(number, counts, into: answers) }
    }

    private func place(_ number: Int, _ step: Int, _ sample: Int) -> Int {
        (number * frameModulationSize + step) * sampleCount + sample
    }

    /// Words of a step.
    private var stepWords: Int { (sampleCount + 63) / 64 }

    private func bit(_ row: UnsafeMutablePointer<UInt64>, _ step: Int, _ sample: Int) -> Bool {
        row[step * stepWords + sample / 64] >> UInt64(sample % 64) & 1 == 1
    }

    /// The answers with a signal stuck at the value that it has more often; nil if they are the same.
    public func answers(stuck signal: Int) -> FrameBuffer? {
        let row = network.row(signal)
        let isMostlyOne = 2 * ones(of: signal) > network.vectors.frameCount
        return answers(changing: signal) { word in isMostlyOne ? ~row[word] : row[word] }
    }

    /// The answers with another signal, or its inverse, in the place of one; nil if they are the same.
    public func answers(with other: Int, isInverted: Bool, inPlaceOf signal: Int) -> FrameBuffer? {
        let (row, new) = (network.row(signal), network.row(other))
        return answers(changing: signal) { word in isInverted ? ~(row[word] ^ new[word]) : row[word] ^ new[word] }
    }

    /// How often each pattern of a LUT's inputs occurs.
    public func patternCounts(of signal: Int) -> [Int] {
        let zeros = AlignedStorage(byteCount: network.wordCount * 8)
        defer { withExtendedLifetime(zeros) {} }
        return PatternCount(
            network.node(signal).inputs.map(network.row), on: network.vectors.valid,
            off: zeros.base.assumingMemoryBound(to: UInt64.self), wordCount: network.wordCount, threshold: Int.max
        ).on
    }

    /// - Parameter isOther: the frames of a word on which the signal changes.
    private func answers(changing signal: Int, _ isOther: (Int) -> UInt64) -> FrameBuffer? {
        let valid = network.vectors.valid
        var changed = counts
        var numbers: Set<Int> = []
        for (output, flipped) in network.outputs(flipping: signal) {
            let now = network.row(network.outputs[output])
            let new = flipped.base.assumingMemoryBound(to: UInt64.self)
            for word in 0..<stepWords * frameModulationSize {
                var rest = (now[word] ^ new[word]) & isOther(word) & valid[word]
                if rest != 0 { numbers.insert(output % numberCount) }
                while rest != 0 {
                    let bit = rest.trailingZeroBitCount
                    rest &= rest - 1
                    let sample = word % stepWords * 64 + bit
                    changed[place(output % numberCount, word / stepWords, sample)] +=
                        new[word] >> UInt64(bit) & 1 == 1 ? 1 : -1
                }
            }
        }
        guard !numbers.isEmpty else { return nil }
        let y = FrameBuffer(.fp32, frameCount: sampleCount, shape: netlist.decoding.shape)
        for number in 0..<numberCount {
            y.floats(number).update(from: answers.floats(number), count: sampleCount)
            if numbers.contains(number) { decode(number, changed, into: y) }
        }
        return y
    }

    /// Frames in which a signal is 1.
    public func ones(of signal: Int) -> Int { pairs(signal, signal).both }

    /// Frames in which both signals are 1, and those in which only the first or only the second is.
    public func pairs(_ first: Int, _ second: Int) -> (both: Int, first: Int, second: Int, all: Int) {
        let (a, b, valid) = (network.row(first), network.row(second), network.vectors.valid)
        var (both, onlyFirst, onlySecond) = (0, 0, 0)
        for word in 0..<network.wordCount {
            both += (a[word] & b[word] & valid[word]).nonzeroBitCount
            onlyFirst += (a[word] & ~b[word] & valid[word]).nonzeroBitCount
            onlySecond += (~a[word] & b[word] & valid[word]).nonzeroBitCount
        }
        return (both, onlyFirst, onlySecond, network.vectors.frameCount)
    }

    /// Ones as the net's last layers make numbers of them.
    private func decode(_ number: Int, _ counts: [Int32], into y: FrameBuffer) {
        let row = y.floats(number)
        let size = Float(frameModulationSize)
        for sample in 0..<sampleCount {
            let ones = (0..<frameModulationSize).map { counts[place(number, $0, sample)] }
            let total = Float(ones.reduce(0, +))
            switch netlist.decoding {
            case .bits(_, let levels): row[sample] = total == 1 ? 1 : levels.low
            case .shares: row[sample] = total * (1 / (Float(netlist.outputs.count / numberCount) * size))
            case .sums(_, _, let scale, let offset): row[sample] = (total * scale + offset * size) * (1 / size)
            case .averages(_, _, let values): row[sample] = ones.reduce(0) { $0 + values[Int($1)] } * (1 / size)
            }
        }
    }
}
