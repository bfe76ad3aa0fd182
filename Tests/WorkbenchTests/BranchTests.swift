import BinaryBrain
import Testing

@testable import Workbench

/// Nets with branches as experiment files describe them, and what is said of them.
@Suite("Branches in experiment files")
struct BranchTests {
    private static let layers = """
        net=[DifferentiableLut: { output_shape: [48] }, Concatenate: { name: wide, branches: [\
        [DifferentiableLut: { output_shape: [24] }, DifferentiableLut: { output_shape: [12] }], \
        DifferentiableLut: { output_shape: [20] }, []] }, DifferentiableLut: { output_shape: [4] }]
        """

    private func experiment(_ overrides: String...) throws -> Experiment {
        let spec = try TinyExperiment.spec(overrides)
        return try Experiment(
            spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: spec.target))
    }

    @Test func aFileDescribesThem() throws {
        let subject = try experiment(Self.layers)
        #expect(subject.body.leaves.map(\.outputShape) == [[48], [24], [12], [20], [4]])
        #expect(subject.body.leaves[4].inputShape == [12 + 20 + 48])
        let lines = NetSummary(of: subject.net).lines
        #expect(lines[4].contains("(branch 1)") && lines[5].contains("(branch 2)"), "\(lines)")
        #expect(LayerTable(of: subject.body).snapshots.map(\.remark) == [nil, "branch 1", "branch 1", "branch 2", nil])
        #expect(SignalFlow(through: subject.body).sources == [.input, .layer(0), .layer(1), .layer(0), .several])
        let before = subject.body.leaves.map { $0.parameters.tensors[0].values }
        for _ in 0..<3 { try subject.trainMiniBatch() }
        #expect(zip(before, subject.body.leaves).allSatisfy { $0 != $1.parameters.tensors[0].values })
    }

    @Test(arguments: [
        ("[]", "there is no branch in it", "write [[ReLU], [Sigmoid]]"), ("ReLU", "is a list", "write one '- ' line"),
        ("[[DifferentiableLut]]", "needs output_shape", "output_shape: [360]"),
        (
            "[[DenseAffine: { output_shape: [2, 6, 6] }], [DenseAffine: { output_shape: [2, 3] }]]",
            "differ on more than the first axis", "same height and width"
        ),
    ])
    func mistakesAreSaid(branches: String, why: String, remedy: String) {
        let error = #expect(throws: SpecificationError.self) {
            _ = try experiment("net=[Concatenate: { branches: \(branches) }, DifferentiableLut: { output_shape: [4] }]")
        }
        #expect(error.map { "\($0)".contains(why) && "\($0)".contains(remedy) } == true, "\(String(describing: error))")
    }

    /// A layer in one branch stops the gradients of that branch alone.
    @Test func onlyLayersBehindABarrierAreDeaf() throws {
        func cautions(_ net: String) throws -> [String] {
            let subject = try experiment("net=\(net)", "modulation={ train: 1, test: 1 }")
            let (x, _) = try subject.data.batch(of: subject.data.train, samples: [0, 1])
            return try NetCautions(of: subject.net, samples: x).sentences.filter { $0.contains("initial parameters") }
        }
        let blocked = "DenseAffine: { output_shape: [8] }, BitEncode: { bit_size: 2 }"
        let one = try cautions(
            "[DenseAffine: { output_shape: [9] }, Concatenate: { branches: [[\(blocked)], []] }, "
                + "DenseAffine: { output_shape: [4] }]")
        #expect(one == ["layer 1 keeps its initial parameters: no gradient passes layer 2 BitEncode"])
        let all = try cautions(
            "[DenseAffine: { output_shape: [9] }, Concatenate: { branches: [[\(blocked)], [\(blocked)]] }, "
                + "DenseAffine: { output_shape: [4] }]")
        #expect(all.count == 2 && all[1].hasPrefix("layers 0, 3 keep their"), "\(all)")
    }

    /// The estimate follows all branches from the same signal.
    @Test func memoryOfAllBranches() throws {
        func memory(_ net: String) throws -> NetMemory {
            try TinyExperiment.spec("net=\(net)").memory(input: [1, 6, 6], output: [4])
        }
        let lut = "DifferentiableLut: { output_shape: [600] }"
        let end = "DifferentiableLut: { output_shape: [4] }"
        let one = try memory("[\(lut), Concatenate: { branches: [[\(lut)]] }, \(end)]")
        let two = try memory("[\(lut), Concatenate: { branches: [[\(lut)], [\(lut)]] }, \(end)]")
        let series = try memory("[\(lut), \(lut), \(end)]")
        #expect(two.parameters - one.parameters == one.parameters - (try memory("[\(lut), \(end)]")).parameters)
        #expect(series.parameters == one.parameters && series.activations < one.activations)
        #expect(two.activations > one.activations)
    }
}
