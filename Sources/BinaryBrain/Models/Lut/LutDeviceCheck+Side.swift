import Devices
import KernelInterface

extension LutDeviceCheck {
    /// A layer with its data, for one of the two sides; both sides get the same.
    struct Side {
        /// Numbers that are compared, as they are in memory.
        typealias Part = (name: String, words: [UInt32])

        private let item: Case
        private let core: LutCore
        private let mean: Tensor
        private let variance: Tensor
        private let x: FrameBuffer
        private let dy: FrameBuffer

        init(_ item: Case, seed: UInt64) throws {
            self.item = item
            var random = MersenneTwister64(seed: seed)
            let connection = try ConnectionTable(
                rule: .random, inputShape: [item.inputs], outputShape: [item.nodes], inputsPerNode: item.inputsPerNode,
                seed: random.next())
            let tables = Tensor.normal(
                shape: [item.nodes, 1 << item.inputsPerNode], mean: 0.5, deviation: item.isSkewed ? 0.01 : 0.3,
                seed: random.next())
            let wires = try item.candidates.map {
                try LearnableConnection(
                    .init(candidates: $0, regrow: 0), wires: connection, rule: .random, generator: &random)
            }
            wires?.gradients.fill(0.125)
            core = LutCore(connection: connection, weights: tables, wires: wires)
            core.gradients.fill(0.25)
            mean = Tensor([Float](repeating: 0.4, count: item.nodes), shape: [item.nodes])
            variance = Tensor([Float](repeating: 0.01, count: item.nodes), shape: [item.nodes])
            x = FrameBuffer(.bit, frameCount: item.frames, shape: [item.inputs], levels: .zeroOne)
            dy = FrameBuffer(.fp32, frameCount: item.frames, shape: [item.nodes])
            for input in 0..<item.inputs {
                // Some inputs are nearly constant, some are fair.
                let share = item.isSkewed ? 0.02 : [0.5, 0.1, 0.9, 0.5, 0.02][input % 5]
                for frame in 0..<item.frames where random.uniformDouble() < share {
                    x.words(input)[frame / 64] |= 1 << UInt64(frame % 64)
                }
            }
            for node in 0..<item.nodes {
                for frame in 0..<item.frames { dy.floats(node)[frame] = Float(random.uniformDouble(-1, 1)) }
            }
        }

        /// Forward, backward, and an inference.
        func run(on device: Device?) throws -> [Part] {
            let mode = LutCore.Mode(
                isBinary: true, packsOutput: item.packsOutput, outputLevels: .zeroOne,
                binarizesWeights: item.binarizesWeights, clampsWeights: item.clampsWeights, bias: item.bias,
                slopeBias: item.slopeBias,
                normalization: item.hasNormalization
                    ? LutNormalization(
                        gamma: 0.3, beta: 0.5, momentum: 0.9, isFrozen: item.isFrozen,
                        runningMean: mean.floats.baseAddress!, runningVariance: variance.floats.baseAddress!) : nil,
                isHostOnly: false)
            return try DeviceScope.$current.withValue(device) {
                let y = try core.forward(x, mode: mode, train: true)
                let kept = try core.lastForward()
                var parts = kept + [Self.part("output", y)]
                let dx = try core.backward(dy, needsInputGradient: true)
                parts.append(Self.part("dW", core.gradients))
                if let dx { parts.append(Self.part("dx", dx)) }
                if let wires = core.wires { parts.append(Self.part("dscores", wires.gradients)) }
                var inference = mode
                inference.clampsWeights = false
                parts.append(Self.part("inference", try core.forward(x, mode: inference, train: false)))
                parts += [Self.part("W", core.weights), Self.part("mean", mean), Self.part("variance", variance)]
                return parts
            }
        }

        private static func part(_ name: String, _ tensor: Tensor) -> Part { (name, tensor.floats.map(\.bitPattern)) }

        /// Rows with the padding of bits, which must be zero; without that of numbers, which may be anything.
        private static func part(_ name: String, _ buffer: FrameBuffer) -> Part {
            (
                name,
                (0..<buffer.nodeCount).flatMap { node -> [UInt32] in
                    let words = buffer.row(node).assumingMemoryBound(to: UInt32.self)
                    return (0..<(buffer.dtype == .bit ? buffer.rowBytes / 4 : buffer.frameCount)).map { words[$0] }
                }
            )
        }
    }
}

extension LutCore {
    /// What the last training forward has kept, wherever it has.
    fileprivate func lastForward() throws -> [LutDeviceCheck.Side.Part] {
        guard let record = lastRecord else { return [] }
        let (nodes, size) = (connection.outputShape.count, weights.shape[1])
        if let there = record.onDevice {
            func words(_ buffer: DeviceBuffer, _ count: Int) throws -> [UInt32] {
                var values = [UInt32](repeating: 0, count: count)
                try buffer.device.read(buffer, byteCount: count * 4, into: &values)
                return values
            }
            return [
                ("tables", try words(there.tables, nodes * size)), ("counts", try words(there.counts, nodes * size)),
                ("mean of the batch", try words(there.means, nodes)), ("1/deviation", try words(there.inverses, nodes)),
            ]
        }
        let here = record.saved
        func bits(_ numbers: UnsafeMutablePointer<Float>, _ count: Int) -> [UInt32] {
            UnsafeBufferPointer(start: numbers, count: count).map(\.bitPattern)
        }
        return [
            ("tables", bits(here.tables, nodes * size)),
            ("counts", here.counts.map { Array(UnsafeBufferPointer(start: $0, count: nodes * size)) } ?? []),
            ("mean of the batch", bits(here.mean, nodes)), ("1/deviation", bits(here.inverseDeviation, nodes)),
        ]
    }
}
