import BinaryBrain
import Testing

@testable import Datasets

@Suite struct DataSplitTests {
    /// Samples that are their own numbers, of three classes in the proportion 6 : 3 : 1.
    private static func samples(_ count: Int, from first: Int = 0) throws -> SampleSet {
        try SampleSet(
            shape: [1], values: .floats((first..<first + count).map(Float.init)),
            targets: .labels((0..<count).map { $0 % 10 < 6 ? 0 : $0 % 10 < 9 ? 1 : 2 }, classCount: 3), name: "made")
    }

    private static func dataset(_ count: Int = 200, hasTest: Bool = true) throws -> Dataset {
        try Dataset(
            name: "made", train: samples(count), test: hasTest ? samples(20, from: 1000) : nil,
            classNames: ["a", "b", "c"])
    }

    private static func numbers(_ set: SampleSet?) -> [Float] {
        guard case .floats(let values)? = set?.values else { return [] }
        return values
    }

    private static func counts(_ set: SampleSet?) -> [Int] {
        guard let set, case .labels(let labels, _) = set.targets else { return [] }
        return (0..<3).map { wanted in labels.count { $0 == wanted } }
    }

    @Test func partsAreDisjointAndTogetherTheWhole() throws {
        let whole = try Self.dataset(hasTest: false)
        let parts = try DataSplit(validation: .count(50), test: .fraction(0.1)).applied(to: whole)
        #expect(parts.validation?.count == 50 && parts.test.count == 20 && parts.train.count == 130)
        let all = Self.numbers(parts.train) + Self.numbers(parts.validation) + Self.numbers(parts.test)
        #expect(all.sorted() == Self.numbers(whole.train))
        #expect(parts.heldOutPart == .validation && parts.heldOut.count == 50)
        for part in DataPart.allCases {
            let set = try parts.samples(of: part)
            for sample in 0..<set.count {
                #expect(set.label(of: sample) == whole.train.label(of: Int(set.values(of: sample)[0])))
            }
        }
    }

    @Test func eachClassGivesItsShare() throws {
        let parts = try DataSplit(validation: .fraction(0.1)).applied(to: Self.dataset())
        #expect(Self.counts(parts.validation) == [12, 6, 2])
        #expect(Self.counts(parts.train) == [108, 54, 18])
        // 7 of 200 is 4.2, 2.1 and 0.7 of the classes: the largest remainder is rounded up.
        #expect(Self.counts(try DataSplit(validation: .count(7)).applied(to: Self.dataset()).validation) == [4, 2, 1])
    }

    @Test func theSeedAloneDecides() throws {
        let split = DataSplit(validation: .count(40), seed: 3)
        let first = try split.applied(to: Self.dataset())
        #expect(try Self.numbers(first.validation) == Self.numbers(split.applied(to: Self.dataset()).validation))
        let other = try DataSplit(validation: .count(40), seed: 4).applied(to: Self.dataset())
        #expect(Self.numbers(first.validation) != Self.numbers(other.validation))
        #expect(Self.numbers(first.test) == Self.numbers(other.test), "the test set stays as it is")
        #expect(Self.numbers(first.validation) != Self.numbers(first.validation).indices.map { Float($0) })
    }

    @Test func samplesWithoutLabelsAreDrawnToo() throws {
        let set = try SampleSet(
            shape: [2], values: .pixels((0..<100).map { UInt8($0) }),
            targets: .values((0..<50).map { Float($0) }, shape: [1]), name: "made")
        let parts = try DataSplit(test: .count(10)).applied(
            to: Dataset(name: "made", train: set, test: nil, classNames: []))
        #expect(parts.test.count == 10 && parts.train.count == 40 && parts.validation == nil)
        for sample in 0..<10 {
            #expect(parts.test.values(of: sample)[0] * 255 == 2 * parts.test.target(of: sample)[0])
        }
    }

    @Test(arguments: [
        (DataSplit(test: .count(1)), true, "test samples of its own"),
        (DataSplit(validation: .count(200)), true, "leaves none to learn from"),
        (DataSplit(validation: .fraction(0.001)), true, "has no sample of 200"),
        (DataSplit(validation: .count(10)), false, "no test samples"),
        (DataSplit(), false, "split: { test: 0.2 }"),
    ])
    func saysWhatCannotBeSplit(split: DataSplit, hasTest: Bool, message: String) {
        #expect { try split.applied(to: Self.dataset(hasTest: hasTest)) } throws: { "\($0)".contains(message) }
    }

    @Test func aMissingPartIsAnError() throws {
        #expect { try Self.dataset().samples(of: .validation) } throws: { "\($0)".contains("no validation part") }
        #expect { try Self.dataset(hasTest: false).samples(of: .test) } throws: { "\($0)".contains("no test samples") }
    }
}
