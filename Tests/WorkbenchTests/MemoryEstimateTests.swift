import Foundation
import Testing

@testable import BinaryBrain
@testable import Workbench

/// What a training takes of memory is known before anything is built.
@Suite("Memory is estimated first")
struct MemoryEstimateTests {
    /// Nets of all kinds of layers that hold much, on the tiny experiment's data.
    private static let nets = [
        "[{ DifferentiableLut: { output_shape: [480] } }, { DifferentiableLut: { output_shape: [4] } }]",
        "[{ StochasticLut: { output_shape: [480], N: 4 } }, { StochasticLut: { output_shape: [4] } }]",
        "[{ MicroMlp: { output_shape: [120] } }, { MicroMlp: { output_shape: [4] } }]",
        "[{ BinaryLut: { output_shape: [480] } }, { DifferentiableLut: { output_shape: [4] } }]",
        "[{ AverageLut: { output_shape: [480] } }, { DifferentiableLut: { output_shape: [4] } }]",
        "[{ DenseAffine: { output_shape: [500] } }, BatchNormalization, ReLU, { DenseAffine: { output_shape: [4] } }]",
        """
        [{ Convolution2d: { filter_size: [3, 3], sub_layer: [{ DifferentiableLut: { output_shape: [40] } }] } },
         { MaxPooling: { filter_size: [2, 2] } }, { DifferentiableLut: { output_shape: [4] } }]
        """,
        """
        [{ DifferentiableLut: { output_shape: [480], connection: { learnable: { candidates: 8, regrow: 0 } } } },
         { DifferentiableLut: { output_shape: [40], connection: { learnable: { candidates: 16 } } } },
         { GroupSum: { output_shape: [4] } }]
        """,
    ]

    @Test(arguments: nets, ["Adam", "SGD"])
    func isWhatIsAllocated(_ net: String, _ optimizer: String) throws {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: [
                try SpecificationOverride(parsing: "net=\(net.replacingOccurrences(of: "\n", with: " "))"),
                try SpecificationOverride(parsing: "optimizer=\(optimizer)"),
                try SpecificationOverride(parsing: "batch_size=100"),
                try SpecificationOverride(parsing: "modulation.train=15"),
            ])
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
        let estimate = try spec.memory(input: data.inputShape, output: data.targetShape)
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) {
            let experiment = try Experiment(spec: spec, data: data)
            try experiment.trainMiniBatch()
            #expect(estimate.parameters == experiment.net.parameters.elementCount * 4)
        }
        // What does not grow with the net: batches, rows that are padded, the loss.
        let fixed = 1 << 18
        let difference = abs(estimate.total - counter.bytes)
        print("memory estimate: \(estimate.total) of \(counter.bytes) bytes, \(estimate.description)")
        #expect(difference < counter.bytes / 2 + fixed, "\(counter.bytes): \(estimate.description)")
    }

    @Test func planningDrawsNothing() throws {
        let spec = try TinyExperiment.spec()
        let counter = AllocationCounter()
        let estimate = try AllocationCounter.$current.withValue(counter) {
            try spec.memory(input: [1, 6, 6], output: [4])
        }
        #expect(counter.bytes < estimate.parameters / 2)
    }

    /// 2^27 nodes are 34 GB of tables, as much of gradients, and twice that of moments; nothing of it is drawn.
    @Test(arguments: ["[2000000000]", "[134217728]"])
    func whatTheMachineHasNotIsRefusedAtOnce(size: String) throws {
        let spec = try TinyExperiment.spec(
            "net=[{ DifferentiableLut: { output_shape: \(size) } }, { DifferentiableLut: { output_shape: [4] } }]")
        let counter = AllocationCounter()
        MemoryBudget.$assumed.withValue(16_000_000_000) {
            AllocationCounter.$current.withValue(counter) {
                let error = #expect(throws: BrainError.self) { try spec.makeNet(input: [1, 6, 6], output: [4]) }
                #expect(error?.why.contains(/takes [\d.]+ [GT]B of memory, and this machine has 16 GB/) == true)
            }
        }
        #expect(counter.bytes < 1 << 20)
    }

    @Test func figuresAreAsAPersonWritesThem() {
        #expect(MemoryBudget.text(999) == "999 B")
        #expect(MemoryBudget.text(1500) == "1.5 kB")
        #expect(MemoryBudget.text(12_345_678) == "12 MB")
        #expect(MemoryBudget.text(41_000_000_000) == "41 GB")
        #expect(MemoryBudget.limit > 0)
    }
}
