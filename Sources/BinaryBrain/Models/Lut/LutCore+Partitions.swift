import KernelInterface

extension LutCore {
    /// Nodes that share inputs: each fixed partition of the nodes adds up in memory of its own, then the parts are added in
    /// order. The partitions depend on the layer's shape only, so the sum is the same for any number of threads.
    func backwardByPartitions(
        _ dx: FrameBuffer, _ target: LutGradients, _ plan: LutGradientPlan,
        _ run: (LutGradients, Range<Int>) -> Void
    ) {
        let bytes = dx.rowBytes * dx.nodeCount
        while scratch.count < plan.partitions.count - 1 { scratch.append(AlignedStorage(byteCount: bytes)) }
        for index in scratch.indices where scratch[index].byteCount < bytes {
            scratch[index] = AlignedStorage(byteCount: bytes)
        }
        let parts =
            [dx.floatRows]
            + scratch.map { FloatRows(base: $0.base.assumingMemoryBound(to: Float.self), stride: dx.floatStride) }
        let meter = WorkMeter.current
        Parallel.shared.run(blocks: plan.partitions.count) { index in
            plan.clearUntouched(parts[index], partition: index, frameCount: dx.frameCount)
            var own = target
            own.input = parts[index]
            // Node after node in one go or in pieces is the same sum; in pieces it can be seen how far it has come.
            let nodes = plan.partitions[index]
            let piece = max(8, Self.pieceLength / max(1, dx.frameCount) / 8 * 8)
            for first in stride(from: nodes.lowerBound, to: nodes.upperBound, by: piece) {
                let range = first..<min(nodes.upperBound, first + piece)
                run(own, range)
                meter?.add(range.count * dx.frameCount * connection.inputsPerNode * Self.backwardSums)
            }
        }
        guard plan.partitions.count > 1 else { return }
        Parallel.shared.forEachRow(dx.nodeCount, length: dx.frameCount) { row in
            for part in parts.dropFirst() {
                Kernels.elements.add(part.row(row), parts[0].row(row), dx.frameCount)
            }
        }
    }
}
