import BinaryBrain
import Datasets
import Netlist

/// Nets and data that the tests share.
enum TestNets {
    static let digits: Dataset = {
        do { return try DatasetCatalog.load("mnist-5k") } catch { fatalError("the embedded digits: \(error)") }
    }()

    /// Frames of the digits' training split.
    static func images(_ range: Range<Int>) throws -> FrameBuffer {
        let indices = range.map(Int32.init)
        let x = FrameBuffer(.fp32, frameCount: indices.count, shape: digits.inputShape)
        try digits.train.fillInputs(indices: indices[...], into: x)
        return x
    }

    /// The same frames as bytes.
    static func pixels(_ range: Range<Int>) -> [UInt8] {
        guard case .pixels(let pixels) = digits.train.values else { fatalError("the digits are stored as pixels") }
        let size = digits.inputShape.count
        return Array(pixels[range.lowerBound * size..<range.upperBound * size])
    }

    /// A small digit classifier of LUT layers after a few steps of training.
    static func classifier(
        inputsPerNode: Int = 6, batchNorm: Bool = true, depth: Int = 1, widths: [Int] = [180, 60, 20],
        modulation: Int = 1, integratedShape: Shape = [10], steps: Int = 6
    ) throws -> BinaryModulation {
        let layers = try widths.enumerated().map { index, width in
            try DifferentiableLut(
                outputShape: [width], batchNorm: batchNorm, seed: UInt64(index + 1), inputsPerNode: inputsPerNode)
        }
        let net = try BinaryModulation(
            Sequential(layers), trainingModulationSize: modulation, depthModulationSize: depth,
            outputShape: integratedShape)
        try net.setInputShape(digits.inputShape)
        let optimizer = OptimizerAdam(learningRate: 0.03)
        try optimizer.setVariables(net.parameters, net.gradients)
        let loss = LossSoftmaxCrossEntropy()
        let t = FrameBuffer(.fp32, frameCount: 64, shape: [10])
        for step in 0..<steps {
            let range = step * 64..<(step + 1) * 64
            let indices = range.map(Int32.init)
            try digits.train.fillOneHot(indices: indices[...], into: t)
            let y = try net.forward(images(range), train: true)
            let dy = try loss.calculate(y, target: t, batchSize: nil)
            _ = try net.backward(dy, needsInputGradient: false)
            optimizer.update()
        }
        return net
    }

    /// A netlist with everything that simplification looks for: constants, wires, inverters, repeated and ignored inputs, equal
    /// and inverse LUTs, dead LUTs, outputs of every kind.
    static func tangle(inputCount: Int, lutCount: Int, outputCount: Int, seed: UInt64) throws -> Netlist {
        var random = MersenneTwister64(seed: seed)
        func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        var luts: [Netlist.Lut] = []
        for index in 0..<lutCount {
            let count = below(7)
            // Most inputs are near, so that what was found before matters.
            let signals = inputCount + index
            var inputs = (0..<count).map { _ in
                Int32(below(2) == 0 ? below(signals) : signals - 1 - below(min(signals, 8)))
            }
            if count > 1, below(4) == 0 { inputs[0] = inputs[count - 1] }
            var table = random.next()
            switch below(8) {
            case 0: table = below(2) == 0 ? 0 : ~0
            case 1: table = 0xaaaa_aaaa_aaaa_aaaa
            case 2: table = 0x5555_5555_5555_5555
            case 3:
                if let last = luts.last { (inputs, table) = (last.inputs, below(2) == 0 ? last.table : ~last.table) }
            case 4: table &= table << 2 & 0xcccc_cccc_cccc_cccc
            default: break
            }
            luts.append(Netlist.Lut(inputs: inputs, table: table, layer: index * 3 / lutCount))
        }
        let outputs = (0..<outputCount).map { _ in Int32(below(inputCount + lutCount)) }
        return try Netlist(
            inputCount: inputCount, luts: luts, outputs: outputs, layerNames: ["first", "second", "third"],
            encoding: .aboveHalf([inputCount]),
            decoding: .bits([outputCount], levels: .zeroOne))
    }

    /// Random bits, a frame after the other.
    static func bits(frameCount: Int, nodeCount: Int, seed: UInt64) -> FrameBuffer {
        var random = MersenneTwister64(seed: seed)
        let x = FrameBuffer(.bit, frameCount: frameCount, shape: [nodeCount], levels: .zeroOne)
        for node in 0..<nodeCount {
            for frame in 0..<frameCount { x[frame: frame, node: node] = random.next() & 1 == 1 ? 1 : 0 }
        }
        return x
    }

    /// What the netlist says about each frame of bits, by its definition.
    static func definition(_ netlist: Netlist, _ x: FrameBuffer) -> [Float] {
        (0..<x.frameCount).flatMap { frame in
            netlist.evaluate((0..<x.nodeCount).map { x[frame: frame, node: $0] == 1 }).map { $0 ? Float(1) : 0 }
        }
    }
}
