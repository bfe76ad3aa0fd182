/// Which slots of a sparse layer read each input: gradients can then be gathered input by input, in a fixed order and with no
/// two threads at one row.
struct InputFanout {
    private let offsets: [Int32]
    private let slots: [Int32]

    init(_ connection: ConnectionTable) {
        let entries = connection.table.int32s
        var counts = [Int32](repeating: 0, count: connection.inputShape.count + 1)
        for entry in entries { counts[Int(entry) + 1] += 1 }
        for input in 1..<counts.count { counts[input] += counts[input - 1] }
        offsets = counts
        var next = counts
        var sorted = [Int32](repeating: 0, count: entries.count)
        for (slot, entry) in entries.enumerated() {
            sorted[Int(next[Int(entry)])] = Int32(slot)
            next[Int(entry)] += 1
        }
        slots = sorted
    }

    /// The slots that read `input`, ascending; slot s is input s mod N of node s / N.
    func slots(of input: Int) -> ArraySlice<Int32> { slots[Int(offsets[input])..<Int(offsets[input + 1])] }
}
