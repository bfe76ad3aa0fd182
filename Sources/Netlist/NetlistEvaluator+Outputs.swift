import BinaryBrain
import KernelInterface

// From counted bits to numbers.
extension NetlistEvaluator {
    /// The counts of one output to where each frame has its own.
    func write(
        _ counters: BitCounters, _ number: Int, of numbers: Int, to counts: UnsafeMutablePointer<UInt32>,
        _ frameCount: Int
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, frameCount)) { own in
            guard let base = own.baseAddress else { return }
            kernels.readCounts(counters, number, 1, base, frameCount)
            for frame in 0..<frameCount { counts[frame * numbers + number] = UInt32(base[frame]) }
        }
    }

    /// Adds to each frame the value of its count.
    func add(
        _ counters: BitCounters, _ number: Int, _ values: [Float], to row: UnsafeMutablePointer<Float>,
        _ frameCount: Int
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, frameCount)) { counts in
            guard let base = counts.baseAddress else { return }
            kernels.readCounts(counters, number, 1, base, frameCount)
            for frame in 0..<frameCount { row[frame] += values[Int(base[frame])] }
        }
    }

    /// Counts to numbers, by the operations of the net's last layers.
    func read(
        _ counters: BitCounters, _ number: Int, into row: UnsafeMutablePointer<Float>, _ frameCount: Int
    ) {
        let modulationSize = netlist.encoding.frameModulationSize
        guard case .sums(_, _, let scale, let offset) = netlist.decoding else {
            let counted = netlist.outputs.count / netlist.decoding.shape.count * modulationSize
            kernels.readCounts(counters, number, 1 / Float(counted), row, frameCount)
            return
        }
        kernels.readCounts(counters, number, scale, row, frameCount)
        guard modulationSize > 1 || offset != 0 else { return }
        let (constant, share) = (offset * Float(modulationSize), 1 / Float(modulationSize))
        for frame in 0..<frameCount { row[frame] = (row[frame] + constant) * share }
    }

    func copyOutputs(_ rows: BitRows, to y: FrameBuffer, _ frames: Range<Int>) {
        let words = (frames.count + 63) / 64
        let isLast = frames.upperBound == y.frameCount
        for (index, row) in plan.outputRows.enumerated() {
            let target = y.words(index) + frames.lowerBound / 64
            target.update(from: rows.row(row), count: words)
            guard isLast else { continue }
            // Padding of a bit row is zero.
            if frames.count % 64 != 0 { target[words - 1] &= (1 << UInt64(frames.count % 64)) - 1 }
            let padding = y.wordStride - frames.lowerBound / 64 - words
            (target + words).update(repeating: 0, count: padding)
        }
    }
}
