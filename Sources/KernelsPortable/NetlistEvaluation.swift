import KernelInterface

/// Runs the LUTs of a netlist on bit rows, one after another.
@Sendable
func evaluateNetlist(_ steps: UnsafePointer<NetlistStep>, _ count: Int, _ rows: BitRows, _ wordCount: Int) {
    withUnsafeTemporaryAllocation(byteCount: 512, alignment: 64) { functions in
        for index in 0..<count {
            let step = steps[index]
            evaluateForm(
                step.form, NodeInputs(step, rows), into: rows.row(Int(step.output)), wordCount: wordCount,
                functions.baseAddress!)
        }
    }
}
