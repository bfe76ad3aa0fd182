/// LUTs that a netlist takes, by what parts offer.
public struct LutCounts: Sendable, Hashable, Codable {
    /// LUTs of two to six inputs.
    public let six: Int
    /// The same where those of up to five inputs share a LUT6 with two outputs (LUT6_2) if they have five inputs together.
    public let paired: Int
    /// LUTs of at most four inputs.
    public let four: Int
    /// Input bits that a LUT or an output reads.
    public let inputs: Int
    /// Numbers of a frame, such as pixels, of which a bit is read.
    public let numbers: Int

    /// Counts a netlist.
    /// - Parameter four: the same net with LUTs of at most four inputs; nil to take each LUT apart by itself.
    public init(_ netlist: Netlist, four: Netlist? = nil) {
        let luts = netlist.luts.filter { $0.inputs.count > 1 }
        six = luts.count
        paired = luts.count - Self.pairs(luts)
        self.four =
            four.map { $0.luts.count { $0.inputs.count > 1 } } ?? luts.reduce(0) { $0 + SmallTables($1).parts.count }
        (inputs, numbers) = Self.read(netlist)
    }

    /// Counts the parts of a net together.
    /// - Parameter whole: the net, for what it reads.
    package init(_ parts: [LutCounts], of whole: Netlist) {
        six = parts.reduce(0) { $0 + $1.six }
        paired = parts.reduce(0) { $0 + $1.paired }
        four = parts.reduce(0) { $0 + $1.four }
        (inputs, numbers) = Self.read(whole)
    }

    private static func read(_ netlist: Netlist) -> (inputs: Int, numbers: Int) {
        var read = Set<Int32>()
        for lut in netlist.luts { for input in lut.inputs where Int(input) < netlist.inputCount { read.insert(input) } }
        for output in netlist.outputs where Int(output) < netlist.inputCount { read.insert(output) }
        let encoding = netlist.encoding
        let numbers = (0..<encoding.shape.count).count { node in
            (0..<encoding.depthModulationSize).contains { read.contains(Int32(encoding.signal(node: node, depth: $0))) }
        }
        return (read.count, numbers)
    }

    /// LUTs that find a partner: each in turn takes the one that shares most inputs with it.
    private static func pairs(_ luts: [Netlist.Lut]) -> Int {
        let most = Netlist.maximumLutInputs - 1
        let sets = luts.filter { $0.inputs.count <= most }.map { Set($0.inputs) }.sorted {
            ($1.count, $0.min() ?? 0) < ($0.count, $1.min() ?? 0)
        }
        var isTaken = [Bool](repeating: false, count: sets.count)
        var pairs = 0
        for index in sets.indices where !isTaken[index] {
            var best: (index: Int, size: Int)?
            for other in index + 1..<max(index + 1, sets.count) where !isTaken[other] {
                let size = sets[index].union(sets[other]).count
                if size <= most, best.map({ size < $0.size }) ?? true { best = (other, size) }
                if best?.size == sets[index].count { break }
            }
            guard let best else { continue }
            isTaken[index] = true
            isTaken[best.index] = true
            pairs += 1
        }
        return pairs
    }
}
