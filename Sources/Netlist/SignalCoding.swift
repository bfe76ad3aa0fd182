import BinaryBrain

/// How the numbers of a frame become the input bits of a netlist: by comparison with fixed thresholds.
///
/// A frame becomes M bit frames (frame modulation), a number D bits of each (depth modulation). In bit frame i, bit d of
/// number x is `[x ≥ thresholds[d · M + i]]`. Numbers may have thresholds of their own: then those of number n follow
/// `n · D · M` others.
public struct InputEncoding: Sendable, Hashable {
    /// Shape of one frame of numbers.
    public let shape: Shape
    /// Bit frames that a frame becomes: M.
    public let frameModulationSize: Int
    /// Bits of a bit frame that a number becomes: D.
    public let depthModulationSize: Int
    /// The smallest numbers that give a one, `D · M` of them, or as many for each number.
    public let thresholds: [Float]

    /// An encoding.
    /// - Throws: `BrainError` unless the shape is usable and there are `D · M` thresholds, or as many for each number.
    public init(
        shape: Shape, frameModulationSize: Int = 1, depthModulationSize: Int = 1, thresholds: [Float]
    ) throws {
        self.shape = try shape.validated(for: "input of a netlist")
        guard frameModulationSize > 0, depthModulationSize > 0,
            [1, self.shape.count].contains(where: {
                thresholds.count == $0 * frameModulationSize * depthModulationSize
            })
        else {
            throw BrainError(
                .shape, what: "input encoding",
                why: "\(thresholds.count) thresholds for \(depthModulationSize) × \(frameModulationSize) bits",
                remedy: "give a threshold for each depth and frame")
        }
        self.frameModulationSize = frameModulationSize
        self.depthModulationSize = depthModulationSize
        self.thresholds = thresholds
    }

    /// Whether each number has thresholds of its own.
    public var hasOwnThresholds: Bool { thresholds.count > frameModulationSize * depthModulationSize }

    /// The threshold of a number for the bit at `depth` of bit frame `step`.
    public func threshold(node: Int, depth: Int, step: Int = 0) -> Float {
        thresholds[thresholdPlace(node: node, depth: depth, step: step)]
    }

    /// The place of that threshold among all.
    public func thresholdPlace(node: Int, depth: Int, step: Int = 0) -> Int {
        (hasOwnThresholds ? node * frameModulationSize * depthModulationSize : 0) + depth * frameModulationSize + step
    }

    /// One bit a number, [x > 0.5]: what LUT layers do with numbers in binary mode.
    /// - Throws: `BrainError` if a modulator of this shape cannot be built.
    public static func aboveHalf(_ shape: Shape) throws -> InputEncoding {
        try InputEncoding(shape: shape, thresholds: [Float(0.5).nextUp])
    }

    /// Input bits of the netlist.
    public var bitCount: Int { shape.count * depthModulationSize }

    /// The input signal of number `node` at `depth`: channel c becomes channels c·D … c·D + D − 1.
    public func signal(node: Int, depth: Int) -> Int {
        let points = shape.count / shape[0]
        return (node / points * depthModulationSize + depth) * points + node % points
    }

    /// The smallest 8-bit pixel, which stands for pixel / 255, that reaches a threshold; 256 if none does.
    public static func smallestPixel(reaching threshold: Float) -> Int {
        (0..<256).first { Float($0) / 255 >= threshold } ?? 256
    }
}

/// What the output bits of a netlist become.
public enum OutputDecoding: Sendable, Hashable {
    /// They stay bits; zeros stand for the lower of the levels.
    case bits(Shape, levels: BitLevels)
    /// Number o is the share of ones among the outputs n with n mod numbers = o, over M bit frames.
    case shares(Shape, frameIntegrationSize: Int)
    /// Number o is the mean over M bit frames of scale · ones + offset, where the ones are those among the outputs n with
    /// n mod numbers = o.
    case sums(Shape, frameIntegrationSize: Int, scale: Float, offset: Float)
    /// Number o is the mean over M bit frames of `values[ones]`, added up frame after frame in single precision, where the ones are
    /// those among the outputs n with n mod numbers = o. There is a value for each count, and they do not fall.
    case averages(Shape, frameIntegrationSize: Int, values: [Float])

    /// Shape of one frame of what comes out.
    public var shape: Shape {
        switch self {
        case .bits(let shape, _), .shares(let shape, _), .sums(let shape, _, _, _), .averages(let shape, _, _): shape
        }
    }

    /// Bit frames that become one frame: M.
    public var frameIntegrationSize: Int {
        switch self {
        case .bits: 1
        case .shares(_, let size), .sums(_, let size, _, _), .averages(_, let size, _): size
        }
    }
}
