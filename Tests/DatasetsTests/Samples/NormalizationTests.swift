import BinaryBrain
import Testing

@testable import Datasets

@Suite struct NormalizationTests {
    private func dataset() throws -> Dataset {
        func set(_ values: [Float], _ targets: [Float]) throws -> SampleSet {
            try SampleSet(shape: [2], values: .floats(values), targets: .values(targets, shape: [1]), name: "made")
        }
        return try Dataset(
            name: "made", train: set([0, 5, 2, 5, 4, 5, 6, 5], [10, 20, 30, 40]), test: set([12, 6], [50]),
            classNames: [])
    }

    @Test func theTrainingPartAloneIsLearnedFrom() throws {
        let data = try NormalizationRule(input: .standard, target: .range).applied(to: dataset())
        let values = (0..<4).map { data.train.values(of: $0)[0] }
        #expect(abs(values.reduce(0, +)) < 1e-6)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-6)
        #expect((0..<4).map { data.train.values(of: $0)[1] } == [0, 0, 0, 0], "a constant has no deviation")
        let targets = (0..<4).map { data.train.target(of: $0)[0] }
        #expect(zip(targets, [0, 1 / 3, 2 / 3, 1]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(targets)")
        // Mean 3, deviation √5; the test set is measured by the same rule.
        #expect(abs(data.test.values(of: 0)[0] - 9 / Float(5).squareRoot()) < 1e-6)
        #expect(data.test.values(of: 0)[1] == 1 && abs(data.test.target(of: 0)[0] - 4 / 3) < 1e-6)
        let preparation = try #require(data.preparation)
        #expect(preparation.rawRange == SampleRange(isPixels: false, low: 0, high: 6))
        #expect(try preparation.applied(to: dataset()).test.values(of: 0) == data.test.values(of: 0))
        let back = try #require(preparation.target).undone(on: [0, 0.5, 1])
        #expect(zip(back, [10, 25, 40]).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func groupsShareTheirNumbers() throws {
        let values: [Float] = [0, 2, 10, 30, 1, 1, 20, 20]
        let byNode = Normalization(.range, values, shape: [2, 2], group: .node)
        #expect(byNode.offsets == [0, 1, 10, 20] && byNode.factors == [1, 1, 0.1, 0.1])
        let byChannel = Normalization(.range, values, shape: [2, 2], group: .channel)
        #expect(byChannel.offsets == [0, 0, 10, 10] && byChannel.factors == [0.5, 0.5, 0.05, 0.05])
        let together = Normalization(.range, values, shape: [2, 2], group: nil)
        #expect(together.offsets == [0, 0, 0, 0], "a picture is one group unless told otherwise")
        #expect(Normalization(.range, values, shape: [4], group: nil) == byNode)
    }

    @Test func classesAreNotNormalised() throws {
        let set = try SampleSet(
            shape: [1], values: .pixels([0, 51]), targets: .labels([0, 1], classCount: 2), name: "made")
        let data = try Dataset(name: "made", train: set, test: set, classNames: ["0", "1"])
        #expect { try NormalizationRule(target: .standard).applied(to: data) } throws: { "\($0)".contains("classes") }
        let range = try NormalizationRule(input: .range).applied(to: data)
        #expect(range.train.values(of: 1) == [1] && range.preparation?.rawRange.isPixels == true)
    }
}
