import BinaryBrain
import Testing

@testable import Workbench

@Suite("The command recalibrate") struct RecalibrateTests {
    private static func training(_ overrides: String...) throws -> ExperimentTraining {
        var spec = try TinyExperiment.spec("epochs=2")
        for override in overrides {
            spec = try ExperimentSpec(
                yaml: spec.yaml, source: "tiny.yaml", overrides: [try SpecificationOverride(parsing: override)])
        }
        return try ExperimentTraining(spec, dataset: TinyExperiment.dataset())
    }

    @Test func itChangesStatisticsAloneAndTellsSo() throws {
        let training = try Self.training()
        for _ in 0..<3 { try training.trainMiniBatch() }
        let weights = training.net.parameters.tensors.map(\.values)
        let before = training.net.leaves.flatMap { $0.runningStatistics.map(\.values) }
        let effect = try training.carryOut(.recalibrate)
        #expect(effect.changesNet)
        #expect(effect.events.map(\.text).first?.hasPrefix("recalibrate: 3 layers over 100 samples") == true)
        let after = training.net.leaves.flatMap { $0.runningStatistics.map(\.values) }
        #expect(after != before && training.net.parameters.tensors.map(\.values) == weights)
        // Twice is once.
        let digest = try training.digest()
        try training.carryOut(.recalibrate)
        #expect(try training.digest().net == digest.net)
    }

    /// A run with the command replays to the same bits, and the palette's word is the command's.
    @Test func wordsAndReplay() throws {
        #expect(try Command(parsing: "recalibrate") == .recalibrate && "\(Command.recalibrate)" == "recalibrate")
        let (one, other) = (try Self.training(), try Self.training())
        for training in [one, other] {
            try training.trainMiniBatch()
            try training.carryOut(.recalibrate)
            try training.trainEpoch()
        }
        #expect(try one.digest() == other.digest())
    }

    @Test func theLastMeasurementBeginsWithIt() throws {
        let (plain, anew) = (try Self.training(), try Self.training("evaluate.recalibrate=true"))
        #expect(try plain.trainEpoch() == anew.trainEpoch())
        _ = try (plain.trainEpoch(), anew.trainEpoch())
        #expect(try plain.digest().net != anew.digest().net)
        try plain.carryOut(.recalibrate)
        #expect(try plain.digest().net == anew.digest().net)
    }

    @Test func aNetWithoutStatisticsSaysSo() throws {
        let training = try Self.training("net=[DenseAffine: { output_shape: [4] }]")
        #expect(throws: BrainError.self) { try training.carryOut(.recalibrate) }
    }

    /// What the layer screen shows of wires.
    @Test func wiresAreCounted() throws {
        let layer = "DifferentiableLut: { output_shape: [48], connection: { learnable: { candidates: 5, regrow: 0 } } }"
        let training = try Self.training("net.0={\(layer)}")
        var inspector = LayerInspector(layer: 0)
        let luts = try #require(training.net.withinModulation.leaves.first as? DifferentiableLut)
        var wanted: [Int] = []
        var last = 0
        for step in 1...5 {
            try training.trainMiniBatch()
            inspector.noteGradient(of: luts, step: step)
            if step > 1 { wanted.append(luts.wires!.allChangedWires - last) }
            last = luts.wires!.allChangedWires
        }
        let inspection = try inspector.inspection(
            of: training.experiment, layers: training.experiment.layers, agreement: [])
        let census = try #require(inspection.wires)
        #expect(census.count == 288 && census.candidates == 5 && census.inputCount == 36)
        let table = luts.connection!.table.int32s
        #expect(census.inputsRead == Set(table).count)
        #expect(census.changes.points.map { Int($0.value) } == wanted && wanted.contains { $0 > 0 })
        let image = try #require(census.image)
        #expect(image.height == 6 && image.width == 6 && image.values.max() == 1)
        let readers = (0..<36).map { pixel in table.count { Int($0) == pixel } }
        #expect(image.values.indices.max { image.values[$0] < image.values[$1] }.map { readers[$0] } == readers.max())
    }
}
