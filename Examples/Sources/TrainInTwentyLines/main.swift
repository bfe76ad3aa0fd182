import BinaryBrain
import Datasets

let digits = try DatasetCatalog.load("mnist-5k")
let layers = try [1024, 360, 60, 10].enumerated().map { index, size in
    try DifferentiableLut(outputShape: [size], seed: UInt64(index + 1))
}
let net = try BinaryModulation(Sequential(layers), trainingModulationSize: 7)
_ = try net.setInputShape(digits.inputShape)
let (loss, accuracy) = (LossSoftmaxCrossEntropy(), MetricsCategoricalAccuracy())
let trainer = try Trainer(net: net, loss: loss, metrics: accuracy, optimizer: OptimizerAdam())
var order = BatchOrder(sampleCount: digits.train.count, seed: 1)
let test = try digits.test.all()
for epoch in 1...3 {
    while let samples = order.next(64) {
        let (images, labels) = try digits.train.batch(samples)
        _ = try trainer.step(images, labels)
    }
    order.startEpoch()
    accuracy.clear()
    try accuracy.calculate(net.forward(test.input, train: false), target: test.target)
    print("epoch \(epoch): \(Int(accuracy.value * 100)) % of the test images are right")
}
