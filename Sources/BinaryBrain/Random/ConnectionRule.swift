/// How a sparse layer wires its nodes to its inputs (SEMANTICS of the original, ConnectionTable).
public enum ConnectionRule: String, Sendable, Hashable, CaseIterable {
    /// The rules that have a name.
    public static let allCases: [ConnectionRule] = [.random, .serial, .depthwise, .pointwise, .gauss]

    /// Every input is used once before any is used twice.
    case random
    /// No word, which is `random` to the original; its files keep the two apart.
    case unnamed = ""
    /// Inputs one after the other, round and round.
    case serial
    /// Random within the channel of the output node; shapes are (C, H, W) with equal C.
    case depthwise
    /// Random over the channels at the same pixel; shapes are (C, H, W) with equal H and W.
    case pointwise
    /// Normally distributed around the corresponding position, wrapping at the borders; shapes of equal rank.
    case gauss

    /// The rule named by `text`; the empty string is `random`, words after the first are ignored.
    /// - Throws: `BrainError` that lists the rules if it is none of them.
    public init(parsing text: String) throws {
        let word = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "random"
        guard let rule = Self(rawValue: word) else {
            throw BrainError(
                .parameter, what: "connection '\(text)'", why: "there is no such rule",
                remedy: "use one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = rule
    }

    /// Draws the input table, `[output nodes, inputsPerNode]` in row-major order.
    /// - Throws: `BrainError` if the shapes do not fit the rule.
    public func table(input: Shape, output: Shape, inputsPerNode: Int, seed: UInt64) throws -> [Int32] {
        switch self {
        case .random, .unnamed:
            var set = ShuffleSet(count: input.count, seed: seed)
            return (0..<output.count).flatMap { _ in set.take(inputsPerNode) }
        case .serial:
            return (0..<output.count * inputsPerNode).map { Int32($0 % input.count) }
        case .depthwise:
            return try depthwiseTable(input: input, output: output, inputsPerNode: inputsPerNode, seed: seed)
        case .pointwise:
            return try pointwiseTable(input: input, output: output, inputsPerNode: inputsPerNode, seed: seed)
        case .gauss:
            return try gaussTable(input: input, output: output, inputsPerNode: inputsPerNode, seed: seed)
        }
    }

    private func mismatch(_ input: Shape, _ output: Shape, _ remedy: String) -> BrainError {
        BrainError(
            .shape, what: "connection '\(rawValue)'", why: "cannot wire an input of \(input) to an output of \(output)",
            remedy: remedy)
    }

    private func depthwiseTable(input: Shape, output: Shape, inputsPerNode: Int, seed: UInt64) throws -> [Int32] {
        guard input.rank == 3, output.rank == 3, input[0] == output[0] else {
            throw mismatch(input, output, "give both shapes as C×H×W with the same number of channels")
        }
        var generator = MersenneTwister64(seed: seed)
        let points = input[1] * input[2]
        return (0..<output[0]).flatMap { channel in
            var set = ShuffleSet(count: points, seed: generator.next())
            return (0..<output[1] * output[2]).flatMap { _ in
                set.take(inputsPerNode).map { Int32(channel * points) + $0 }
            }
        }
    }

    private func pointwiseTable(input: Shape, output: Shape, inputsPerNode: Int, seed: UInt64) throws -> [Int32] {
        guard input.rank == 3, output.rank == 3, input[1] == output[1], input[2] == output[2] else {
            throw mismatch(input, output, "give both shapes as C×H×W with the same height and width")
        }
        var generator = MersenneTwister64(seed: seed)
        let points = output[1] * output[2]
        var table = [Int32](repeating: 0, count: output.count * inputsPerNode)
        for point in 0..<points {
            var set = ShuffleSet(count: input[0], seed: generator.next())
            for channel in 0..<output[0] {
                let start = (channel * points + point) * inputsPerNode
                for (slot, item) in set.take(inputsPerNode).enumerated() {
                    table[start + slot] = item * Int32(points) + Int32(point)
                }
            }
        }
        return table
    }

    private func gaussTable(input: Shape, output: Shape, inputsPerNode: Int, seed: UInt64) throws -> [Int32] {
        guard input.rank == output.rank else { throw mismatch(input, output, "give both shapes the same rank") }
        guard inputsPerNode <= input.count else {
            throw mismatch(input, output, "a node needs \(inputsPerNode) different inputs: give at least as many")
        }
        var generator = MersenneTwister64(seed: seed)
        var normal = NormalDistribution(mean: 0, deviation: 1)
        let rank = input.rank
        // An output axis of one node sits at the start of the input axis (0 · step); the original divides by zero there.
        let step = (0..<rank).map { output[$0] > 1 ? Double(input[$0] - 1) / Double(output[$0] - 1) : 0 }
        let sigma = (0..<rank).map { Double(input[$0]) / Double(output[$0]) }
        var index = [Int](repeating: 0, count: rank)
        var table: [Int32] = []
        table.reserveCapacity(output.count * inputsPerNode)
        for _ in 0..<output.count {
            let start = table.count
            while table.count < start + inputsPerNode {
                var node = 0
                for axis in 0..<rank {
                    var position = Double(index[axis]) * step[axis] + normal.next(&generator) * sigma[axis]
                    while position < 0 { position += Double(input[axis]) }
                    node = node * input[axis] + Int(position) % input[axis]
                }
                if !table[start...].contains(Int32(node)) { table.append(Int32(node)) }
            }
            advance(&index, within: output)
        }
        return table
    }

    /// Counts up, last axis fastest.
    private func advance(_ index: inout [Int], within shape: Shape) {
        for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
            index[axis] += 1
            if index[axis] < shape[axis] { return }
            index[axis] = 0
        }
    }
}

extension ConnectionTable {
    /// Wires a layer by a rule.
    /// - Throws: `BrainError` if the rule does not fit the shapes.
    public init(
        rule: ConnectionRule, inputShape: Shape, outputShape: Shape, inputsPerNode: Int, seed: UInt64
    ) throws {
        let entries = try rule.table(input: inputShape, output: outputShape, inputsPerNode: inputsPerNode, seed: seed)
        try self.init(
            inputShape: inputShape, outputShape: outputShape, inputsPerNode: inputsPerNode, entries: entries)
    }
}
