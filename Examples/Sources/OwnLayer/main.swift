import BinaryBrain
import Netlist
import Workbench

// One line makes a layer known to experiment files, commands, checkpoints, screens and netlists.
try LayerRegistry.register(Scale.card)

let spec = try ExperimentSpec(
    yaml: """
        name: own-layer
        data: mnist-5k
        seed: 1
        modulation: { train: 3, test: 3 }
        net:
          - DifferentiableLut: { output_shape: [360] }
          - Scale: { factor: 0.75, name: own }
          - DifferentiableLut: { output_shape: [60] }
          - DifferentiableLut: { output_shape: [10] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.001 } }
        batch_size: 64
        epochs: 1
        """, source: "own-layer")
let training = try ExperimentTraining(spec)
let figures = try training.trainEpoch()
print("epoch \(figures.epoch): accuracy \(figures.heldOut.metric)")

let effect = try training.carryOut(.send(ModelCommand("factor", "1.5"), .named("own")))
for event in effect.events { print("step \(event.step): \(event.text)") }
print("\(try Netlist(extracting: training.net).luts.count) LUTs")
