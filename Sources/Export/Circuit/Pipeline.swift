import Netlist

/// Where the registers of a netlist stand among its levels of LUTs.
///
/// A stage holds the LUTs of some levels in a row and ends in registers; inputs are stage 0. A signal that is read some stages
/// later is delayed by further registers, so all ways from an input to an output take as many cycles. A constant needs none.
struct Pipeline {
    /// Stages, and so cycles from input to output.
    let stageCount: Int
    /// Stage of each signal.
    let stages: [Int]
    /// The last boundary at which a registered copy of each signal is needed; below its first one, none is. Inputs have
    /// copies from boundary 1 on, LUTs from the end of their stage on.
    let lastCopies: [Int]
    /// Whether a LUT is read by others of its own stage, ahead of the register.
    let isReadAhead: [Bool]

    init(_ netlist: Netlist, spacing: RegisterSpacing) {
        let levels = netlist.levels
        let levelCount = netlist.outputs.map { levels[Int($0)] }.max() ?? 0
        let stages = levels.map { spacing.stage(ofLevel: $0, of: levelCount) }
        let stageCount = spacing.stageCount(levels: levelCount)
        var last = [Int](repeating: -1, count: stages.count)
        var ahead = [Bool](repeating: false, count: stages.count)
        func read(_ signal: Int32, from stage: Int) {
            let signal = Int(signal)
            if netlist.isConstant(signal) { return }
            if stages[signal] == stage { ahead[signal] = true } else { last[signal] = max(last[signal], stage - 1) }
        }
        for (index, lut) in netlist.luts.enumerated() {
            for input in lut.inputs { read(input, from: stages[netlist.inputCount + index]) }
        }
        for output in netlist.outputs {
            if stageCount == 0 { ahead[Int(output)] = true } else { read(output, from: stageCount + 1) }
        }
        self.stages = stages
        self.stageCount = stageCount
        lastCopies = last
        isReadAhead = ahead
    }

    /// The boundaries at which a signal has a registered copy.
    func copies(of signal: Int) -> Range<Int> {
        let first = max(1, stages[signal])
        return first..<max(first, lastCopies[signal] + 1)
    }

    /// Registers of one bit that hold signals.
    var flipFlopCount: Int { stages.indices.reduce(0) { $0 + copies(of: $1).count } }
}

extension Netlist {
    /// Whether a signal is the output of a LUT without inputs.
    func isConstant(_ signal: Int) -> Bool { signal >= inputCount && luts[signal - inputCount].inputs.isEmpty }
}
