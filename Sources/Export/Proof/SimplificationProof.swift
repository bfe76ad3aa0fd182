import BinaryBrain
import Netlist

/// That a simplified netlist computes what the raw one does, by an argument over every LUT and without trusting whoever
/// simplified.
///
/// From the inputs on, each raw LUT is written as a function of simplified signals, tried for every pattern of its inputs. If
/// that function is a constant, a signal, an inverse, or what a simplified LUT or its inverse computes, the raw signal is known
/// by that name; else it is a free variable. The netlists are equal if each raw output is known by the name of the simplified
/// one: then, LUT after LUT, nothing else can come out.
struct SimplificationProof {
    /// What a signal is known to be.
    enum Meaning: Hashable {
        case constant(Bool)
        /// A simplified signal (≥ 0), or a raw one of which nothing is known (< 0), perhaps inverted.
        case signal(Int, isInverted: Bool)

        func inverted(_ flag: Bool) -> Meaning {
            switch self {
            case .constant(let value): .constant(value != flag)
            case .signal(let signal, let isInverted): .signal(signal, isInverted: isInverted != flag)
            }
        }
    }

    /// A function by the signals that it depends on, in order, and its value for each pattern of them, 0 for the first.
    private struct Function: Hashable {
        var signals: [Int]
        var values: [Bool]
    }

    /// Raw LUTs that have a name.
    private(set) var namedCount = 0
    /// Outputs whose raw and simplified names differ.
    private(set) var differingOutputs: [Int] = []
    private var known: [Function: Meaning] = [:]

    init(raw: Netlist, simplified: Netlist) {
        guard raw.inputCount == simplified.inputCount, raw.outputs.count == simplified.outputs.count else {
            differingOutputs = Array(raw.outputs.indices)
            return
        }
        let inputs = (0..<raw.inputCount).map { Meaning.signal($0, isInverted: false) }
        var new = inputs
        for (index, lut) in simplified.luts.enumerated() {
            let signal = raw.inputCount + index
            new.append(
                name(lut, new) { known, function, isInverted in
                    known[function] = .signal(signal, isInverted: isInverted)
                    return .signal(signal, isInverted: false)
                })
        }
        var old = inputs
        for (index, lut) in raw.luts.enumerated() {
            var isNamed = true
            old.append(
                name(lut, old) { _, _, _ in
                    isNamed = false
                    return .signal(-1 - index, isInverted: false)
                })
            if isNamed { namedCount += 1 }
        }
        differingOutputs = raw.outputs.indices.filter {
            old[Int(raw.outputs[$0])] != new[Int(simplified.outputs[$0])]
        }
    }

    /// What a LUT is known to be; `unknown` decides about a function that has no name yet.
    private mutating func name(
        _ lut: Netlist.Lut, _ meanings: [Meaning],
        unknown: (inout [Function: Meaning], Function, Bool) -> Meaning
    ) -> Meaning {
        let inputs = lut.inputs.map { meanings[Int($0)] }
        var signals = Set<Int>()
        for case .signal(let signal, _) in inputs { signals.insert(signal) }
        var function = Function(signals: signals.sorted(), values: [])
        function.values = (0..<1 << function.signals.count).map { pattern in
            var entry = 0
            for (slot, input) in inputs.enumerated() {
                let value =
                    switch input {
                    case .constant(let value): value
                    case .signal(let signal, let isInverted):
                        (pattern >> function.signals.firstIndex(of: signal)! & 1 == 1) != isInverted
                    }
                if value { entry |= 1 << slot }
            }
            return lut.table >> UInt64(entry) & 1 == 1
        }
        for slot in function.signals.indices.reversed() { dropIfIgnored(slot, &function) }
        let isInverted = function.values[0]
        if isInverted { function.values = function.values.map { !$0 } }
        if function.signals.isEmpty { return .constant(isInverted) }
        if function.signals.count == 1 { return .signal(function.signals[0], isInverted: isInverted) }
        if let meaning = known[function] { return meaning.inverted(isInverted) }
        return unknown(&known, function, isInverted)
    }

    private func dropIfIgnored(_ slot: Int, _ function: inout Function) {
        let bit = 1 << slot
        let values = function.values
        guard values.indices.allSatisfy({ values[$0] == values[$0 ^ bit] }) else { return }
        function.signals.remove(at: slot)
        function.values = values.indices.filter { $0 & bit == 0 }.map { values[$0] }
    }

    /// Output bits that differ between two netlists over random frames of bits.
    static func differingBits(_ first: Netlist, _ second: Netlist, frameCount: Int, seed: UInt64) throws -> Int {
        var random = MersenneTwister64(seed: seed)
        let x = FrameBuffer(.bit, frameCount: frameCount, shape: [first.inputCount], levels: .zeroOne)
        for node in 0..<first.inputCount {
            for word in 0..<frameCount / 64 { x.words(node)[word] = random.next() }
        }
        let a = try NetlistEvaluator(first).outputBits(of: x)
        let b = try NetlistEvaluator(second).outputBits(of: x)
        var count = 0
        for node in 0..<a.nodeCount {
            for word in 0..<frameCount / 64 { count += (a.words(node)[word] ^ b.words(node)[word]).nonzeroBitCount }
        }
        return count
    }
}
