import BinaryBrain
import Datasets

extension ExperimentData {
    /// Numbers that are looked at together: what they take of memory for all samples stays below so many bytes.
    private static let memory = 64 << 20
    private static let batchSize = 256

    /// Gives a modulator that takes its thresholds from data those of the training samples, as they are before augmentation.
    /// - Throws: `BrainError` unless it is what the samples come to first.
    func fitThresholds(of net: any Model) throws {
        let waiting = net.leaves.compactMap { $0.hardware.modulator }.filter(\.awaitsData)
        guard !waiting.isEmpty else { return }
        guard waiting.count == 1, waiting[0] === net.series.first else {
            throw BrainError(
                .parameter, what: "thresholds of \(waiting[0].displayName)",
                why: "distributive ones are those of the samples' own numbers, and the layer is not the first",
                remedy: "put it first and leave modulation out, or give it uniform thresholds or a list")
        }
        let count = train.count
        let numbers = inputShape.count
        let together = max(1, min(numbers, Self.memory / 4 / count))
        var values = [Float](repeating: 0, count: together * count)
        var first = Int.min
        try waiting[0].fitThresholds(sampleCount: count) { node, row in
            if node < first || node >= first + together || first == Int.min {
                first = node
                try self.fill(&values, numbers: node..<min(numbers, node + together))
            }
            let start = (node - first) * count
            for sample in 0..<count { row[sample] = values[start + sample] }
        }
    }

    /// Some numbers of all training samples, `[numbers, samples]`.
    private func fill(_ values: inout [Float], numbers: Range<Int>) throws {
        for start in stride(from: 0, to: train.count, by: Self.batchSize) {
            let samples = (Int32(start)..<Int32(min(train.count, start + Self.batchSize))).map { $0 }
            let x = try batch(of: train, samples: samples[...]).input
            for node in numbers {
                let row = x.floats(node)
                let target = (node - numbers.lowerBound) * train.count + start
                for place in samples.indices { values[target + place] = row[place] }
            }
        }
    }
}
