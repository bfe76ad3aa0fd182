import BinaryBrain
import KernelInterface

extension CareNetwork {
    /// On which vectors an output depends on a LUT, and what its value must be there: ones of `on`, zeros of `off`.
    ///
    /// All that follows is evaluated with the inverse of the LUT, on every vector.
    func findCare(of signal: Int, on: UnsafeMutablePointer<UInt64>, off: UnsafeMutablePointer<UInt64>) {
        run(flipping(signal, on: on, off: off))
    }

    /// What each output is with the inverse of a signal, where that can differ.
    func outputs(flipping signal: Int) -> [(output: Int, row: AlignedStorage)] {
        let (on, off) = (AlignedStorage(byteCount: wordCount * 8), AlignedStorage(byteCount: wordCount * 8))
        var work = flipping(
            signal, on: on.base.assumingMemoryBound(to: UInt64.self), off: off.base.assumingMemoryBound(to: UInt64.self)
        )
        let rows = work.seen.map { _ in AlignedStorage(byteCount: wordCount * 8) }
        work.kept = rows.map { $0.base.assumingMemoryBound(to: UInt64.self) }
        withExtendedLifetime((on, off)) { run(work) }
        return zip(work.seen, rows).map { ($0.index, $1) }
    }

    private func run(_ work: FlipWork) {
        let total = wordCount
        let chunk = Self.chunk
        Parallel.shared.run(blocks: (total + chunk - 1) / chunk) { block in
            work.run(from: block * chunk, words: min(chunk, total - block * chunk), stride: chunk)
        }
    }

    private func flipping(
        _ signal: Int, on: UnsafeMutablePointer<UInt64>, off: UnsafeMutablePointer<UInt64>
    ) -> FlipWork {
        let cone = cone(of: signal)
        slots[signal] = 0
        for (index, member) in cone.enumerated() { slots[member] = Int32(index + 1) }
        var loads: [(source: UnsafeMutablePointer<UInt64>, slot: Int)] = []
        var touched = [signal] + cone
        let steps = cone.map { member -> NetlistStep in
            let node = node(member)
            let rows = node.inputs.map { input -> Int32 in
                if slots[input] < 0 {
                    slots[input] = Int32(touched.count)
                    touched.append(input)
                    loads.append((row(input), Int(slots[input])))
                }
                return slots[input]
            }
            return Self.step(node, rows: rows, output: slots[member])
        }
        let seen = outputs.indices.compactMap { index -> SeenOutput? in
            let slot = slots[outputs[index]]
            guard slot >= 0, slot <= cone.count else { return nil }
            return SeenOutput(
                index: index, now: row(outputs[index]), wanted: wanted[index].base.assumingMemoryBound(to: UInt64.self),
                slot: Int(slot))
        }
        for signal in touched { slots[signal] = -1 }
        return FlipWork(
            value: row(signal), valid: vectors.valid, loads: loads, steps: steps, seen: seen, rowCount: touched.count,
            kernels: kernels, on: on, off: off)
    }
}

/// An output that may change when a LUT is inverted.
private struct SeenOutput {
    let index: Int
    let now: UnsafeMutablePointer<UInt64>
    let wanted: UnsafeMutablePointer<UInt64>
    let slot: Int
}

/// What one inversion evaluates; blocks of words are independent of each other.
private struct FlipWork {
    let value: UnsafeMutablePointer<UInt64>
    let valid: UnsafeMutablePointer<UInt64>
    let loads: [(source: UnsafeMutablePointer<UInt64>, slot: Int)]
    let steps: [NetlistStep]
    let seen: [SeenOutput]
    let rowCount: Int
    let kernels: NetlistKernels
    let on: UnsafeMutablePointer<UInt64>
    let off: UnsafeMutablePointer<UInt64>
    /// Where the outputs of `seen` go; nowhere if it is empty.
    var kept: [UnsafeMutablePointer<UInt64>] = []

    func run(from first: Int, words: Int, stride: Int) {
        withUnsafeTemporaryAllocation(byteCount: rowCount * stride * 8, alignment: 64) { memory in
            let base = memory.baseAddress!.bindMemory(to: UInt64.self, capacity: rowCount * stride)
            let rows = BitRows(base: base, stride: stride)
            for word in 0..<words { base[word] = ~value[first + word] }
            for load in loads { rows.row(load.slot).update(from: load.source + first, count: words) }
            steps.withUnsafeBufferPointer {
                if let start = $0.baseAddress { kernels.evaluate(start, $0.count, rows, words) }
            }
            for word in 0..<words {
                on[first + word] = 0
                off[first + word] = 0
            }
            // Where an output was right and would not be, the value must stay; where it would get right, it should change.
            for (place, output) in seen.enumerated() {
                let flipped = rows.row(output.slot)
                if !kept.isEmpty { (kept[place] + first).update(from: flipped, count: words) }
                for word in 0..<words {
                    let now = output.now[first + word]
                    let changes = now ^ flipped[word]
                    let isWrong = now ^ output.wanted[first + word]
                    on[first + word] |= changes & ~isWrong
                    off[first + word] |= changes & isWrong
                }
            }
            for word in first..<first + words {
                let (stays, mends) = (on[word] & valid[word], off[word] & valid[word])
                let target = value[word] ^ (mends & ~stays)
                on[word] = (stays | mends) & target
                off[word] = (stays | mends) & ~target
            }
        }
    }
}
