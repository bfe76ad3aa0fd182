/// How a layer becomes look-up tables: what a netlist is made of, in terms of the layer's nodes.
///
/// Layers with a switch between numbers and bits say what they are in binary mode, all others what they are as they stand. Frames
/// are those of `forward(_:train: false)`: a form must give the same outputs, bit for bit.
public enum HardwareForm {
    /// Models, each of which gets what the one before hands on.
    case chain([any Model])
    /// Models that all get the same, and whose outputs stand side by side.
    case branches([any Model])
    /// Each node is a truth table of a few bits.
    case tables(TableNodes)
    /// Each node is a function of a few numbers.
    case functions(FunctionNodes)
    /// Each node says whether its input is above a threshold, by one of two levels; −1 and +1 if `isBit`.
    case threshold(Binarization, isBit: Bool)
    /// Each node is some function of the input at its place, which `forward` tells.
    case nodewise
    /// Each node is the input at its place.
    case identity
    /// Each node is one of the inputs, or 0.
    case gather(GatheredNodes)
    /// Each node is made of the window of inputs that belongs to it.
    case window(WindowNodes)
    /// Each node is the average of the inputs at its place and at those that lie a number of nodes further on.
    case average
    /// Each node is the sum of a group of neighbouring inputs.
    case groupSums(GroupSum)
    /// Each place of a filter becomes a frame of its own.
    case lowering(ConvolutionIm2Col)
    /// The frames of an image's places become one.
    case raising(ConvolutionCol2Im)
    /// A lowering, a net and a raising: what can also be built once, with the pixels streaming through it.
    case convolution(Convolution2d)
    /// Numbers become bits by comparison with thresholds.
    case modulator(RealToBinary)
    /// Bits are counted into numbers.
    case counter(BinaryToReal)
    /// A modulator, a net and a counter, with the modulation size of inference.
    case modulation(BinaryModulation)
    /// It has none: why, and what to do.
    case none(why: String, remedy: String)

    /// The name of the form, for tables.
    public var name: String {
        switch self {
        case .chain, .convolution, .modulation: "chain"
        case .branches: "branches"
        case .tables: "tables"
        case .functions: "functions"
        case .threshold, .nodewise, .identity: "nodewise"
        case .gather: "gather"
        case .window, .lowering, .raising: "window"
        case .average, .groupSums, .counter: "count"
        case .modulator: "thresholds"
        case .none: "none"
        }
    }

    /// Whether each node is made of the input at its place.
    public var keepsNodes: Bool {
        switch self {
        case .threshold, .nodewise, .identity: true
        case .modulator(let layer): layer.depthModulationSize == 1
        case .chain, .branches, .tables, .functions, .gather, .window, .average, .groupSums, .lowering, .raising,
            .convolution, .counter, .modulation, .none:
            false
        }
    }

    /// Whether it works on bits, and so not behind a counter; of what holds others they are asked.
    public var readsBits: Bool {
        switch self {
        case .chain, .branches, .convolution, .modulation, .modulator, .counter: false
        case .tables, .functions, .threshold, .nodewise, .identity, .gather, .window, .average, .groupSums, .lowering,
            .raising, .none:
            true
        }
    }

    /// What turns numbers into bits; nil for any other form.
    public var modulator: RealToBinary? { if case .modulator(let layer) = self { layer } else { nil } }
    /// What makes frames one; nil for any other form.
    public var raising: ConvolutionCol2Im? { if case .raising(let layer) = self { layer } else { nil } }
    /// The convolution; nil for any other form.
    public var convolution: Convolution2d? { if case .convolution(let layer) = self { layer } else { nil } }
    /// What adds groups up; nil for any other form.
    public var groupSum: GroupSum? { if case .groupSums(let layer) = self { layer } else { nil } }
    /// What counts bits; nil for any other form.
    public var counter: BinaryToReal? { if case .counter(let layer) = self { layer } else { nil } }
    /// Whether it adds bits up, each sum over inputs of its own.
    public var addsUpBits: Bool {
        switch self {
        case .average, .groupSums: true
        case .chain, .branches, .tables, .functions, .threshold, .nodewise, .identity, .gather, .window, .lowering,
            .raising, .convolution, .modulator, .counter, .modulation, .none:
            false
        }
    }
    /// Whether it makes several frames of one.
    public var isLowering: Bool { if case .lowering = self { true } else { false } }

    /// The reason why sums over all inputs are no LUTs.
    static var sumsOfAllInputs: HardwareForm {
        .none(
            why: "each of its sums reads all inputs, so it is not made of LUTs",
            remedy: "use LUT layers such as DifferentiableLut instead, or extract the layers before it")
    }
}

/// Nodes that are truth tables of a few bits.
public struct TableNodes {
    /// What the entries of the tables are.
    public enum Entries {
        /// Bits that stand for levels: bit p of a node's table is its output for the pattern p of its inputs.
        case bits(() throws -> [UInt64], BitLevels)
        /// Numbers: a row a node, a frame a pattern.
        case numbers(() throws -> FrameBuffer)
    }

    /// The wires; nil before `setInputShape`.
    public let wires: ConnectionTable?
    /// What the tables hold.
    public let entries: Entries
    /// Whether a number counts as a one.
    public let isOne: (Float) -> Bool
    /// The threshold of that comparison, for a layer that can be the first and read numbers; nil if it cannot.
    public let firstThreshold: Float?
    /// Which numbers it can read, and what to say of others; nil if any.
    public let readable: (isReadable: (Float) -> Bool, why: String, remedy: String)?

    /// Tables of bits.
    public init(
        wires: ConnectionTable?, entries: Entries, firstThreshold: Float?,
        readable: (isReadable: (Float) -> Bool, why: String, remedy: String)? = nil,
        isOne: @escaping (Float) -> Bool
    ) {
        self.wires = wires
        self.entries = entries
        self.isOne = isOne
        self.firstThreshold = firstThreshold
        self.readable = readable
    }

    /// Tables that read numbers above a threshold as ones.
    public init(wires: ConnectionTable?, entries: Entries, above threshold: Float) {
        self.init(wires: wires, entries: entries, firstThreshold: threshold) { $0 > threshold }
    }
}

/// Nodes that are functions of a few numbers.
public struct FunctionNodes {
    /// How a node's output is found.
    public enum Rule {
        /// One function for all nodes, of the inputs in their order; bits −1 and +1 say whether it is above a threshold.
        case compared(([Float]) -> Float, above: Float)
        /// All nodes at once: row n·N + j is input j of node n; a row a node comes out.
        case rows((FrameBuffer) throws -> FrameBuffer)
    }

    /// The wires; nil before `setInputShape`.
    public let wires: ConnectionTable?
    /// How a node's output is found.
    public let rule: Rule

    /// Nodes of a rule.
    public init(wires: ConnectionTable?, rule: Rule) {
        self.wires = wires
        self.rule = rule
    }
}

/// Nodes that are inputs at other places.
public struct GatheredNodes {
    /// The input of each node; −1 for the number 0. Asked for when the shapes are known.
    public let sources: () -> [Int]
    /// Whether some of them may be 0.
    public let readsZero: Bool
    /// Whether a 0 among bits of these levels is a bit, too; otherwise all become numbers.
    public let zeroIsBit: (BitLevels) -> Bool

    /// Nodes with these inputs.
    public init(
        readsZero: Bool = false, zeroIsBit: @escaping (BitLevels) -> Bool = { _ in true },
        sources: @escaping () -> [Int]
    ) {
        self.sources = sources
        self.readsZero = readsZero
        self.zeroIsBit = zeroIsBit
    }
}

/// Nodes that are made of windows which tile images.
public struct WindowNodes {
    /// Size of a window.
    public let filter: PlaneSize
    /// Whether a window of bits of these levels becomes their OR.
    public let isOr: (BitLevels) -> Bool
    /// Whether a window becomes its largest number.
    public let isMaximum: Bool
    /// What a window of numbers becomes, pixel after pixel; fewer at the border.
    public let function: ([Float]) -> Float

    /// Windows with a function.
    public init(
        filter: PlaneSize, isMaximum: Bool, isOr: @escaping (BitLevels) -> Bool, function: @escaping ([Float]) -> Float
    ) {
        self.filter = filter
        self.isOr = isOr
        self.isMaximum = isMaximum
        self.function = function
    }

    /// The input nodes of each output node, for images of these shapes.
    public func windows(input: Shape, output: Shape) -> [[Int]] {
        (0..<output.count).map { node in
            let (row, x) = node.quotientAndRemainder(dividingBy: output[2])
            let (channel, y) = row.quotientAndRemainder(dividingBy: output[1])
            let rows = y * filter.height..<Swift.min((y + 1) * filter.height, input[1])
            let columns = x * filter.width..<Swift.min((x + 1) * filter.width, input[2])
            return rows.flatMap { row in columns.map { (channel * input[1] + row) * input[2] + $0 } }
        }
    }
}
