/// What a whole classifier costs in hardware, from 8-bit pixels to the class, in LUTs of six inputs: an estimate by formula.
///
///     nodes     LUTs that read two signals or more (others are wires)
///     encoder   a comparison of a pixel that is read: nothing if it looks at one bit, a LUT if at 2 to 6, two if at more
///     head      population counts and choice of the class, interpolated between syntheses for ten classes, with compressors
///
/// For simplified netlists: a design flow leaves out what no output depends on. Against syntheses of three whole nets the formula
/// was within 2 %.
public struct HardwareCount: Sendable, Hashable {
    /// LUTs of the net.
    public let nodes: Int
    /// LUTs that turn pixels into bits.
    public let encoder: Int
    /// LUTs that turn output bits into counts and a class.
    public let head: Int
    /// Clock cycles an image takes where each bit frame takes one.
    public let cycles: Int

    /// All of it.
    public var total: Int { nodes + encoder + head }

    /// `all-in 2,986 LUTs by formula: 1,453 nodes + 765 encoder + 768 head, 1 cycle an image`.
    public var line: String {
        func text(_ number: Int) -> String {
            var digits = Array(String(number))
            for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
            return String(digits)
        }
        return "all-in \(text(total)) LUTs by formula: \(text(nodes)) nodes + \(text(encoder)) encoder + "
            + "\(text(head)) head, \(text(cycles)) cycle\(cycles == 1 ? "" : "s") an image"
    }

    /// Counts a simplified netlist.
    public init(_ netlist: Netlist) {
        nodes = netlist.luts.count { $0.inputs.count > 1 }
        encoder = Self.encoder(netlist)
        head = Self.head(netlist)
        cycles = netlist.encoding.frameModulationSize
    }

    private static func encoder(_ netlist: Netlist) -> Int {
        let encoding = netlist.encoding
        var read: Set<Int> = []
        for lut in netlist.luts { for input in lut.inputs { read.insert(Int(input)) } }
        for output in netlist.outputs { read.insert(Int(output)) }
        let frames = encoding.frameModulationSize
        var count = 0
        // A threshold that moves is compared with all eight bits.
        let prices = encoding.thresholds.map {
            frames == 1 ? price(InputEncoding.smallestPixel(reaching: $0)) : price(1)
        }
        let own = encoding.hasOwnThresholds ? encoding.depthModulationSize * frames : 0
        for depth in 0..<encoding.depthModulationSize {
            for node in 0..<encoding.shape.count where read.contains(encoding.signal(node: node, depth: depth)) {
                count += prices[node * own + depth * frames]
            }
        }
        return count
    }

    /// LUTs of a comparison with a fixed number.
    private static func price(_ smallestPixel: Int) -> Int {
        guard (1...255).contains(smallestPixel) else { return 0 }
        let bits = 8 - smallestPixel.trailingZeroBitCount
        return bits == 1 ? 0 : bits <= 6 ? 1 : 2
    }

    /// Bits a class, and what ten classes of them cost.
    private static let syntheses = [
        (1, 20), (20, 297), (30, 438), (40, 632), (50, 763), (60, 913), (80, 1118), (100, 1381), (150, 2100),
        (200, 2688),
    ]

    private static func head(_ netlist: Netlist) -> Int {
        if case .bits = netlist.decoding { return 0 }
        let numbers = netlist.decoding.shape.count
        let bits = netlist.outputs.count / max(1, numbers)
        let upper = syntheses.firstIndex { $0.0 >= bits } ?? syntheses.count - 1
        let (low, high) = (syntheses[max(0, upper - 1)], syntheses[max(1, upper)])
        let share = Double(bits - low.0) / Double(high.0 - low.0)
        let ten = Double(low.1) + share * Double(high.1 - low.1)
        let frames = netlist.encoding.frameModulationSize
        // Counts that go on over bit frames are added to what is there.
        let width = Int.bitWidth - (bits * frames).leadingZeroBitCount
        return Int((ten * Double(numbers) / 10).rounded()) + (frames > 1 ? numbers * width : 0)
    }
}
