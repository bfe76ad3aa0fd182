import Datasets
import Export
import Foundation
import Testing

@testable import Workbench

@Suite("Trained nets as circuits")
struct CircuitMeasurementTests {
    @Test func placementSaysWhatIsUsedAndHowFastItIs() {
        let printed = """
            Info:              TRELLIS_COMB:  4711/83640     5%
            Info:                TRELLIS_FF:   123/83640     0%
            Info:                    DP16KD:     0/  208     0%
            Info: Max frequency for clock '$glbnet$clk': 61.17 MHz (PASS at 12.00 MHz)
            Info: Program finished normally.
            """
        #expect(
            CircuitMeasurement.placementLines(printed) == [
                "TRELLIS_COMB: 4711/83640 5%", "TRELLIS_FF: 123/83640 0%",
                "Max frequency for clock '$glbnet$clk': 61.17 MHz (PASS at 12.00 MHz)",
            ])
    }

    /// 6×6 images of bytes: one of four quadrants is bright.
    private static func pictures() throws -> Dataset {
        func set(_ count: Int) throws -> SampleSet {
            let labels = (0..<Int32(count)).map { $0 % 4 }
            let pixels = labels.enumerated().flatMap { index, label in
                (0..<36).map { pixel -> UInt8 in
                    let quadrant: Int32 = (pixel / 6 < 3 ? 0 : 2) + (pixel % 6 < 3 ? 0 : 1)
                    return UInt8((index * 31 + pixel * 17) % 120 + (quadrant == label ? 130 : 0))
                }
            }
            return try SampleSet(
                shape: [1, 6, 6], values: .pixels(pixels), targets: .labels(labels, classCount: 4), name: "pictures")
        }
        return try Dataset(name: "pictures", train: set(64), test: set(40), classNames: ["a", "b", "c", "d"])
    }

    /// A tiny net becomes a circuit: proved, as far as tools are there, mapped, and kept so that it is not made again.
    @Test func aNetIsProvedMappedAndKept() throws {
        let folder = try TemporaryFolder()
        let session = Session(
            spec: try TinyExperiment.spec("modulation={ train: 1, test: 1 }", "epochs=1"),
            options: SessionOptions(
                runsFolder: folder.path, isWatched: false, loadDataset: { _ in try Self.pictures() }))
        session.waitUntilIdle()
        session.send(.stop)
        session.waitUntilIdle()
        let run = try #require(RunStore(path: folder.path).directories.first)
        let model = try SavedModel(contentsOf: try #require(run.newestCheckpoint()))
        let circuit = try CircuitMeasurement(
            of: model, on: Self.pictures(), device: .ecp5, in: run, monitor: ExportMonitor())
        #expect(circuit.checks.contains { $0.outcome == "passed" && $0.claim.contains("netlist") })
        #expect(!circuit.checks.contains { $0.outcome == "failed" })
        for bundle in ["circuit", "circuit-ecp5"] {
            #expect(FileManager.default.fileExists(atPath: "\(run.path)/\(bundle)/Makefile"))
        }
        #expect(!circuit.placement.isEmpty)
        if ToolRunner.isInstalled("yosys") { #expect(try #require(circuit.mappedLuts) > 0) }
        try circuit.keep(in: run)
        #expect(CircuitMeasurement(keptIn: run, step: circuit.step) == circuit)
        #expect(CircuitMeasurement(keptIn: run, step: circuit.step + 1) == nil)
    }
}
