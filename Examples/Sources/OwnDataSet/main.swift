import BinaryBrain
import Datasets
import Workbench

/// Points of a square, and whether each lies inside a circle of half the square's area.
func points(_ count: Int, seed: UInt64) throws -> SampleSet {
    var generator = MersenneTwister64(seed: seed)
    func coordinate() -> Float { Float(generator.next() >> 40) / Float(1 << 24) }
    let coordinates = (0..<2 * count).map { _ in coordinate() }
    let labels = (0..<count).map { index in
        let (x, y) = (coordinates[2 * index] - 0.5, coordinates[2 * index + 1] - 0.5)
        return Int32(x * x + y * y < 0.5 / .pi ? 1 : 0)
    }
    return try SampleSet(
        shape: [2], values: .floats(coordinates), targets: .labels(labels, classCount: 2), name: "circle")
}

let circle = try Dataset(
    name: "circle", train: points(2000, seed: 1), test: points(500, seed: 2), classNames: ["outside", "inside"])
let spec = try ExperimentSpec(
    yaml: """
        name: circle
        data: circle
        seed: 1
        net:
          - DenseAffine: { output_shape: [32] }
          - ReLU
          - DenseAffine: { output_shape: [2] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.01 } }
        batch_size: 50
        epochs: 10
        """, source: "circle")
let training = try ExperimentTraining(spec, dataset: circle)
while !training.isDone { try training.trainEpoch() }

let answers = try training.net.forward(FrameBuffer(frameMajor: [0.5, 0.5, 0.05, 0.9], shape: [2]), train: false)
for (frame, point) in ["the middle", "a corner"].enumerated() {
    let isInside = answers[frame: frame, node: 1] > answers[frame: frame, node: 0]
    print("\(point) is \(circle.classNames[isInside ? 1 : 0])")
}
