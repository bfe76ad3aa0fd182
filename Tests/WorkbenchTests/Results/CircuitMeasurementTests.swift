import Export
import Foundation
import Testing

@testable import Workbench

@Suite("Trained nets as circuits")
struct CircuitMeasurementTests {
    @Test func lutsAreThoseOfTheWholeDesign() {
        let statistics = """
            === core ===
                 $lut                           70

            === design hierarchy ===
               Number of cells:               2345
                 $_DFF_P_                      345
                 $lut                         2000

            """
        #expect(CircuitMeasurement.lutCount(inStatistics: statistics) == 2000)
        #expect(CircuitMeasurement.lutCount(inStatistics: "no cells") == nil)
    }

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

    /// A tiny net becomes a circuit: proved, as far as tools are there, mapped, and kept so that it is not made again.
    @Test func aNetIsProvedMappedAndKept() throws {
        let folder = try TemporaryFolder()
        let session = TinySession(
            try TinyExperiment.spec("modulation={ train: 1, test: 1 }", "epochs=1"), runsFolder: folder.path)
        session.session.waitUntilIdle()
        session.send(.stop)
        let run = try #require(RunStore(path: folder.path).directories.first)
        let model = try SavedModel(contentsOf: try #require(run.newestCheckpoint()))
        let circuit = try CircuitMeasurement(
            of: model, on: TinyExperiment.dataset(), device: .ecp5, in: run, monitor: ExportMonitor())
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
