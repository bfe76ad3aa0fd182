/// What a simplification found, LUT by LUT; `raw` minus all removals plus `addedForOutputs` is `live`.
public struct SimplificationReport: Sendable, Hashable {
    /// LUTs before.
    public var raw = 0
    /// LUTs whose output never changes.
    public var constants = 0
    /// LUTs that pass one input on, or invert it: absorbed into what reads them.
    public var passThroughs = 0
    /// LUTs that compute what another LUT computes, or its inverse.
    public var duplicates = 0
    /// LUTs that no output depends on.
    public var dead = 0
    /// LUTs added because an output is a constant, or the inverse of a signal that is also needed as it is.
    public var addedForOutputs = 0
    /// LUTs after.
    public var live = 0
    /// LUT inputs before.
    public var rawInputs = 0
    /// LUT inputs after: fewer, as constant, repeated and ignored inputs are gone.
    public var liveInputs = 0
}

extension Netlist {
    /// The same function with fewer and smaller LUTs: constants are folded, pass-throughs and inverters absorbed, repeated and
    /// ignored inputs dropped, equal LUTs merged, and LUTs that no output depends on removed. Every output bit stays the
    /// same for every input.
    public func simplified() -> Netlist { simplifiedWithReport().netlist }

    /// See `simplified()`; with the count of what was removed and why.
    public func simplifiedWithReport() -> (netlist: Netlist, report: SimplificationReport) {
        var simplification = Simplification(self)
        return simplification.run()
    }
}

/// One pass from the inputs to the outputs: when a LUT's turn comes, its inputs are already as simple as they get.
private struct Simplification {
    private let original: Netlist
    private var report = SimplificationReport()
    /// What each signal of the original is in terms of the new signals.
    private var literals: [Literal] = []
    /// The LUTs that remain; signal `inputCount + i` is the output of `functions[i]`.
    private var functions: [LutFunction] = []
    private var layers: [Int] = []
    /// The literal of each normalised function that has a LUT.
    private var known: [LutFunction: Literal] = [:]

    init(_ original: Netlist) { self.original = original }

    mutating func run() -> (Netlist, SimplificationReport) {
        literals = (0..<Int32(original.inputCount)).map { .signal($0, isInverted: false) }
        literals.reserveCapacity(original.inputCount + original.luts.count)
        known.reserveCapacity(original.luts.count)
        for lut in original.luts { literals.append(simplify(lut)) }
        let outputs = original.outputs.map { literals[Int($0)] }
        let (luts, signals) = emit(outputs)
        report.raw = original.luts.count
        report.live = luts.count
        report.rawInputs = original.luts.reduce(0) { $0 + $1.inputs.count }
        report.liveInputs = luts.reduce(0) { $0 + $1.inputs.count }
        return (Netlist(original, luts: luts, outputs: signals), report)
    }

    private mutating func simplify(_ lut: Netlist.Lut) -> Literal {
        let function = LutFunction(lut) { literals[Int($0)] }
        if let literal = function.literal {
            if case .constant = literal { report.constants += 1 } else { report.passThroughs += 1 }
            return literal
        }
        let (key, isInverted) = function.normalized
        if let literal = known[key] {
            report.duplicates += 1
            return literal.inverted(isInverted)
        }
        let signal = Int32(original.inputCount + functions.count)
        functions.append(function)
        layers.append(lut.layer)
        known[key] = .signal(signal, isInverted: isInverted)
        return .signal(signal, isInverted: false)
    }

    /// Numbers the LUTs that outputs depend on, and gives each output a signal.
    private mutating func emit(_ outputs: [Literal]) -> (luts: [Netlist.Lut], signals: [Int32]) {
        let first = original.inputCount
        let isLive = liveness(outputs)
        let isFlipped = flips(outputs)
        report.dead = isLive.count { !$0 }
        var numbers = (0..<Int32(first)).map { $0 }
        var luts: [Netlist.Lut] = []
        for (index, function) in functions.enumerated() {
            numbers.append(Int32(first + luts.count))
            guard isLive[index] else { continue }
            var lut = Netlist.Lut(inputs: function.inputs, table: function.table, layer: layers[index])
            if lut.inputs.contains(where: { Int($0) >= first && isFlipped[Int($0) - first] }) {
                lut.table =
                    LutFunction(lut) { .signal($0, isInverted: Int($0) >= first && isFlipped[Int($0) - first]) }.table
            }
            // Signals keep their order, so the table stays right when they get their new numbers.
            for slot in lut.inputs.indices { lut.inputs[slot] = numbers[Int(lut.inputs[slot])] }
            if isFlipped[index] { lut.table = ~lut.table & Netlist.Lut.patterns(inputCount: lut.inputs.count) }
            luts.append(lut)
        }
        var added: [Literal: Int32] = [:]
        var signals: [Int32] = []
        for (position, output) in outputs.enumerated() {
            var wanted = output
            if case .signal(let signal, let isInverted) = output {
                let flip = Int(signal) >= first && isFlipped[Int(signal) - first]
                wanted = .signal(numbers[Int(signal)], isInverted: isInverted != flip)
            }
            if case .signal(let signal, false) = wanted {
                signals.append(signal)
                continue
            }
            if let signal = added[wanted] {
                signals.append(signal)
                continue
            }
            let signal = Int32(first + luts.count)
            let layer = original.lut(driving: original.outputs[position])?.layer ?? 0
            switch wanted {
            case .constant(let value): luts.append(Netlist.Lut(inputs: [], table: value ? 1 : 0, layer: layer))
            case .signal(let input, _): luts.append(Netlist.Lut(inputs: [input], table: 0b01, layer: layer))
            }
            report.addedForOutputs += 1
            added[wanted] = signal
            signals.append(signal)
        }
        return (luts, signals)
    }

    private func liveness(_ outputs: [Literal]) -> [Bool] {
        let first = original.inputCount
        var isLive = [Bool](repeating: false, count: functions.count)
        for case .signal(let signal, _) in outputs where Int(signal) >= first { isLive[Int(signal) - first] = true }
        for index in functions.indices.reversed() where isLive[index] {
            for input in functions[index].inputs where Int(input) >= first { isLive[Int(input) - first] = true }
        }
        return isLive
    }

    /// LUTs that outputs want only inverted: their tables are inverted instead.
    private func flips(_ outputs: [Literal]) -> [Bool] {
        let first = original.inputCount
        var isFlipped = [Bool](repeating: false, count: functions.count)
        for case .signal(let signal, true) in outputs where Int(signal) >= first {
            isFlipped[Int(signal) - first] = true
        }
        for case .signal(let signal, false) in outputs where Int(signal) >= first {
            isFlipped[Int(signal) - first] = false
        }
        return isFlipped
    }
}
