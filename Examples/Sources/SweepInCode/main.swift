import Workbench

// The same net with more and more frames per image: what do more cycles buy?
print("frames  test accuracy")
for frames in [1, 3, 7] {
    let settings = ["modulation.train=\(frames)", "modulation.test=\(frames)", "epochs=1"]
    let spec = try ExperimentSpec(
        named: "mnist-lut-tiny", overrides: settings.map { try SpecificationOverride(parsing: $0) })
    let training = try ExperimentTraining(spec)
    var best = 0.0
    while !training.isDone { best = max(best, try training.trainEpoch().heldOut.metric) }
    let percent = Int((best * 100).rounded())
    print("x\(frames)      \(percent) %  " + String(repeating: "━", count: percent / 4))
}
