import Testing

@testable import BinaryBrain
@testable import Workbench

@Suite("Images changed while they train") struct AugmentationTests {
    private static func augmentation(_ shift: Int, _ mirrors: Bool) -> Augmentation {
        var augmentation = Augmentation()
        augmentation.shift = shift
        augmentation.mirrors = mirrors
        return augmentation
    }

    /// Every pixel comes from where the change says, and what comes in at the edges is 0.
    @Test(arguments: [0, 1, 3], [false, true]) func pixelsMove(shift: Int, mirrors: Bool) {
        let augmentation = Self.augmentation(shift, mirrors)
        let x = FrameBuffer(.fp32, frameCount: 70, shape: [2, 4, 5])
        for node in 0..<40 { for frame in 0..<70 { x.floats(node)[frame] = Float(1 + node * 100 + frame) } }
        let y = FrameBuffer(.fp32, frameCount: 70, shape: [2, 4, 5])
        augmentation.apply(to: x, into: y, seed: 7, step: 12)
        var seen: Set<[Int]> = []
        for frame in 0..<70 {
            let change = augmentation.change(seed: 7, step: 12, place: frame)
            seen.insert([change.down, change.right, change.isMirrored ? 1 : 0])
            for channel in 0..<2 {
                for row in 0..<4 {
                    for column in 0..<5 {
                        let (from, across) = (row - change.down, column - change.right)
                        let isInside = (0..<4).contains(from) && (0..<5).contains(across)
                        let source = (channel * 4 + from) * 5 + (change.isMirrored ? 4 - across : across)
                        let wanted = isInside ? Float(1 + source * 100 + frame) : 0
                        #expect(y.floats((channel * 4 + row) * 5 + column)[frame] == wanted)
                    }
                }
            }
        }
        #expect(seen.allSatisfy { abs($0[0]) <= shift && abs($0[1]) <= shift })
        if shift == 1 { #expect(seen.count == (mirrors ? 18 : 9), "all are drawn") }
    }

    @Test func whatIsDrawnDependsOnSeedStepAndPlace() {
        let augmentation = Self.augmentation(3, true)
        func draws(_ seed: UInt64, _ step: Int) -> [Augmentation.Change] {
            (0..<64).map { augmentation.change(seed: seed, step: step, place: $0) }
        }
        #expect(draws(1, 5) == draws(1, 5))
        #expect(draws(1, 5) != draws(2, 5) && draws(1, 5) != draws(1, 6) && draws(1, 5) != draws(1, ~5))
    }

    @Test func onlyImagesAreShifted() throws {
        #expect(throws: BrainError.self) { try Self.augmentation(1, false).requireImages([784]) }
        try Self.augmentation(1, false).requireImages([1, 28, 28])
        try Augmentation().requireImages([784])
        let spec = try TinyExperiment.spec("augment={shift: 2, mirror: true}")
        #expect(spec.augmentation == Self.augmentation(2, true))
        #expect(throws: SpecificationError.self) { try TinyExperiment.spec("augment={shift: -1}") }
        #expect(throws: SpecificationError.self) { try TinyExperiment.spec("augment={turn: 1}") }
    }

    private static func buffer(_ frames: Int, _ shape: Shape, _ value: (Int, Int) -> Float) -> FrameBuffer {
        let x = FrameBuffer(.fp32, frameCount: frames, shape: shape)
        for node in 0..<x.nodeCount { for frame in 0..<frames { x.floats(node)[frame] = value(node, frame) } }
        return x
    }

    /// Turns of whole quarters and cuts are what they are by the obvious loop; a full cut of nothing is nothing.
    @Test(arguments: [0.0, 90, 180, -90]) func quarterTurns(angle: Double) {
        let x = Self.buffer(1, [1, 4, 4]) { node, _ in Float(1 + node) }
        let y = FrameBuffer(.fp32, frameCount: 1, shape: [1, 4, 4])
        let change = Augmentation.Change(
            down: 0, right: 0, isMirrored: false, cut: 0, cutAtTop: 0, cutAtLeft: 0, angle: angle == 0 ? 1e-9 : angle,
            brightness: 0)
        guard case .turned(let map) = change.movement(height: 4, width: 4) else {
            Issue.record("it is turned")
            return
        }
        for row in 0..<4 {
            for column in 0..<4 {
                let value = map.value(row, column) { r, c in
                    (0..<4).contains(r) && (0..<4).contains(c) ? x.floats(r * 4 + c)[0] : 0
                }
                // A quarter turn clockwise brings what was at the left to the top.
                let source =
                    switch angle {
                    case 90: (3 - column) * 4 + row
                    case -90: column * 4 + 3 - row
                    case 180: (3 - row) * 4 + 3 - column
                    default: row * 4 + column
                    }
                #expect(abs(value - Float(1 + source)) < 1e-4)
                y.floats(row * 4 + column)[0] = value
            }
        }
    }

    @Test func aCutIsDrawnOutToTheWholeSize() {
        var augmentation = Augmentation()
        augmentation.crop = 2
        // Brightness grows by 1 a column: in a cut of half the width it grows by half.
        let x = Self.buffer(256, [1, 4, 4]) { node, _ in Float(node % 4) }
        let y = FrameBuffer(.fp32, frameCount: 256, shape: [1, 4, 4])
        augmentation.apply(to: x, into: y, seed: 3, step: 0, range: 0...3)
        var cuts: Set<[Int]> = []
        for frame in 0..<256 {
            let change = augmentation.change(seed: 3, step: 0, place: frame)
            cuts.insert([change.cut, change.cutAtTop, change.cutAtLeft])
            #expect((0...2).contains(change.cut) && (0...change.cut).contains(change.cutAtLeft))
            let slope = y.floats(4 + 2)[frame] - y.floats(4 + 1)[frame]
            #expect(abs(slope - Float(4 - change.cut) / 4) < 1e-5)
        }
        #expect(cuts.count == 1 + 4 + 9, "all cuts are drawn")
    }

    @Test func noiseAndBrightnessEndAtTheRange() {
        var augmentation = Augmentation()
        augmentation.noise = 0.25
        let x = Self.buffer(500, [20]) { _, _ in 0.5 }
        let y = FrameBuffer(.fp32, frameCount: 500, shape: [20])
        augmentation.addNoise(to: x, into: y, seed: 1, step: 4, range: -9...9)
        let values = y.frameMajorValues().map(Double.init)
        let mean = values.reduce(0, +) / 10_000
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000).squareRoot()
        #expect(abs(mean - 0.5) < 0.01 && abs(deviation - 0.25) < 0.01 && Set(values).count > 9_900)
        let again = FrameBuffer(.fp32, frameCount: 500, shape: [20])
        augmentation.addNoise(to: x, into: again, seed: 1, step: 4, range: -9...9)
        #expect(again.frameMajorValues() == y.frameMajorValues())
        augmentation.addNoise(to: x, into: again, seed: 1, step: 5, range: 0...1)
        #expect(again.frameMajorValues() != y.frameMajorValues())
        #expect(again.frameMajorValues().allSatisfy { (0...1).contains($0) })
        augmentation.noise = 0
        augmentation.brightness = 1
        augmentation.apply(to: x, into: y, seed: 1, step: 0)
        let light = (0..<500).map { y.floats(0)[$0] }
        #expect(light.contains(0) && light.contains(1) && light.allSatisfy { (0...1).contains($0) })
        for frame in 0..<500 { #expect(y.floats(19)[frame] == light[frame], "all values of a sample alike") }
    }

    /// What another thread has prepared is what would be made at once, whether or not it was what is asked for then.
    @Test func whatIsPreparedIsTheSame() throws {
        let spec = try TinyExperiment.spec(
            "augment={shift: 1, mirror: true, crop: 2, rotate: 30, noise: 0.1, brightness: 0.2}")
        for target in ExperimentSpec.Target.allCases {
            let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: target)
            let plain = ExperimentData(dataset: try TinyExperiment.dataset(), target: target)
            for step in 0..<6 {
                let samples = ((0..<16).map { Int32(($0 * 5 + step) % 100) })[...]
                // Sometimes nothing was prepared, sometimes something else.
                if step % 3 > 0 {
                    data.prepareTrainingBatch(samples, spec.augmentation, seed: 1, step: step % 3 == 1 ? step : 99)
                }
                let (x, t) = try data.trainingBatch(samples, spec.augmentation, seed: 1, step: step)
                let (x2, t2) = try plain.trainingBatch(samples, spec.augmentation, seed: 1, step: step)
                #expect(x.frameMajorValues() == x2.frameMajorValues() && t.frameMajorValues() == t2.frameMajorValues())
                // The target of an autoencoder has no noise.
                #expect(target == .labels || x.frameMajorValues() != t.frameMajorValues())
            }
        }
    }

    @Test func theNewChangesAreRead() throws {
        let spec = try TinyExperiment.spec("augment={crop: 2, rotate: 15.5, noise: 0.05, brightness: 0.1}")
        #expect(spec.augmentation.crop == 2 && spec.augmentation.rotation == 15.5)
        #expect(spec.augmentation.noise == 0.05 && spec.augmentation.brightness == 0.1)
        for wrong in ["{crop: -1}", "{rotate: 200}", "{noise: -1}", "{brightness: dark}"] {
            #expect(throws: SpecificationError.self) { try TinyExperiment.spec("augment=\(wrong)") }
        }
        var augmentation = Augmentation()
        augmentation.crop = 4
        #expect(throws: BrainError.self) { try augmentation.requireImages([1, 4, 9]) }
        augmentation.crop = 0
        augmentation.noise = 1
        try augmentation.requireImages([784])
    }
}
