import KernelInterface

@testable import BinaryBrain

/// A LUT layer's memory with random contents, to run one kernel table after another on the same data.
final class LutKernelFixture {
    let inputsPerNode: Int
    let inputs: Int
    let nodes: Int
    let frames: Int
    let bits: FrameBuffer
    let reals: FrameBuffer
    let dy: FrameBuffer
    let connection: ConnectionTable
    let initialWeights: [Float]
    var options = Options()

    struct Options {
        var hasNormalization = true
        var isFrozen = false
        var binarizesWeights = false
        var clampsWeights = true
        var packsOutput = true
        var bias: Float = 0.25
        var firstTouch = true
    }

    struct Result {
        var output: [Float]
        var weights: [Float]
        var runningMean: [Float]
        var runningVariance: [Float]
        var inference: [Float]
        var weightGradient: [Float]
        var inputGradient: [Float]
        /// Output bits beyond the last frame.
        var padding: [UInt64]
        /// Largest factor from ∂L/∂y to ∂L/∂y0: gradients are differences of numbers of this size.
        var gain: Float
    }

    init(inputsPerNode: Int, inputs: Int = 29, nodes: Int = 21, frames: Int, spread: Double, seed: UInt64) throws {
        self.inputsPerNode = inputsPerNode
        self.inputs = inputs
        self.nodes = nodes
        self.frames = frames
        var random = MersenneTwister64(seed: seed)
        connection = try ConnectionTable(
            rule: .random, inputShape: [inputs], outputShape: [nodes], inputsPerNode: inputsPerNode, seed: random.next()
        )
        initialWeights =
            Tensor.normal(
                shape: [nodes, 1 << inputsPerNode], mean: 0.5, deviation: spread, seed: random.next()
            ).values
        bits = FrameBuffer(.bit, frameCount: frames, shape: [inputs])
        reals = FrameBuffer(.fp32, frameCount: frames, shape: [inputs])
        dy = FrameBuffer(.fp32, frameCount: frames, shape: [nodes])
        for node in 0..<inputs {
            // Some inputs are nearly constant, some are fair.
            let probability = [0.5, 0.1, 0.9, 0.5, 0.02][node % 5]
            for frame in 0..<frames {
                bits[frame: frame, node: node] = random.uniformDouble() < probability ? 1 : -1
                reals[frame: frame, node: node] = Float(random.uniformDouble(-0.2, 1.2))
            }
        }
        for node in 0..<nodes {
            // What lies in the padding must never count.
            let padded = dy.rowBytes / 4
            for frame in 0..<padded {
                dy.floats(node)[frame] = frame < frames ? Float(random.uniformDouble(-1, 1)) : .nan
            }
        }
        for node in 0..<inputs {
            for frame in frames..<reals.rowBytes / 4 { reals.floats(node)[frame] = .nan }
        }
    }

    /// Runs forward, inference and backward with one table.
    func run(_ kernels: KernelTable, real: Bool, ranges: [Range<Int>]? = nil) -> Result {
        let tableSize = 1 << inputsPerNode
        let weights = Tensor(initialWeights, shape: [nodes, tableSize])
        let mean = Tensor([Float](repeating: 0.4, count: nodes), shape: [nodes])
        let variance = Tensor([Float](repeating: 0.01, count: nodes), shape: [nodes])
        let gradient = Tensor([Float](repeating: 0.25, count: nodes * tableSize), shape: [nodes, tableSize])
        let y = FrameBuffer(
            options.packsOutput && !real ? .bit : .fp32, frameCount: frames, shape: [nodes], levels: .zeroOne)
        let inferred = FrameBuffer(y.dtype, frameCount: frames, shape: [nodes], levels: .zeroOne)
        let dx = FrameBuffer(.fp32, frameCount: frames, shape: [inputs])
        let record = LutRecord()
        let normalization =
            options.hasNormalization
            ? LutNormalization(
                gamma: 0.3, beta: 0.5, momentum: 0.9, isFrozen: options.isFrozen,
                runningMean: mean.floats.baseAddress!, runningVariance: variance.floats.baseAddress!) : nil
        let layer = LutLayer(
            inputsPerNode: inputsPerNode, frameCount: frames, connection: connection.entries,
            weights: weights.floats.baseAddress!, clampsWeights: options.clampsWeights,
            binarizesWeights: options.binarizesWeights, bias: options.bias, normalization: normalization)
        let mode = LutCore.Mode(
            isBinary: !real, packsOutput: y.dtype == .bit, outputLevels: .zeroOne,
            binarizesWeights: options.binarizesWeights, clampsWeights: options.clampsWeights, bias: options.bias,
            normalization: normalization, isHostOnly: false)
        record.prepare(input: real ? reals : bits, mode: mode, nodeCount: nodes, tableSize: tableSize)
        let plan = LutGradientPlan(connection, isDisjoint: connection.isDisjoint)
        let target = LutGradients(
            output: dy.floatRows, weights: gradient.floats.baseAddress!, input: dx.floatRows,
            firstTouch: options.firstTouch && plan.partitions.count == 1 ? plan.firstTouch : nil)
        let parts = ranges ?? [0..<nodes]
        for range in parts {
            if real {
                kernels.lutRealsForward(layer, reals.floatRows, record.saved, y.floatRows, range)
            } else {
                kernels.lutBitsForward(layer, bits.bitRows, record.saved, y.lutOutput, range)
            }
        }
        for range in parts {
            if real {
                kernels.lutRealsBackward(layer, reals.floatRows, record.saved, target, range)
            } else {
                kernels.lutBitsBackward(layer, bits.bitRows, record.saved, target, range)
            }
        }
        for range in parts {
            if real {
                kernels.lutRealsInference(layer, reals.floatRows, inferred.floatRows, range)
            } else {
                kernels.lutBitsInference(layer, bits.bitRows, inferred.lutOutput, range)
            }
        }
        let gain =
            options.hasNormalization
            ? (0..<nodes).reduce(0) { max($0, record.saved.inverseDeviation[$1]) } * 0.3 : 1
        return Result(
            output: y.frameMajorValues(), weights: weights.values, runningMean: mean.values,
            runningVariance: variance.values, inference: inferred.frameMajorValues(), weightGradient: gradient.values,
            inputGradient: dx.frameMajorValues(), padding: Self.padding(y) + Self.padding(inferred), gain: gain)
    }

    /// The words of a bit buffer beyond its frames, masked to the padding.
    private static func padding(_ y: FrameBuffer) -> [UInt64] {
        guard y.dtype == .bit else { return [] }
        return (0..<y.nodeCount).flatMap { node in
            (0..<y.wordStride).map { word in
                let used = max(0, min(64, y.frameCount - word * 64))
                return used == 64 ? 0 : y.words(node)[word] & ~((1 << UInt64(used)) - 1)
            }
        }
    }
}
