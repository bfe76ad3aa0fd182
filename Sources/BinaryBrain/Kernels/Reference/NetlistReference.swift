import KernelInterface

/// The plain twin of the netlist kernels: one LUT, one frame, one pixel, one count at a time.
enum NetlistReference {
    static let table = NetlistKernels(
        evaluate: { steps, count, rows, wordCount in
            for index in 0..<count {
                let step = steps[index]
                let truth = algebraicNormalForm(step.form)
                let inputs = [step.input0, step.input1, step.input2, step.input3, step.input4, step.input5]
                for frame in 0..<wordCount * 64 {
                    var pattern: UInt64 = 0
                    for (slot, row) in inputs.enumerated() { pattern |= bit(rows.row(Int(row)), frame) << UInt64(slot) }
                    set(rows.row(Int(step.output)), frame, truth >> pattern & 1)
                }
            }
        },
        packPixels: { block, threshold, rows in
            for node in 0..<block.nodeCount {
                for frame in 0..<64 {
                    let pixel = frame < block.frameCount ? Int(block.base[frame * block.nodeCount + node]) : 0
                    set(rows.row(node), frame, pixel >= threshold ? 1 : 0)
                }
            }
        },
        transposeRows: { block, rows in
            for node in 0..<block.nodeCount {
                let shift = block.isBigEndian ? 7 - node % 8 : node % 8
                for frame in 0..<64 {
                    let byte = frame < block.frameCount ? block.base[frame * block.rowBytes + node / 8] : 0
                    set(rows.row(node), frame, UInt64(byte >> UInt8(shift) & 1))
                }
            }
        },
        rankNumbers: { numbers, count, thresholds, ranks in
            for place in 0..<count { ranks[place] = UInt8(thresholds.count { numbers[place] >= $0 }) }
        },
        census: { numbers, low, high in
            NumberCensus(
                outside: numbers.count { $0 < low || $0 > high }, beyondUnit: numbers.count { !(0...1).contains($0) },
                notFinite: numbers.count { !$0.isFinite })
        },
        addBits: { bits, rounds, counters, output in
            for frame in 0..<counters.wordCount * 64 {
                var total = count(counters, output, frame)
                for round in 0..<rounds { total += Int(bit(bits + round * counters.wordCount, frame)) }
                for plane in 0..<counters.planeCount {
                    set(
                        counters.planes(output) + plane * counters.wordCount, frame,
                        UInt64(truncatingIfNeeded: total >> plane & 1))
                }
            }
        },
        indexOfMaximum: { counters, outputCount, indices, frameCount in
            for frame in 0..<frameCount {
                var best = 0
                for output in 0..<outputCount where count(counters, output, frame) > count(counters, best, frame) {
                    best = output
                }
                indices[frame] = Int32(best)
            }
        },
        readCounts: { counters, output, scale, values, frameCount in
            for frame in 0..<frameCount { values[frame] = Float(count(counters, output, frame)) * scale }
        })

    private static func bit(_ row: UnsafePointer<UInt64>, _ frame: Int) -> UInt64 {
        row[frame / 64] >> UInt64(frame % 64) & 1
    }

    private static func set(_ row: UnsafeMutablePointer<UInt64>, _ frame: Int, _ value: UInt64) {
        let mask: UInt64 = 1 << UInt64(frame % 64)
        row[frame / 64] = row[frame / 64] & ~mask | (value == 1 ? mask : 0)
    }

    private static func count(_ counters: BitCounters, _ output: Int, _ frame: Int) -> Int {
        (0..<counters.planeCount).reduce(0) { total, plane in
            total | Int(bit(counters.planes(output) + plane * counters.wordCount, frame)) << plane
        }
    }
}
