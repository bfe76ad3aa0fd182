import KernelInterface

/// The bit rows that one node reads; slots that a node of fewer than six inputs lacks read zeros.
struct NodeInputs {
    let r0, r1, r2, r3, r4, r5: UnsafePointer<UInt64>

    @inline(__always)
    init(_ layer: LutLayer, _ rows: BitRows, _ node: Int, zeros: UnsafePointer<UInt64>) {
        let n = layer.inputsPerNode
        let slots = layer.connection + node * n
        r0 = UnsafePointer(rows.row(Int(slots[0])))
        r1 = n > 1 ? UnsafePointer(rows.row(Int(slots[1]))) : zeros
        r2 = n > 2 ? UnsafePointer(rows.row(Int(slots[2]))) : zeros
        r3 = n > 3 ? UnsafePointer(rows.row(Int(slots[3]))) : zeros
        r4 = n > 4 ? UnsafePointer(rows.row(Int(slots[4]))) : zeros
        r5 = n > 5 ? UnsafePointer(rows.row(Int(slots[5]))) : zeros
    }

    /// The rows of one LUT of a netlist.
    @inline(__always)
    init(_ step: NetlistStep, _ rows: BitRows) {
        r0 = UnsafePointer(rows.row(Int(step.input0)))
        r1 = UnsafePointer(rows.row(Int(step.input1)))
        r2 = UnsafePointer(rows.row(Int(step.input2)))
        r3 = UnsafePointer(rows.row(Int(step.input3)))
        r4 = UnsafePointer(rows.row(Int(step.input4)))
        r5 = UnsafePointer(rows.row(Int(step.input5)))
    }

    /// Four words (256 frames) of one row.
    @inline(__always)
    static func load(_ row: UnsafePointer<UInt64>, _ word: Int) -> SIMD4<UInt64> {
        UnsafeRawPointer(row + word).loadUnaligned(as: SIMD4<UInt64>.self)
    }
}
