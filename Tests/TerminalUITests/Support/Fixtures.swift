import Foundation
import Netlist
import Workbench

/// Snapshots that look like real runs and are the same every time.
enum Fixtures {
    /// A moment of a fixed day, so that golden frames do not depend on the clock.
    static let moment = Date(timeIntervalSince1970: 1_700_000_000)

    /// A classifier in its third epoch: the six-layer net of the manual, with steering, a spike and test points.
    static func classifier(step: Int = 150) -> Snapshot {
        var snapshot = Snapshot(experiment: "mnist-lut-simple", dataset: "mnist-5k", epochs: 10)
        snapshot.state = .training
        snapshot.stepsPerEpoch = 63
        snapshot.step = step
        snapshot.epoch = step / 63
        snapshot.stepInEpoch = step % 63
        snapshot.layers = classifierLayers
        snapshot.modulation = ModulationSnapshot(train: 7, test: 15, method: .pwm)
        for index in 1...max(1, step) {
            let progress = Float(index) / 150
            let noise = wave(index) * 0.15
            let spike: Float = index == 97 ? 1.2 : 0
            snapshot.trainLoss.append(step: index, value: 0.5 + 1.8 * exp(-2 * progress) + noise + spike)
            snapshot.trainMetric.append(step: index, value: min(1, max(0, 0.9 - 0.8 * exp(-2 * progress) - noise / 2)))
            if index % 63 == 0 {
                snapshot.testLoss.append(step: index, value: 0.6 + 1.7 * exp(-2 * progress))
                snapshot.testMetric.append(step: index, value: 0.86 - 0.8 * exp(-2 * progress))
            }
        }
        snapshot.testSize = 1000
        snapshot.probeSize = 256
        for index in stride(from: 20, through: max(20, step), by: 25) where index <= step {
            snapshot.probeLoss.append(step: index, value: 0.65 + 1.7 * exp(-Float(index) / 75))
            snapshot.probeMetric.append(step: index, value: 0.84 - 0.8 * exp(-Float(index) / 75))
        }
        snapshot.classNames = (0..<10).map(String.init)
        snapshot.samples = (0..<8).map { digit in
            var scores = [Float](repeating: 0.02, count: 10)
            scores[digit == 5 ? 3 : digit] = 0.82
            return SampleSnapshot(input: glyph(digit), output: .classification(scores: scores, label: digit))
        }
        let steering = SessionEvent(step: 80, time: moment, level: .steering, text: "modulation train 7 test 15")
        snapshot.steering = [steering]
        snapshot.events = [
            SessionEvent(step: 0, time: moment, level: .info, text: "training 4000 images, testing 1000"), steering,
            SessionEvent(step: 126, time: moment, level: .info, text: "epoch 2: test accuracy 71.1%"),
        ]
        snapshot.imagesPerSecond = 12_340
        snapshot.framesPerSecond = 86_380
        snapshot.secondsLeft = 83
        var confusion = ConfusionMatrix(classCount: 10, step: 126)
        for sample in 0..<1000 {
            let label = sample % 10
            confusion.add(label: label, answer: sample % 7 == 3 ? (label + sample % 4) % 10 : label)
        }
        snapshot.confusion = confusion
        snapshot.modulationSweep = sweep
        return snapshot
    }

    /// An autoencoder that pauses: pictures with reconstructions, MSE as the metric, no test yet.
    static func autoencoder() -> Snapshot {
        var snapshot = Snapshot(
            experiment: "mnist-autoencoder-simple", dataset: "mnist-5k", epochs: 4, learningRate: 0.0008,
            metricKind: .mse)
        snapshot.state = .paused
        snapshot.isLossMetric = true
        snapshot.stepsPerEpoch = 63
        snapshot.step = 40
        snapshot.stepInEpoch = 40
        snapshot.layers = autoencoderLayers
        snapshot.modulation = ModulationSnapshot(train: 5, test: 5, method: .uniform)
        for index in 1...40 {
            let value = 0.02 + 0.2 * exp(-Float(index) / 10) + wave(index) * 0.004
            snapshot.trainLoss.append(step: index, value: value)
            snapshot.trainMetric.append(step: index, value: value)
        }
        snapshot.samples = (0..<6).map { digit in
            let input = glyph(digit)
            var output = input
            output.values = input.values.enumerated().map { 0.15 + 0.7 * $1 + 0.1 * wave($0) }
            return SampleSnapshot(input: input, output: .reconstruction(output))
        }
        snapshot.layerInspection = LayerInspection(
            layer: 6, step: 40, agreement: [1, 0.98, 0.91, 0.87, 0.79, 0.93, nil])
        snapshot.events = [SessionEvent(step: 40, time: moment, level: .info, text: "paused")]
        return snapshot
    }

    /// The classifier while somebody looks at a layer of LUTs: truth tables that are constant, wires, AND, parity and random.
    static func classifier(lookingAtLutsOf layer: Int, node: Int = 0) -> Snapshot {
        var snapshot = classifier()
        let and = Product.column(0) & Product.column(3)
        let parity = (0..<6).reduce(UInt64(0)) { $0 ^ Product.column($1) }
        let tables = [
            and | Product.column(5), 0, ~0, Product.column(2), ~Product.column(4), parity, 0x0123_4567_89ab_cdef,
        ]
        snapshot.lutInspection = LutInspection(
            layer: layer, step: 150, inputsPerLut: 6, tables: tables,
            wires: (0..<Int32(tables.count * 6)).map { ($0 == 38 ? 36 : $0) * 37 % 784 },
            inputShape: layer == 1 ? [1, 28, 28] : [2304], source: layer == 1 ? .input : .layer(layer - 1),
            isLive: tables.indices.map { $0 != 4 }, node: node,
            entries: (0..<64).map { 0.5 + 0.5 * wave($0 + node) })
        return snapshot
    }

    /// The classifier while somebody looks into a layer.
    static func classifier(lookingInto layer: Int) -> Snapshot {
        var snapshot = classifier()
        var norms = MetricHistory()
        for step in 101...150 { norms.append(step: step, value: 0.3 + 0.1 * wave(step)) }
        snapshot.layerInspection = LayerInspection(
            layer: layer, step: 150,
            parameters: Histogram(
                lower: -0.0213, upper: 1.013,
                counts: (0..<48).map { 1 + Int(900 * exp(-pow(Double($0) - 24, 2) / 90)) },
                mean: 0.5012, deviation: 0.0713),
            gradientNorms: norms,
            luts: LutCensus(
                count: 2304, constant: 12, passThrough: 31, dead: 207, byInputCount: [12, 31, 40, 100, 300, 700, 1121]),
            agreement: [nil, 0.84, 0.727, 0.698, 0.662, 0.652, 0.809, nil])
        return snapshot
    }

    /// A sweep in the middle of its third point, with a point of older weights.
    private static let sweep: ModulationSweep = {
        var sweep = ModulationSweep(step: 140, imagesPerPoint: 1000, lutCount: 3182, oversamplings: [1, 3, 7, 15, 31])
        for (index, metric) in [0.619, 0.814, 0.852, 0.836].enumerated() {
            sweep.points[index].step = index == 3 ? 90 : 140
            sweep.points[index].imageCount = index == 2 ? 450 : 1000
            sweep.points[index].metric = metric
            sweep.points[index].loss = 1.7 - metric / 8
            sweep.points[index].meanSquaredError = 0.12 - metric / 20
        }
        return sweep
    }()

    private static let classifierLayers: [LayerSnapshot] = {
        var layers = [
            LayerSnapshot(
                className: "RealToBinary", inputShape: [1, 28, 28], outputShape: [1, 28, 28], activationRate: 0.13)
        ]
        let widths = [2304, 384, 64, 360, 60, 10]
        for (index, width) in widths.enumerated() {
            layers.append(
                LayerSnapshot(
                    className: "DifferentiableLut6", inputShape: index == 0 ? [1, 28, 28] : [widths[index - 1]],
                    outputShape: [width], lutCount: width, parameterCount: width * 64, isBinary: true,
                    isHostOnly: false,
                    activationRate: 0.3 + 0.07 * Float(index)))
        }
        layers.append(
            LayerSnapshot(className: "BinaryToReal", inputShape: [10], outputShape: [10], activationRate: 0.11))
        return layers
    }()

    private static let autoencoderLayers: [LayerSnapshot] = {
        let widths = [784, 1024, 256, 64, 256, 1024, 784]
        var layers = (1..<widths.count).map { index in
            LayerSnapshot(
                className: "StochasticLut6", name: index == 3 ? "code" : nil, inputShape: [widths[index - 1]],
                outputShape: [widths[index]], lutCount: widths[index], parameterCount: widths[index] * 64,
                isBinary: index % 2 == 0, isHostOnly: index == 1, activationRate: 0.5)
        }
        layers.append(LayerSnapshot(className: "Sigmoid", inputShape: [784], outputShape: [1, 28, 28]))
        return layers
    }()

    /// A deterministic wave between −1 and 1 that looks like noise.
    private static func wave(_ index: Int) -> Float { sin(Float(index) * 12.9898) * cos(Float(index) * 4.1414) }

    /// A ring, a bar or a mixture of both, 28×28 and smooth at the edges.
    private static func glyph(_ digit: Int) -> SampleImage {
        var values: [Float] = []
        for y in 0..<28 {
            for x in 0..<28 {
                let across = (Float(x) - 13.5) / (digit.isMultiple(of: 2) ? 8 : 5)
                let down = (Float(y) - 13.5) / 10
                let ring = 1 - abs(1 - (across * across + down * down).squareRoot()) * 3
                let bar = 1 - abs(Float(x) - 13.5 + Float(digit - 4) * (down / 2)) / 2.5
                let value = digit.isMultiple(of: 3) ? ring : digit.isMultiple(of: 2) ? max(ring, bar) : bar
                values.append(abs(down) < 1.2 ? min(1, max(0, value)) : 0)
            }
        }
        return SampleImage(channels: 1, height: 28, width: 28, values: values)
    }
}
