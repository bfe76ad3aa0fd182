import KernelInterface

/// How the input gradient of a sparse layer is added up without conflicts: partitions of the nodes, and for each slot
/// whether it is the first of its partition to write its input row (so that it stores and nobody clears).
final class LutGradientPlan {
    /// Ranges of nodes that add up in memory of their own; they depend on the layer's shape only.
    let partitions: [Range<Int>]
    private let touch: AlignedStorage
    /// For each partition the inputs that none of its nodes reads.
    private let untouched: [[Int32]]

    init(_ connection: ConnectionTable, isDisjoint: Bool) {
        let nodes = connection.outputShape.count
        // Below this many nodes a second partition costs more than a second thread gives.
        let split = !isDisjoint && nodes >= 64
        let middle = (nodes / 2 + 7) / 8 * 8
        let ranges = split ? [0..<middle, middle..<nodes] : [0..<nodes]
        let touch = AlignedStorage(byteCount: nodes)
        var untouched: [[Int32]] = []
        for range in ranges {
            var seen = [Bool](repeating: false, count: connection.inputShape.count)
            for node in range {
                var mask: UInt8 = 0
                for slot in 0..<connection.inputsPerNode {
                    let input = Int(connection.entries[node * connection.inputsPerNode + slot])
                    guard !seen[input] else { continue }
                    seen[input] = true
                    mask |= 1 << UInt8(slot)
                }
                touch.base.storeBytes(of: mask, toByteOffset: node, as: UInt8.self)
            }
            untouched.append(seen.indices.filter { !seen[$0] }.map(Int32.init))
        }
        self.touch = touch
        self.untouched = untouched
        partitions = ranges
    }

    /// The masks of all nodes; see `LutGradients.firstTouch`.
    var firstTouch: UnsafePointer<UInt8> { UnsafePointer(touch.base.assumingMemoryBound(to: UInt8.self)) }

    /// Zeroes the rows that no node of the partition writes.
    func clearUntouched(_ rows: FloatRows, partition: Int, frameCount: Int) {
        for input in untouched[partition] { rows.row(Int(input)).update(repeating: 0, count: frameCount) }
    }
}
