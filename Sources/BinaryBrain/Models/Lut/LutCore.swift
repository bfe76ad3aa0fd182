import Devices
import KernelInterface

/// The engine of a layer of learned tables: wires, tables, the choice of kernel, and what a forward leaves for its backward.
final class LutCore {
    let connection: ConnectionTable
    let weights: Tensor
    let gradients: Tensor
    /// What chooses the wires; nil where they stay as they are.
    let wires: LearnableConnection?
    /// Whether the next backward regrows candidates instead of adding to gradients.
    var regrows = false
    /// What the last regrowth has replaced.
    private(set) var replacements: [LearnableConnection.Replacement] = []

    /// Made when the first gradient is asked for (a net that only infers needs none), and when wires have changed.
    private var plan: LutGradientPlan?
    private var pushed: [LutRecord] = []
    private var spare: [LutRecord] = []
    private var outputs = FrameBufferPool()
    var inputGradients = FrameBufferPool()
    private var packedInputs = FrameBufferPool()
    var scratch: [AlignedStorage] = []
    /// The layer on a device; nil before the first forward there.
    var deviceLut: DeviceLut?
    /// Whether the last forward in training ran on a device.
    private(set) var ranOnDevice = false
    /// What the last training forward has kept.
    var lastRecord: LutRecord? { pushed.last }

    init(connection: ConnectionTable, weights: Tensor, wires: LearnableConnection? = nil) {
        self.connection = connection
        self.wires = wires
        self.weights = weights
        gradients = Tensor(.fp32, shape: weights.shape)
    }

    private var nodeCount: Int { connection.outputShape.count }
    /// Whether no input is read by two slots, now and for ever.
    private var isDisjoint: Bool { connection.isDisjoint && wires == nil }

    func clear() {
        spare += pushed
        pushed = []
    }

    // MARK: Forward

    func forward(_ x: FrameBuffer, mode: Mode, train: Bool) throws -> FrameBuffer {
        try x.require(connection.inputShape, for: "forward of a LUT layer")
        chooseWires()
        let input = prepared(x, mode)
        // A bit is exactly 0 or 1 to a layer that works on real numbers.
        var mode = mode
        if input.dtype == .bit, !mode.isBinary {
            mode.bias = 0.5
            mode.slopeBias = nil
        }
        let layer = arguments(mode, frameCount: input.frameCount)
        let y = outputs.take(
            mode.packsOutput ? .bit : .fp32, frameCount: input.frameCount, shape: connection.outputShape,
            levels: mode.outputLevels)
        let device = chosenDevice(for: mode, input)
        if train {
            ranOnDevice = device != nil
            let record = takeRecord(input, mode, isThere: device != nil)
            if let device {
                try forward(layer, input, record, y, on: device)
            } else {
                forwardTraining(layer, input, record, y, Kernels.table(hostOnly: mode.isHostOnly))
            }
            pushed.append(record)
        } else if let device {
            try forward(layer, input, nil, y, on: device)
        } else {
            forwardInference(layer, input, y, Kernels.table(hostOnly: mode.isHostOnly))
        }
        return y
    }

    /// Lets the wires read the best of their candidates.
    private func chooseWires() {
        if let wires, wires.choose(into: connection.table) { plan = nil }
    }

    private func forwardTraining(
        _ layer: LutLayer, _ input: FrameBuffer, _ record: LutRecord, _ y: FrameBuffer, _ kernels: KernelTable
    ) {
        let saved = record.saved
        if input.dtype == .bit {
            let rows = input.bitRows
            let output = y.lutOutput
            forEachBlock(input.frameCount) { kernels.lutBitsForward(layer, rows, saved, output, $0) }
        } else {
            let rows = input.floatRows
            let output = y.floatRows
            forEachBlock(input.frameCount) { kernels.lutRealsForward(layer, rows, saved, output, $0) }
        }
    }

    private func forwardInference(_ layer: LutLayer, _ input: FrameBuffer, _ y: FrameBuffer, _ kernels: KernelTable) {
        if input.dtype == .bit {
            let rows = input.bitRows
            let output = y.lutOutput
            forEachBlock(input.frameCount) { kernels.lutBitsInference(layer, rows, output, $0) }
        } else {
            let rows = input.floatRows
            let output = y.floatRows
            forEachBlock(input.frameCount) { kernels.lutRealsInference(layer, rows, output, $0) }
        }
    }

    /// The truth tables that an inference on bits evaluates, from the same operations on the same numbers; W stays as it is.
    func truthTables(_ mode: Mode) -> [UInt64] {
        let copy = Tensor(weights.values, shape: weights.shape)
        var layer = arguments(mode, frameCount: 0)
        layer.weights = copy.floats.baseAddress!
        return withExtendedLifetime(copy) {
            [UInt64](unsafeUninitializedCapacity: nodeCount) { tables, count in
                Kernels.table(hostOnly: mode.isHostOnly).lutTruthTables(layer, tables.baseAddress!, 0..<nodeCount)
                count = nodeCount
            }
        }
    }

    /// Bits for a binary layer; bits or fp32 as they come for a real one.
    private func prepared(_ x: FrameBuffer, _ mode: Mode) -> FrameBuffer {
        if x.dtype == .bit { return x }
        let numbers = x.dtype == .fp32 ? x : x.converted(to: .fp32)
        guard mode.isBinary else {
            // The kernels for real inputs produce numbers; a packed output needs packed inputs.
            return numbers
        }
        let bits = packedInputs.take(.bit, frameCount: x.frameCount, shape: x.shape, levels: .zeroOne)
        numbers.pack(into: bits, threshold: 0.5)
        return bits
    }

    private func arguments(_ mode: Mode, frameCount: Int) -> LutLayer {
        LutLayer(
            inputsPerNode: connection.inputsPerNode, frameCount: frameCount, connection: connection.entries,
            weights: weights.floats.baseAddress!, clampsWeights: mode.clampsWeights,
            binarizesWeights: mode.binarizesWeights, bias: mode.bias, slopeBias: mode.slopeBias,
            normalization: mode.normalization)
    }

    // MARK: Backward

    /// Adds to `gradients` unless the weights are locked; returns ∂L/∂x if `needsInputGradient`.
    func backward(_ dy: FrameBuffer, needsInputGradient: Bool, isLocked: Bool = false) throws -> FrameBuffer? {
        guard let record = pushed.popLast() else { throw BrainError.noForwardLeft(for: "a LUT layer") }
        defer { spare.append(record) }
        try dy.require(connection.outputShape, for: "backward of a LUT layer")
        let input = record.input!
        record.input = nil
        guard dy.frameCount == input.frameCount else {
            throw BrainError(
                .shape, what: "backward of a LUT layer",
                why: "the gradient has \(dy.frameCount) frames, the forward had \(input.frameCount)",
                remedy: "pass the gradient of that forward's output")
        }
        let gradient = dy.dtype == .fp32 ? dy : dy.converted(to: .fp32)
        var mode: Mode = record.mode
        // The weights are as the forward left them: an optimizer step between the two would be a programming error.
        mode.clampsWeights = false
        let layer = arguments(mode, frameCount: input.frameCount)
        if let kept = record.onDevice {
            precondition(!regrows, "regrowth is the processor's")
            return try backward(layer, input, kept, gradient, needsInputGradient: needsInputGradient, isLocked)
        }
        let kernels = Kernels.table(hostOnly: mode.isHostOnly)
        let saved = record.saved

        func run(_ target: LutGradients, _ nodes: Range<Int>) {
            if input.dtype == .bit {
                kernels.lutBitsBackward(layer, input.bitRows, saved, target, nodes)
            } else {
                kernels.lutRealsBackward(layer, input.floatRows, saved, target, nodes)
            }
        }
        var target = LutGradients(
            output: gradient.floatRows, weights: isLocked || regrows ? nil : gradients.floats.baseAddress!, input: nil,
            firstTouch: nil)
        if let wires, input.dtype == .bit, !isLocked {
            if regrows {
                regrow(wires, target, run)
            } else {
                target.wires = wires.kernelArguments
            }
        }
        guard needsInputGradient else {
            if regrows { return nil }
            forEachBlock(input.frameCount, sums: Self.backwardSums) { run(target, $0) }
            return nil
        }
        let dx = inputGradients.take(
            .fp32, frameCount: input.frameCount, shape: connection.inputShape, levels: .zeroOne)
        let plan = gradientPlan
        target.firstTouch = plan.firstTouch
        if plan.partitions.count == 1, isDisjoint {
            target.input = dx.floatRows
            plan.clearUntouched(dx.floatRows, partition: 0, frameCount: dx.frameCount)
            forEachBlock(input.frameCount, sums: Self.backwardSums) { run(target, $0) }
        } else {
            backwardByPartitions(dx, target, plan, run)
        }
        return dx
    }

    /// How ∂L/∂x is added up; made anew when wires have changed.
    var gradientPlan: LutGradientPlan {
        if let plan { return plan }
        let made = LutGradientPlan(connection, isDisjoint: isDisjoint)
        plan = made
        return made
    }

    /// Gives the worse candidates of all wires up for the inputs of highest merit, eight nodes at a time.
    private func regrow(
        _ wires: LearnableConnection, _ target: LutGradients, _ run: (LutGradients, Range<Int>) -> Void
    ) {
        let (perBlock, n) = (8, connection.inputsPerNode)
        let blocks = (nodeCount + perBlock - 1) / perBlock
        var regrown = [[LearnableConnection.Replacement]](repeating: [], count: blocks)
        regrown.withUnsafeMutableBufferPointer { regrown in
            Parallel.shared.run(blocks: blocks) { block in
                let nodes = block * perBlock..<min(nodeCount, (block + 1) * perBlock)
                let merits = AlignedStorage(byteCount: nodes.count * n * wires.inputCount * 4)
                let floats = merits.base.assumingMemoryBound(to: Float.self)
                var own = target
                own.wires = LutWires(
                    candidates: nil, count: wires.inputCount, gradients: floats, firstNode: nodes.lowerBound)
                run(own, nodes)
                let first = nodes.lowerBound * n
                regrown[block] = (first..<nodes.upperBound * n).flatMap {
                    wires.regrow(wire: $0, floats + ($0 - first) * wires.inputCount)
                }
            }
        }
        replacements = regrown.flatMap { $0 }
    }

    /// Puts back what the last regrowth has replaced.
    func takeRegrowthBack() {
        wires?.restore(replacements)
        replacements = []
    }

    /// Lets the last regrowth stand.
    func keepRegrowth() { replacements = [] }

    // MARK: Work

    /// Splits the nodes into 16 blocks, but none of less than 4 096 node·frames (some microseconds of work) nor, where there
    /// is more to do, of more than 16 384; in multiples of 8 nodes.
    ///
    /// `sums` is how many sums over its inputs a node needs for each frame, for the `WorkMeter`.
    private func forEachBlock(_ frameCount: Int, sums: Int = 1, _ body: (Range<Int>) -> Void) {
        let work = min(16384, max(4096, nodeCount * frameCount / 16))
        let perBlock = max(8, (work / max(1, frameCount) + 7) / 8 * 8)
        let nodes = nodeCount
        let meter = WorkMeter.current
        Parallel.shared.run(blocks: (nodes + perBlock - 1) / perBlock) { block in
            let range = block * perBlock..<min(nodes, (block + 1) * perBlock)
            body(range)
            meter?.add(range.count * frameCount * connection.inputsPerNode * sums)
        }
    }

    /// Sums of a backward: y0 again, the table's gradient, and a slope for each input, of which several are one pass.
    static let backwardSums = 4
    /// Node·frames of a piece of a partition.
    static let pieceLength = 1 << 16

    private func takeRecord(_ input: FrameBuffer, _ mode: Mode, isThere: Bool) -> LutRecord {
        let record: LutRecord
        if let last = spare.popLast() { record = last } else { record = LutRecord() }
        record.prepare(
            input: input, mode: mode, nodeCount: nodeCount, tableSize: weights.shape[1], isThere: isThere)
        return record
    }
}
