import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Workbench

/// Each threshold a multiple of the one below: what a package that is not this one may add.
private struct LogarithmicThresholds: ThresholdRule {
    let base: Float

    init(base: Float) { self.base = base }
    init?(numbers: [Float]) {
        guard numbers.count == 1, numbers[0] > 1 else { return nil }
        base = numbers[0]
    }

    var numbers: [Float] { [base] }

    func thresholds(depth: Int, low: Float, high: Float) -> [Float] {
        (1...depth).map { low + (high - low) * powf(base, Float($0 - depth) - 1) }
    }

    static let card = TrainingCard<any ThresholdRule>(
        "logarithmic", "each a multiple of the one below", fields: [.number("base", 1.1...10, 2, "the multiple")]
    ) { LogarithmicThresholds(base: $0.number("base")) }
}

/// Multiples of the golden ratio without their whole parts.
private final class GoldenGenerator: ValueGenerator {
    private let (low, high, seed): (Float, Float, UInt64)
    private var place: UInt64

    init(first: Float, second: Float, seed: UInt64) {
        (low, high, self.seed) = (first, second, seed)
        place = seed
    }

    static let objectName = "GoldenGenerator_fp32"
    var configuration: (first: Float, second: Float, seed: UInt64) { (low, high, seed) }

    func next() -> Float {
        place &+= 0x9e37_79b9_7f4a_7c15
        return low + (high - low) * Float(place >> 40) * 0x1p-24
    }

    var state: [UInt64] { [place] }
    func restore(_ state: [UInt64]) -> Bool {
        guard state.count == 1 else { return false }
        place = state[0]
        return true
    }

    static let card = TrainingCard<any ValueGenerator>(
        "golden", "multiples of the golden ratio",
        fields: [.number("low", 0, "the lower bound"), .number("high", 1, "the upper bound"), .seed]
    ) { GoldenGenerator(first: $0.number("low"), second: $0.number("high"), seed: $0.seed) }
}

/// Encoders of another package, of which this one knows nothing but their cards.
@Suite("Encoders of another package") struct OwnEncoderTests {
    /// In processes of their own: what is registered stays.
    @Test("A rule has a place in experiment files, model files, checkpoints and netlists") func rule() async {
        await #expect(processExitsWith: .success) {
            try EncoderRegistry.register(LogarithmicThresholds.self)
            try OwnEncoder.checkRule()
        }
    }

    @Test("A generator has a place in experiment files, model files, checkpoints and commands") func generator() async {
        await #expect(processExitsWith: .success) {
            try EncoderRegistry.register(GoldenGenerator.self)
            try OwnEncoder.checkGenerator()
        }
    }

    @Test("Nobody takes a name that is taken") func names() {
        #expect(throws: BrainError.self) { try EncoderRegistry.register(UniformThresholds.self) }
        #expect(throws: BrainError.self) { try EncoderRegistry.register(NormalDistributionGenerator.self) }
        #expect(ModulationMethod(rawValue: "golden") == nil)
        #expect(throws: BrainError.self) { try Command(parsing: "modulation_method golden") }
    }
}

/// What own encoders must be able to do.
private enum OwnEncoder {
    private static func train(_ spec: ExperimentSpec) throws -> (Experiment, resumed: Experiment) {
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
        let first = try Experiment(spec: spec, data: data)
        for _ in 0..<3 { try first.trainMiniBatch() }
        let second = try Experiment(
            Checkpoint(decoding: first.checkpoint().encode(), path: "own"), spec: spec, data: data, path: "own")
        for experiment in [first, second] { try experiment.trainMiniBatch() }
        try require(
            try first.checkpoint().digest == second.checkpoint().digest, "a training goes on from a checkpoint")
        return (first, second)
    }

    static func checkRule() throws {
        let yaml = TinyExperiment.yaml.replacing("modulation: { train: 3, test: 3, method: pwm }\n", with: "")
        let net =
            "net=[RealToBinary: { thresholds: { logarithmic: { base: 4 } }, depth_modulation_size: 3 }, "
            + "DifferentiableLut: { output_shape: [24] }, DifferentiableLut: { output_shape: [4] }]"
        let spec = try ExperimentSpec(
            yaml: yaml, source: "own.yaml", overrides: [SpecificationOverride(parsing: net)])
        let (first, resumed) = try train(spec)
        for experiment in [first, resumed] {
            let modulator = try #require(experiment.net.leaves.first?.hardware.modulator)
            try require(modulator.ownThresholds == [1 / 64, 1 / 16, 1 / 4], "\(modulator.ownThresholds ?? [])")
            try require(modulator.thresholdRule.name == "logarithmic", "the rule is the same")
        }
        let x = try first.data.batch(of: first.data.test, samples: [0, 1, 2, 3]).input
        let netlist = try Netlist(extracting: first.net)
        let (net2, hardware) = try (first.net.forward(x, train: false), NetlistEvaluator(netlist).forward(x))
        try require(net2.frameMajorValues() == hardware.frameMajorValues(), "the netlist answers as the net does")
        do {
            _ = try TinyExperiment.spec("net=[RealToBinary: { thresholds: { logarithmic: { base: 40 } } }]")
            try require(false, "a field out of its range is refused")
        } catch let error as SpecificationError {
            try require(error.field.hasSuffix("logarithmic.base"), "the error names the field: \(error.field)")
        }
    }

    static func checkGenerator() throws {
        let (first, _) = try train(try TinyExperiment.spec("modulation={ train: 3, method: golden }"))
        let modulation = try #require(first.net.modulation)
        try require(modulation.realToBinary.valueGenerator is GoldenGenerator, "the modulation draws by it")
        let bytes = try ModelFile.encode(first.net)
        let decoded = try #require(ModelFile.decode(bytes).modulation)
        try require(decoded.realToBinary.valueGenerator is GoldenGenerator, "a model file holds it")
        try require(try ModelFile.encode(decoded) == bytes, "the file comes out as it went in")
        try require(
            try Command(parsing: "modulation_method golden").description == "modulation_method golden", "command")
        try require(CommandVerb.modulationMethod.offers.contains("modulation_method golden"), "lists offer it")
        let layer = try TinyExperiment.spec(
            "net=[RealToBinary: { frame_modulation_size: 3, value_generator: { golden: { high: 2, seed: 9 } } }, "
                + "DenseAffine: { output_shape: [4] }]"
        ).net[0].makeModel(defaultSeed: 1)
        let configuration = layer.hardware.modulator?.valueGenerator?.configuration
        try require(configuration?.second == 2 && configuration?.seed == 9, "a layer has it with its fields")
    }

    private static func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw BrainError(.usage, what: "an own encoder", why: "not so: \(what)", remedy: "") }
    }
}
