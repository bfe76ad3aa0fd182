import BinaryBrain
import Testing

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
}
