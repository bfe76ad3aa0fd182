/// The hot loops of netlist evaluation: numbers to bits, LUTs on bits, bits to counts, counts to answers.
public struct NetlistKernels: Sendable {
    /// Runs LUTs one after another on the first `wordCount` (a multiple of 4) words of bit rows.
    public let evaluate: @Sendable (UnsafePointer<NetlistStep>, _ count: Int, BitRows, _ wordCount: Int) -> Void
    /// Compares each pixel with a threshold (0…256) and writes word n, bit f: [pixel n of frame f ≥ threshold]; one word a
    /// node, the stride of the rows apart. Bits of frames that the block lacks are those of pixels 0.
    public let packPixels: @Sendable (PixelBlock, _ threshold: Int, BitRows) -> Void
    /// Writes word n, bit f: bit n of frame f; one word a node, the stride of the rows apart. Bits of frames that the block lacks are
    /// zeros.
    public let transposeRows: @Sendable (RowBlock, BitRows) -> Void
    /// Writes how many of the thresholds (at most 255) each of `count` numbers reaches; NaN reaches none.
    public let rankNumbers:
        @Sendable (UnsafePointer<Float>, _ count: Int, UnsafeBufferPointer<Float>, UnsafeMutablePointer<UInt8>) -> Void
    /// Looks at numbers: how many lie outside `low…high`, how many not within 0…1, how many are not finite.
    public let census: @Sendable (UnsafeBufferPointer<Float>, _ low: Float, _ high: Float) -> NumberCensus
    /// Adds `rounds` rows of single bits (`counters.wordCount` words each, one after another) to the counters of one output.
    public let addBits: @Sendable (UnsafePointer<UInt64>, _ rounds: Int, BitCounters, _ output: Int) -> Void
    /// Writes the output with the largest count of each frame, the first if several have it.
    public let indexOfMaximum:
        @Sendable (BitCounters, _ outputCount: Int, UnsafeMutablePointer<Int32>, _ frameCount: Int) -> Void
    /// Writes count · scale of one output for each frame.
    public let readCounts:
        @Sendable (BitCounters, _ output: Int, _ scale: Float, UnsafeMutablePointer<Float>, _ frameCount: Int) -> Void

    public init(
        evaluate: @escaping @Sendable (UnsafePointer<NetlistStep>, Int, BitRows, Int) -> Void,
        packPixels: @escaping @Sendable (PixelBlock, Int, BitRows) -> Void,
        transposeRows: @escaping @Sendable (RowBlock, BitRows) -> Void,
        rankNumbers:
            @escaping @Sendable (
                UnsafePointer<Float>, Int, UnsafeBufferPointer<Float>, UnsafeMutablePointer<UInt8>
            ) -> Void,
        census: @escaping @Sendable (UnsafeBufferPointer<Float>, Float, Float) -> NumberCensus,
        addBits: @escaping @Sendable (UnsafePointer<UInt64>, Int, BitCounters, Int) -> Void,
        indexOfMaximum: @escaping @Sendable (BitCounters, Int, UnsafeMutablePointer<Int32>, Int) -> Void,
        readCounts: @escaping @Sendable (BitCounters, Int, Float, UnsafeMutablePointer<Float>, Int) -> Void
    ) {
        self.evaluate = evaluate
        self.packPixels = packPixels
        self.transposeRows = transposeRows
        self.rankNumbers = rankNumbers
        self.census = census
        self.addBits = addBits
        self.indexOfMaximum = indexOfMaximum
        self.readCounts = readCounts
    }
}

/// One LUT of a netlist as the evaluation runs it: rows of bits in, a row of bits out. The output row may be one of the
/// input rows.
public struct NetlistStep: Sendable {
    /// The truth table in algebraic normal form.
    public var form: UInt64
    /// Rows of inputs 0…5; inputs that the form does not depend on may name any row.
    public var input0, input1, input2, input3, input4, input5: Int32
    /// Row written.
    public var output: Int32

    /// A LUT whose table is already repeated to 64 entries, with exactly six input rows.
    public init(table: UInt64, inputs: [Int32], output: Int32) {
        form = algebraicNormalForm(table)
        input0 = inputs[0]
        input1 = inputs[1]
        input2 = inputs[2]
        input3 = inputs[3]
        input4 = inputs[4]
        input5 = inputs[5]
        self.output = output
    }
}

/// Up to 64 frames of 8-bit numbers, frame after frame.
public struct PixelBlock: @unchecked Sendable {
    /// The first pixel of the first frame.
    public var base: UnsafePointer<UInt8>
    /// Pixels of a frame.
    public var nodeCount: Int
    /// Frames, 1…64.
    public var frameCount: Int

    public init(base: UnsafePointer<UInt8>, nodeCount: Int, frameCount: Int) {
        self.base = base
        self.nodeCount = nodeCount
        self.frameCount = frameCount
    }
}

/// Up to 64 frames of bits, each a row of whole bytes.
public struct RowBlock: @unchecked Sendable {
    /// The first byte of the first frame.
    public var base: UnsafePointer<UInt8>
    /// Bits of a frame.
    public var nodeCount: Int
    /// Frames, 1…64.
    public var frameCount: Int
    /// Whether the first bit is the highest of its byte, as numpy.packbits has it.
    public var isBigEndian: Bool

    public init(base: UnsafePointer<UInt8>, nodeCount: Int, frameCount: Int, isBigEndian: Bool) {
        self.base = base
        self.nodeCount = nodeCount
        self.frameCount = frameCount
        self.isBigEndian = isBigEndian
    }

    /// Bytes of a frame.
    public var rowBytes: Int { (nodeCount + 7) / 8 }
}

/// What there is to say about many numbers.
public struct NumberCensus: Sendable, Hashable {
    /// Outside the range that was asked for.
    public var outside: Int
    /// Not within 0…1.
    public var beyondUnit: Int
    /// Infinite, or not a number.
    public var notFinite: Int

    public init(outside: Int = 0, beyondUnit: Int = 0, notFinite: Int = 0) {
        self.outside = outside
        self.beyondUnit = beyondUnit
        self.notFinite = notFinite
    }

    /// Adds what was found elsewhere.
    public static func += (total: inout Self, other: Self) {
        total.outside += other.outside
        total.beyondUnit += other.beyondUnit
        total.notFinite += other.notFinite
    }
}

/// Counters of ones, bit-sliced: plane p of an output holds bit p of its count, one bit a frame.
public struct BitCounters: @unchecked Sendable {
    /// Planes of output 0, then those of output 1, and so on.
    public var base: UnsafeMutablePointer<UInt64>
    /// Planes of one output (1…32): enough for the largest count.
    public var planeCount: Int
    /// Words of one plane: 64 frames each.
    public var wordCount: Int

    public init(base: UnsafeMutablePointer<UInt64>, planeCount: Int, wordCount: Int) {
        self.base = base
        self.planeCount = planeCount
        self.wordCount = wordCount
    }

    /// The planes of one output.
    @inlinable @inline(__always)
    public func planes(_ output: Int) -> UnsafeMutablePointer<UInt64> { base + output * planeCount * wordCount }
}
