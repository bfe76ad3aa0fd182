import BinaryBrain
import Foundation
import Testing

@testable import Export

/// An export that is given up while it proves leaves the sources, which say that they are not proved.
@Suite struct InterruptedProofTests {
    @Test(arguments: ["proving the netlist", "simulating (iverilog)"])
    func sourcesStay(stage: String) throws {
        let folder = try TestFolder()
        let reached = ReachedStage(stage)
        #expect(throws: CancellationError.self) {
            try ExportNets.exporter(ExportNets.classifier(widths: [20, 10])).export(
                .verilog, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 5), isProved: true,
                monitor: ExportMonitor(onProgress: reached.note, isCancelled: { reached.isReached }))
        }
        #expect(reached.isReached)
        #expect(folder.names == ["out"], "no working folder is left")
        #expect(try folder.text("out/proof.txt").hasPrefix("NOT PROVED: the proof has not ended."))
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let simulation = try runner.run("make", ["-s", "iverilog"])
        #expect(simulation.status == 0 && simulation.output.contains("PASS"), "\(simulation.output)")
        // The next export finishes what was begun.
        let result = try ExportNets.exporter(ExportNets.classifier(widths: [20, 10])).export(
            .verilog, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 5), isProved: true)
        #expect(result.keptFiles == [])
        #expect(try folder.text("out/proof.txt").hasPrefix("PROVED"))
    }

    /// Whether an export has come to a stage.
    private final class ReachedStage: @unchecked Sendable {
        private let lock = NSLock()
        private let stage: String
        private var value = false

        init(_ stage: String) { self.stage = stage }
        var isReached: Bool { lock.withLock { value } }
        @Sendable func note(_ progress: ExportProgress) {
            if progress.stage == stage { lock.withLock { value = true } }
        }
    }
}
