import BinaryBrain

/// Samples for a netlist, frame after frame, as files and pipes have them.
package enum NetlistSamples {
    /// Numbers.
    case numbers(UnsafeBufferPointer<Float>)
    /// 8-bit pixels, which stand for pixel / 255.
    case pixels(UnsafeBufferPointer<UInt8>)
    /// Bits that stand for 0 and 1; a frame begins with a new byte, and its first bit is the highest of a byte if `isBigEndian`, as
    /// `numpy.packbits(x, axis=1)` has it, else the lowest.
    case bits(UnsafeBufferPointer<UInt8>, isBigEndian: Bool)

    /// Frames of a shape.
    /// - Throws: `BrainError` unless they are whole.
    package func frameCount(of shape: Shape) throws -> Int {
        let (count, size, what) =
            switch self {
            case .numbers(let numbers): (numbers.count, shape.count, "numbers")
            case .pixels(let pixels): (pixels.count, shape.count, "pixels")
            case .bits(let bytes, _): (bytes.count, (shape.count + 7) / 8, "bytes of bits")
            }
        guard count % size == 0 else {
            throw BrainError(
                .shape, what: "evaluation of a netlist", why: "\(count) \(what) do not make frames of \(size)",
                remedy: "pass whole frames of shape \(shape)")
        }
        return count / size
    }

    /// The numbers that all of them stand for.
    package func numbers(of shape: Shape) throws -> [Float] {
        switch self {
        case .numbers(let numbers): Array(numbers)
        case .pixels(let pixels): pixels.map { Float($0) / 255 }
        case .bits(let bytes, let isBigEndian):
            Self.numbers(
                of: bytes, frameCount: try frameCount(of: shape), nodeCount: shape.count, isBigEndian: isBigEndian)
        }
    }

    /// The numbers that bits stand for.
    static func numbers(
        of rows: UnsafeBufferPointer<UInt8>, frameCount: Int, nodeCount: Int, isBigEndian: Bool
    ) -> [Float] {
        let rowBytes = (nodeCount + 7) / 8
        return [Float](unsafeUninitializedCapacity: frameCount * nodeCount) { buffer, count in
            for frame in 0..<frameCount {
                for node in 0..<nodeCount {
                    let shift = UInt8(isBigEndian ? 7 - node % 8 : node % 8)
                    buffer[frame * nodeCount + node] = rows[frame * rowBytes + node / 8] >> shift & 1 == 1 ? 1 : 0
                }
            }
            count = frameCount * nodeCount
        }
    }
}

extension InputEncoding {
    /// Whether a number that is 0 or 1 becomes bits of that value throughout.
    var passesBits: Bool { !hasOwnThresholds && thresholds.allSatisfy { $0 > 0 && $0 <= 1 } }
}

extension NetlistEvaluator {
    /// The same as of a buffer, for samples frame after frame.
    package func forward(_ samples: NetlistSamples) throws -> FrameBuffer { forward(try source(samples)) }

    /// The output with the most ones of each frame, the first if several have them.
    package func classify(_ samples: NetlistSamples, into classes: UnsafeMutableBufferPointer<Int32>) throws {
        try classify(source(samples), into: classes)
    }

    /// The ones of each output over all its bit frames, `numbers` of them a frame, frame after frame.
    package func count(_ samples: NetlistSamples, into counts: UnsafeMutableBufferPointer<UInt32>) throws {
        let source = try source(samples)
        let numbers = netlist.decoding.shape.count
        guard counts.count == source.frameCount * numbers else {
            throw BrainError(
                .shape, what: "counting by a netlist",
                why: "there is room for \(counts.count) counts of \(source.frameCount) frames",
                remedy: "give \(numbers) numbers for each frame")
        }
        guard let base = counts.baseAddress else { return }
        run(source, .counts(base), modulationSize: netlist.encoding.frameModulationSize)
    }

    /// The most ones that an output can have.
    public var largestCount: Int {
        netlist.outputs.count / netlist.decoding.shape.count * netlist.encoding.frameModulationSize
    }

    /// Whether the output with the most ones, the first of several, is also the first with the largest number.
    public var countsTellClass: Bool {
        guard largestCount <= 1 << 20 else { return false }
        switch netlist.decoding {
        case .bits, .shares: return true
        case .sums(_, _, _, let offset): return offset == 0
        // A mean of values that do not grow evenly.
        case .averages: return false
        }
    }

    /// Looks at numbers; see `NumberCensus`.
    package static func census(
        of numbers: UnsafeBufferPointer<Float>, range: ClosedRange<Float>
    ) -> (outside: Int, beyondUnit: Int, notFinite: Int) {
        let census = Kernels.table(hostOnly: false).netlist.census(numbers, range.lowerBound, range.upperBound)
        return (census.outside, census.beyondUnit, census.notFinite)
    }
}
