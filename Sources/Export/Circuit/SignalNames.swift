import Netlist

/// What signals are called in the sources: short, unique, and none of a model's own names.
///
/// `x12` is input bit 12, `x12_3` the same after 3 registers; `w40` is the output of LUT 40, `w40_3` the same behind register
/// boundary 3.
struct SignalNames {
    private let netlist: Netlist

    init(_ netlist: Netlist) { self.netlist = netlist }

    /// A signal ahead of all registers of its own.
    func direct(_ signal: Int) -> String {
        signal < netlist.inputCount ? "x\(signal)" : "w\(signal - netlist.inputCount)"
    }

    /// Its copy at a register boundary.
    func copy(_ signal: Int, at boundary: Int) -> String { "\(direct(signal))_\(boundary)" }

    /// The signal as a LUT of `stage` reads it.
    func read(_ signal: Int32, from stage: Int, in pipeline: Pipeline) -> String {
        let signal = Int(signal)
        if netlist.isConstant(signal) {
            return netlist.luts[signal - netlist.inputCount].table & 1 == 1 ? "1'b1" : "1'b0"
        }
        if pipeline.stages[signal] == stage || stage <= 1 && signal < netlist.inputCount { return direct(signal) }
        return copy(signal, at: stage - 1)
    }
}
