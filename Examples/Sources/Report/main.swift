import BinaryBrain
import Datasets
import Workbench

// A report in Markdown, like a notebook: what was trained, how it went, and which digits are hard.
let spec = try ExperimentSpec(named: "mnist-lut-tiny", overrides: [SpecificationOverride(parsing: "epochs=2")])
let digits = try DatasetCatalog.load(spec.data)
let training = try ExperimentTraining(spec, dataset: digits)

print("# \(spec.name) on \(spec.data)\n\n| layer | shape | LUTs | parameters |\n| --- | --- | --- | --- |")
for layer in training.net.leaves {
    let luts = layer.lutCount.map(String.init) ?? ""
    print("| \(layer.modelName) | \(layer.outputShape) | \(luts) | \(layer.parameters.elementCount) |")
}

print("\n| epoch | training loss | test loss | test accuracy |\n| --- | --- | --- | --- |")
func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
while !training.isDone {
    let figures = try training.trainEpoch()
    let numbers = [figures.train.loss, figures.heldOut.loss, figures.heldOut.metric].map { "\(rounded($0))" }
    print("| \(figures.epoch) | \(numbers.joined(separator: " | ")) |")
}

let test = try digits.test.all()
let answers = try training.net.forward(test.input, train: false)
var (right, count) = ([Int](repeating: 0, count: 10), [Int](repeating: 0, count: 10))
for frame in 0..<answers.frameCount {
    let label = (0..<10).first { test.target[frame: frame, node: $0] > 0 }!
    let answer = (0..<10).max { answers[frame: frame, node: $0] < answers[frame: frame, node: $1] }!
    count[label] += 1
    if answer == label { right[label] += 1 }
}
print("\n| digit | right |\n| --- | --- |")
for (digit, name) in digits.classNames.enumerated() { print("| \(name) | \(right[digit]) of \(count[digit]) |") }
