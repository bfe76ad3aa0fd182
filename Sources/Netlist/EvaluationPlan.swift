import KernelInterface

/// A netlist made ready for evaluation: LUTs in an order that needs few rows of bits at a time, each with its rows.
///
/// The order is depth first from the outputs, so a LUT runs soon after those that it reads, and their rows are free again
/// soon after. What is alive stays in the innermost caches; the inputs' rows in the next.
public struct EvaluationPlan {
    /// The LUTs that outputs depend on, in order.
    public let steps: [NetlistStep]
    /// Rows of bits needed, inputs included.
    public let rowCount: Int
    /// The row of each input signal: number n at depth d has row 1 + d · numbers + n. Row 0 is free for inputs that a LUT
    /// lacks.
    public let inputRows: [Int]
    /// The row of each output.
    public let outputRows: [Int]

    /// Orders the LUTs of a netlist and gives them rows.
    public init(_ netlist: Netlist) {
        let order = Self.depthFirst(netlist)
        let numbers = netlist.encoding.shape.count
        var inputRows = [Int](repeating: 0, count: netlist.inputCount)
        for depth in 0..<netlist.encoding.depthModulationSize {
            for node in 0..<numbers {
                inputRows[netlist.encoding.signal(node: node, depth: depth)] = 1 + depth * numbers + node
            }
        }
        var rows = RowAllocation(netlist, order: order, inputRows: inputRows)
        var steps: [NetlistStep] = []
        steps.reserveCapacity(order.count)
        for index in order {
            let lut = netlist.luts[index]
            var inputs = lut.inputs.map { Int32(rows.row(of: $0)) }
            inputs += [Int32](repeating: 0, count: Netlist.maximumLutInputs - inputs.count)
            // A LUT may write over a row that it is the last to read.
            for input in lut.inputs { rows.release(input) }
            let output = rows.take(for: Int32(netlist.inputCount + index))
            steps.append(NetlistStep(table: Self.repeated(lut), inputs: inputs, output: Int32(output)))
        }
        self.steps = steps
        self.inputRows = inputRows
        outputRows = netlist.outputs.map { rows.row(of: $0) }
        rowCount = rows.count
    }

    /// The table for six inputs of which the LUT lacks some.
    private static func repeated(_ lut: Netlist.Lut) -> UInt64 {
        (lut.inputs.count..<Netlist.maximumLutInputs).reduce(lut.table) { $0 | $0 << (1 << UInt64($1)) }
    }

    /// The indices of the LUTs that outputs depend on, each after those that it reads, and as soon after as can be.
    private static func depthFirst(_ netlist: Netlist) -> [Int] {
        var order: [Int] = []
        var isKnown = [Bool](repeating: false, count: netlist.luts.count)
        // LUTs on the way from an output, and which of their inputs comes next (a netlist may be deeper than the call stack).
        var path: [(index: Int, slot: Int)] = []
        func visit(_ signal: Int32) {
            let index = Int(signal) - netlist.inputCount
            guard index >= 0, !isKnown[index] else { return }
            isKnown[index] = true
            path.append((index, 0))
        }
        for output in netlist.outputs {
            visit(output)
            while let (index, slot) = path.last {
                let inputs = netlist.luts[index].inputs
                if slot < inputs.count {
                    path[path.count - 1].slot += 1
                    visit(inputs[slot])
                } else {
                    order.append(index)
                    path.removeLast()
                }
            }
        }
        return order
    }
}

/// Gives rows to signals and takes them back after the last use.
private struct RowAllocation {
    /// Rows in use or free.
    private(set) var count: Int
    private let inputCount: Int
    private var rows: [Int]
    private var usesLeft: [Int]
    private var free: [Int] = []

    init(_ netlist: Netlist, order: [Int], inputRows: [Int]) {
        inputCount = netlist.inputCount
        count = 1 + netlist.inputCount
        rows = inputRows + [Int](repeating: 0, count: netlist.luts.count)
        usesLeft = [Int](repeating: 0, count: rows.count)
        for index in order { for input in netlist.luts[index].inputs { usesLeft[Int(input)] += 1 } }
        // Outputs are read at the end.
        for output in netlist.outputs { usesLeft[Int(output)] += 1 }
    }

    func row(of signal: Int32) -> Int { rows[Int(signal)] }

    /// One reader of a signal has run. Rows of inputs are kept: they are filled once a block, by whoever fills them.
    mutating func release(_ signal: Int32) {
        usesLeft[Int(signal)] -= 1
        if usesLeft[Int(signal)] == 0, Int(signal) >= inputCount { free.append(rows[Int(signal)]) }
    }

    mutating func take(for signal: Int32) -> Int {
        let row: Int
        if let last = free.popLast() {
            row = last
        } else {
            row = count
            count += 1
        }
        rows[Int(signal)] = row
        return row
    }
}
