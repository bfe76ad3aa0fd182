import Netlist

/// A netlist as AND gates of two inputs and inverters, in the binary AIGER format (version 1.9), which ABC and model checkers read.
///
/// A literal is 2 · variable, plus 1 if inverted; 0 is false. Variables are the inputs from 1 on, then the gates. Equal gates are
/// one.
struct AndInverterGraph {
    private struct Gate: Hashable {
        let high: Int
        let low: Int
    }

    private let netlist: Netlist
    private var gates: [Gate] = []
    private var known: [Gate: Int] = [:]
    private var outputs: [Int] = []

    /// Takes each LUT apart as its shortest expression.
    init(_ netlist: Netlist) {
        self.netlist = netlist
        var search = LutExpressionSearch()
        var literals = (0..<netlist.inputCount).map { 2 * ($0 + 1) }
        for lut in netlist.luts {
            let expression = search.expression(lut.table, inputCount: lut.inputs.count)
            literals.append(literal(expression, lut.inputs.map { literals[Int($0)] }))
        }
        outputs = netlist.outputs.map { literals[Int($0)] }
    }

    /// AND gates.
    var gateCount: Int { gates.count }

    private mutating func and(_ first: Int, _ second: Int) -> Int {
        let gate = Gate(high: max(first, second), low: min(first, second))
        if gate.low == 0 || gate.low ^ 1 == gate.high { return 0 }
        if gate.low == 1 || gate.low == gate.high { return gate.high }
        if let literal = known[gate] { return literal }
        gates.append(gate)
        let literal = 2 * (netlist.inputCount + gates.count)
        known[gate] = literal
        return literal
    }

    private mutating func or(_ first: Int, _ second: Int) -> Int { and(first ^ 1, second ^ 1) ^ 1 }

    private mutating func literal(_ expression: LutExpression, _ inputs: [Int]) -> Int {
        switch expression {
        case .constant(let value): return value ? 1 : 0
        case .variable(let index, let isInverted): return inputs[index] ^ (isInverted ? 1 : 0)
        case .and(let index, let isInverted, let rest):
            return and(inputs[index] ^ (isInverted ? 1 : 0), literal(rest, inputs))
        case .or(let index, let isInverted, let rest):
            return or(inputs[index] ^ (isInverted ? 1 : 0), literal(rest, inputs))
        case .xor(let index, let rest):
            let (first, second) = (inputs[index], literal(rest, inputs))
            return or(and(first, second ^ 1), and(first ^ 1, second))
        case .select(let index, let high, let low):
            let (first, high, low) = (inputs[index], literal(high, inputs), literal(low, inputs))
            return or(and(first, high), and(first ^ 1, low))
        }
    }

    /// The file, with the names of inputs and outputs.
    func bytes(comment: String) -> [UInt8] {
        let inputCount = netlist.inputCount
        var bytes = Array(
            "aig \(inputCount + gates.count) \(inputCount) 0 \(outputs.count) \(gates.count)\n".utf8)
        for output in outputs { bytes += Array("\(output)\n".utf8) }
        for (index, gate) in gates.enumerated() {
            let own = 2 * (inputCount + index + 1)
            Self.append(own - gate.high, to: &bytes)
            Self.append(gate.high - gate.low, to: &bytes)
        }
        for (index, name) in BLIF.inputs(netlist).enumerated() { bytes += Array("i\(index) \(name)\n".utf8) }
        for (index, name) in BLIF.outputs(netlist).enumerated() { bytes += Array("o\(index) \(name)\n".utf8) }
        bytes += Array("c\n\(comment)\n".utf8)
        return bytes
    }

    /// A number in seven bits a byte, the lowest first.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 127 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
