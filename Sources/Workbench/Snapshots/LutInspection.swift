import Netlist

/// Where the inputs of a layer come from.
public enum SignalSource: Sendable, Hashable {
    /// The input of the net: pixels, after modulation and layers that pass each value on by itself.
    case input
    /// The nodes of a layer, by its place in the layer table.
    case layer(Int)
    /// Several layers side by side.
    case several
}

/// How many LUTs of a layer do something, by their truth tables.
public struct LutCensus: Sendable, Equatable {
    /// All LUTs of the layer.
    public var count: Int
    /// LUTs whose output never changes.
    public var constant: Int
    /// LUTs that hand on one input, as it is or inverted.
    public var passThrough: Int
    /// LUTs whose output no later LUT and no output of the net depends on; nil where wires do not tell.
    public var dead: Int?
    /// LUTs that depend on 0, 1, … of their inputs.
    public var byInputCount: [Int]

    /// Makes a census.
    public init(count: Int, constant: Int, passThrough: Int, dead: Int?, byInputCount: [Int]) {
        self.count = count
        self.constant = constant
        self.passThrough = passThrough
        self.dead = dead
        self.byInputCount = byInputCount
    }
}

/// The LUTs of a layer as they would become hardware now.
public struct LutInspection: Sendable, Equatable {
    /// The layer, by its place in the layer table.
    public var layer: Int
    /// Mini-batches trained when it was read.
    public var step: Int
    /// Inputs of each LUT (N).
    public var inputsPerLut: Int
    /// Truth table of each LUT: bit p is the output for the pattern p, in which bit j is input j; 2^N bits.
    public var tables: [UInt64]
    /// Input node of each LUT's inputs, N a LUT.
    public var wires: [Int32]
    /// Shape of the layer's input, in which the wires count.
    public var inputShape: [Int]
    /// Where the inputs come from.
    public var source: SignalSource
    /// Whether the output of each LUT matters; nil where wires do not tell.
    public var isLive: [Bool]?
    /// The LUT whose numbers are in `entries`.
    public var node: Int
    /// The trained numbers behind that LUT's table, 2^N of them; empty if the layer has no such numbers.
    public var entries: [Float]
    /// What training samples show of that LUT; nil where the net's LUTs are not its nodes one by one.
    public var care: LutCare?

    /// Makes an inspection.
    public init(
        layer: Int, step: Int, inputsPerLut: Int, tables: [UInt64], wires: [Int32], inputShape: [Int],
        source: SignalSource, isLive: [Bool]? = nil, node: Int = 0, entries: [Float] = [],
        care: LutCare? = nil
    ) {
        self.layer = layer
        self.step = step
        self.inputsPerLut = inputsPerLut
        self.tables = tables
        self.wires = wires
        self.inputShape = inputShape
        self.source = source
        self.isLive = isLive
        self.node = node
        self.entries = entries
        self.care = care
    }

    /// The input nodes of a LUT.
    public func wires(of node: Int) -> [Int] {
        wires[node * inputsPerLut..<(node + 1) * inputsPerLut].map(Int.init)
    }
}
