import BinaryBrain
import Testing

@testable import Datasets

@Suite struct SampleSetTests {
    private static let labelled = try? SampleSet(
        shape: [1, 2, 2], values: .pixels([0, 51, 102, 153, 204, 255, 1, 2, 9, 8, 7, 6]),
        targets: .labels([2, 0, 1], classCount: 3), name: "labelled")

    @Test func pixelsAreFractionsOf255() throws {
        let set = try #require(Self.labelled)
        #expect(set.count == 3)
        let bytes: [Float] = [204, 255, 1, 2]
        #expect(set.values(of: 1) == bytes.map { $0 / 255 })
        #expect(set.label(of: 0) == 2)
        #expect(set.target(of: 0) == [0, 0, 1])
        #expect(set.targetShape == [3])
        #expect(set.classCount == 3)
    }

    @Test func batchHasTheChosenSamplesInOrder() throws {
        let set = try #require(Self.labelled)
        let inputs = FrameBuffer(.fp32, frameCount: 4, shape: [1, 2, 2])
        let targets = FrameBuffer(.fp32, frameCount: 4, shape: [3])
        let order: [Int32] = [9, 2, 0, 0, 1, 9]
        try set.fillInputs(indices: order[1..<5], into: inputs)
        #expect(inputs.frameMajorValues() == [2, 0, 0, 1].flatMap(set.values(of:)))
        // Twice: ones of the batch before must not stay.
        try set.fillOneHot(indices: [1, 1, 1, 1], into: targets)
        try set.fillTargets(indices: order[1..<5], into: targets)
        #expect(targets.frameMajorValues() == [2, 0, 0, 1].flatMap(set.target(of:)))
    }

    @Test func valuesAsTargets() throws {
        let set = try SampleSet(
            shape: [2], values: .floats([1, 2, 3, 4]), targets: .values([5, 6, 7, 8, 9, 10], shape: [3]), name: "x")
        let targets = FrameBuffer(.fp32, frameCount: 2, shape: [3])
        try set.fillTargets(indices: [1, 0], into: targets)
        #expect(targets.frameMajorValues() == [8, 9, 10, 5, 6, 7])
        #expect(set.target(of: 1) == [8, 9, 10])
        #expect(throws: BrainError.self) { try set.fillOneHot(indices: [1, 0], into: targets) }
    }

    @Test func withoutTargetsTheSamplesAreTheirOwn() throws {
        let set = try SampleSet(shape: [2], values: .floats([1, 2, 3, 4]), name: "x")
        let targets = FrameBuffer(.fp32, frameCount: 1, shape: [2])
        try set.fillTargets(indices: [1], into: targets)
        #expect(targets.frameMajorValues() == [3, 4])
        #expect(set.targetShape == [2])
        #expect(set.target(of: 1) == [3, 4])
    }

    @Test func wrongBuffersAndIndicesThrow() throws {
        let set = try #require(Self.labelled)
        let right = FrameBuffer(.fp32, frameCount: 2, shape: [4])
        try set.fillInputs(indices: [0, 1], into: right)
        for indices in [[Int32(0)], [0, 3], [-1, 0]] {
            #expect(throws: BrainError.self) { try set.fillInputs(indices: indices[...], into: right) }
        }
        for wrong in [FrameBuffer(.bit, frameCount: 2, shape: [4]), FrameBuffer(.fp32, frameCount: 2, shape: [5])] {
            #expect(throws: BrainError.self) { try set.fillInputs(indices: [0, 1], into: wrong) }
            #expect(throws: BrainError.self) { try set.fillOneHot(indices: [0, 1], into: wrong) }
        }
    }

    @Test func inconsistentSetsThrow() {
        #expect(throws: BrainError.self) { try SampleSet(shape: [2], values: .floats([]), name: "x") }
        #expect(throws: BrainError.self) { try SampleSet(shape: [2], values: .floats([1, 2, 3]), name: "x") }
        #expect(throws: BrainError.self) { try SampleSet(shape: [0], values: .floats([1]), name: "x") }
        for labels in [[Int32(0)], [0, 2], [-1, 0]] {
            #expect(throws: BrainError.self) {
                try SampleSet(shape: [1], values: .floats([1, 2]), targets: .labels(labels, classCount: 2), name: "x")
            }
        }
        for targets in [[Float(1)], [1, 2, 3, 4, 5, 6]] {
            #expect(throws: BrainError.self) {
                try SampleSet(shape: [1], values: .floats([1, 2]), targets: .values(targets, shape: [2]), name: "x")
            }
        }
    }

    @Test func splitsMustAgree() throws {
        let one = try SampleSet(shape: [1], values: .floats([1, 2]), name: "one")
        let two = try SampleSet(shape: [2], values: .floats([1, 2]), name: "two")
        #expect(throws: BrainError.self) { try Dataset(name: "x", train: one, test: two, classNames: []) }
        #expect(throws: BrainError.self) { try Dataset(name: "x", train: one, test: one, classNames: ["a"]) }
        #expect(try Dataset(name: "x", train: one, test: one, classNames: []).inputShape == [1])
    }
}

@Suite("Values that are not finite") struct FiniteValuesTests {
    @Test("are refused with sample, place and number", arguments: [Float.nan, .infinity, -.infinity])
    func refused(value: Float) throws {
        var values = [Float](repeating: 0.5, count: 5 * 12)
        values[3 * 12 + 7] = value
        values[4 * 12 + 1] = value
        let error = #expect(throws: BrainError.self) {
            try SampleSet(shape: [1, 3, 4], values: .floats(values), name: "train.npy")
        }
        #expect(error?.what == "train.npy")
        #expect(error?.why.contains("2 of its 60 values are not finite, in 2 of its samples") == true)
        #expect(error?.why.hasSuffix("in sample 3 at [0, 1, 3]") == true)
        var targets = [Float](repeating: 0, count: 10)
        targets[9] = value
        #expect(throws: BrainError.self) {
            try SampleSet(
                shape: [1, 3, 4], values: .floats([Float](repeating: 0, count: 60)),
                targets: .values(targets, shape: [2]), name: "train.npy")
        }
    }
}
