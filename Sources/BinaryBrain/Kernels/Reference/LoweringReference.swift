import KernelInterface

/// The plain twin of the lowering kernels.
enum LoweringReference {
    static let table = LoweringKernels(
        interleaveReals: { rows, output, frames in
            for place in 0..<rows.count {
                guard let row = rows[place] else { continue }
                for frame in frames { output[frame * rows.count + place] = row[frame] }
            }
        },
        addDeinterleavedReals: { input, rows, frames in
            for place in 0..<rows.count {
                guard let row = rows[place] else { continue }
                for frame in frames { row[frame] += input[frame * rows.count + place] }
            }
        },
        interleaveBits: { rows, output, frames in
            let bits = frames.lowerBound * rows.count..<frames.upperBound * rows.count
            for word in bits.lowerBound / 64..<(bits.upperBound + 63) / 64 { output[word] = 0 }
            for bit in bits {
                let (frame, place) = (bit / rows.count, bit % rows.count)
                guard let row = rows[place] else { continue }
                output[bit / 64] |= (row[frame / 64] >> UInt64(frame % 64) & 1) << UInt64(bit % 64)
            }
        },
        deinterleaveBits: { input, rows, frames in
            for place in 0..<rows.count {
                guard let row = rows[place] else { continue }
                for word in frames.lowerBound / 64..<(frames.upperBound + 63) / 64 { row[word] = 0 }
                for frame in frames {
                    let bit = frame * rows.count + place
                    row[frame / 64] |= (input[bit / 64] >> UInt64(bit % 64) & 1) << UInt64(frame % 64)
                }
            }
        })
}
