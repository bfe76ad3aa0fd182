import Devices
import KernelInterface

extension LutDeviceCheck {
    /// A layer with its data, for one of the two sides; both sides get the same.
    struct Side {
        typealias Part = DeviceCheckOutcome.Part

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
            // Some inputs are nearly constant, some are fair.
            x = FrameBuffer.randomBits(
                frames: item.frames, shape: [item.inputs],
                share: { item.isSkewed ? 0.02 : [0.5, 0.1, 0.9, 0.5, 0.02][$0 % 5] }, using: &random)
            dy = FrameBuffer.randomNumbers(frames: item.frames, shape: [item.nodes], using: &random)
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
                var parts = kept + [y.part("output")]
                let dx = try core.backward(dy, needsInputGradient: true)
                parts.append(Self.part("dW", core.gradients))
                if let dx { parts.append(dx.part("dx")) }
                if let wires = core.wires { parts.append(Self.part("dscores", wires.gradients)) }
                var inference = mode
                inference.clampsWeights = false
                parts.append(try core.forward(x, mode: inference, train: false).part("inference"))
                parts += [Self.part("W", core.weights), Self.part("mean", mean), Self.part("variance", variance)]
                return parts
            }
        }

        private static func part(_ name: String, _ tensor: Tensor) -> Part { (name, tensor.floats.map(\.bitPattern)) }
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
