import BinaryBrain
import Netlist

/// Which entries of the tables of a netlist matter to its outputs in given frames, 64 frames at a time.
///
/// Entry p of a LUT is shown by a frame if the LUT's inputs have pattern p there and an output of the net changes when that
/// entry is inverted: a simulation of the frame then tells the right table from the wrong one.
struct FlipSimulation {
    let wiring: NetlistWiring
    /// Entries of each LUT that no frame has shown yet.
    private(set) var open: [UInt64]
    /// Entries of each LUT whose pattern some frame has reached.
    private(set) var reached: [UInt64]
    private var values: [UInt64]
    private var flipped: [UInt64]
    private var touched: [Int] = []
    private var queue: LutQueue
    private var scratch = [UInt64](repeating: 0, count: 32)

    init(_ wiring: NetlistWiring) {
        self.wiring = wiring
        open = wiring.netlist.luts.map { LutPatterns.mask(inputsPerNode: $0.inputs.count) }
        reached = [UInt64](repeating: 0, count: open.count)
        values = [UInt64](repeating: 0, count: wiring.isOutput.count)
        flipped = values
        queue = LutQueue(wiring)
    }

    /// Entries that are open.
    var openCount: Int { open.reduce(0) { $0 + $1.nonzeroBitCount } }
    /// All entries.
    var entryCount: Int { wiring.netlist.luts.reduce(0) { $0 + 1 << $1.inputs.count } }

    /// Says that an entry is open no more.
    mutating func close(_ lut: Int, entry: Int) { open[lut] &= ~(1 << UInt64(entry)) }

    /// Looks at up to 64 frames.
    /// - Parameters:
    ///   - frameCount: how many they are.
    ///   - inputs: the bits of an input in all of them, frame 0 lowest.
    /// - Returns: the frames that are the first to show some entry.
    mutating func absorb(frameCount: Int, _ inputs: (Int) -> UInt64) -> UInt64 {
        for input in 0..<wiring.inputCount { values[input] = inputs(input) }
        for index in open.indices { values[wiring.inputCount + index] = lookUp(index, values) }
        flipped = values
        let frames: UInt64 = frameCount >= 64 ? ~0 : (1 << UInt64(frameCount)) - 1
        var useful: UInt64 = 0
        for index in open.indices {
            for frame in 0..<frameCount { reached[index] |= 1 << pattern(index, frame) }
            guard open[index] & reached[index] != 0 else { continue }
            var seen = observed(index) & frames
            while seen != 0 {
                let frame = seen.trailingZeroBitCount
                seen &= seen - 1
                let entry: UInt64 = 1 << pattern(index, frame)
                guard open[index] & entry != 0 else { continue }
                open[index] &= ~entry
                useful |= 1 << UInt64(frame)
            }
        }
        return useful
    }

    /// Looks at all frames of vectors.
    mutating func absorb(_ vectors: VectorSet, onProgress: (Double) throws -> Void = { _ in }) rethrows {
        for start in stride(from: 0, to: vectors.frameCount, by: 64) {
            _ = absorb(frameCount: min(64, vectors.frameCount - start)) { vectors.inputs.words($0)[start / 64] }
            try onProgress(Double(start) / Double(vectors.frameCount))
        }
    }

    /// The pattern of a LUT's inputs in a frame.
    private func pattern(_ lut: Int, _ frame: Int) -> UInt64 {
        var (pattern, slot) = (UInt64(0), UInt64(0))
        for input in wiring.inputs(of: lut) {
            pattern |= (values[input] >> UInt64(frame) & 1) << slot
            slot += 1
        }
        return pattern
    }

    /// Frames in which an output changes when the LUT's own output is inverted.
    private mutating func observed(_ index: Int) -> UInt64 {
        let signal = wiring.inputCount + index
        set(signal, ~values[signal])
        var seen: UInt64 = wiring.isOutput[signal] ? ~0 : 0
        while let lut = queue.next() {
            let target = wiring.inputCount + lut
            let value = lookUp(lut, flipped)
            guard value != flipped[target] else { continue }
            set(target, value)
            if wiring.isOutput[target] { seen |= value ^ values[target] }
        }
        for signal in touched { flipped[signal] = values[signal] }
        touched.removeAll(keepingCapacity: true)
        return seen
    }

    private mutating func set(_ signal: Int, _ value: UInt64) {
        flipped[signal] = value
        touched.append(signal)
        queue.add(readersOf: signal, wiring)
    }

    /// The output of a LUT for 64 frames: a tree of selections, the lowest input first.
    private mutating func lookUp(_ index: Int, _ values: [UInt64]) -> UInt64 {
        let inputs = wiring.inputs(of: index)
        let table = wiring.tables[index]
        guard let first = inputs.first else { return table & 1 == 1 ? ~0 : 0 }
        return scratch.withUnsafeMutableBufferPointer { scratch in
            var count = 1 << (inputs.count - 1)
            let low = values[first]
            for entry in 0..<count {
                let pair = table >> UInt64(2 * entry)
                // Neither, the input, its inverse, or both.
                scratch[entry] = (0 &- (pair & 1)) & ~low | (0 &- (pair >> 1 & 1)) & low
            }
            for input in inputs.dropFirst() {
                count /= 2
                let select = values[input]
                for entry in 0..<count {
                    let below = scratch[2 * entry]
                    scratch[entry] = below ^ select & (below ^ scratch[2 * entry + 1])
                }
            }
            return scratch[0]
        }
    }
}
