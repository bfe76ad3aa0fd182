import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Export

/// Every signal of the hardware is watched by the testbench: one that is unknown, floating or stuck fails it.
@Suite struct StuckSignalTests {
    /// What a signal is held at.
    private static let values = ["'bx", "'bz", "0", "-1"]

    /// Signals that nothing depends on, by the last part of their names.
    private static let free: Set<String> = [
        // Blanks are the original's.
        "param_blank_num",
        // Tickets of a few frames never run out, and the top of their number never matters.
        "room", "under_way",
        // The first row of a window is in the oldest bank where nothing lies above the image: the sum never goes round.
        "wrapped_0",
    ]

    /// How each signal fares under each value: whether the testbench passes.
    private func outcomes(_ form: BundleForm) throws -> [String: [Bool]] {
        let folder = try TestFolder()
        let runner = try form.write(to: folder, images: 24)
        var sources: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/rtl") {
            sources[String(name.dropLast(2))] = try folder.text("rtl/\(name)")
        }
        let signals = DesignSignals(sources, top: "tiny").paths
        #expect(signals.count > 30)
        let faults = signals.flatMap { signal in Self.values.map { "force \(signal) = \($0);" } }
        try folder.write(
            """
            module breaker;
                integer fault;
                initial begin
                    if (!$value$plusargs("fault=%d", fault)) fault = -1;
                    case (fault)
            \(faults.enumerated().map { "            \($0): \($1)" }.joined(separator: "\n"))
                        default: ;
                    endcase
                end
            endmodule
            """, to: "breaker.v")
        let models = (try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/sim")).filter {
            $0.hasPrefix("LUT")
        }
        let script = """
            iverilog -g2005 -o broken.vvp -s tiny_tb -s breaker breaker.v sim/tiny_tb.v rtl/*.v \
            \(models.map { "sim/\($0)" }.joined(separator: " ")) || exit 2
            for fault in $(seq -1 \(faults.count - 1)); do
                timeout 3 vvp -n broken.vvp +fault=$fault | grep -q '^PASS' && echo passes $fault
            done; true
            """
        let outcome = try runner.run("sh", ["-c", script])
        #expect(outcome.status == 0, "\(outcome.output)")
        let passing = Set(
            outcome.output.split(separator: "\n").compactMap { $0.hasPrefix("passes ") ? Int($0.dropFirst(7)) : nil })
        #expect(passing.contains(-1), "without a fault it passes: \(outcome.output)")
        var table: [String: [Bool]] = [:]
        for (index, signal) in signals.enumerated() {
            table[signal] = Self.values.indices.map { passing.contains(index * Self.values.count + $0) }
        }
        return table
    }

    private func check(_ form: BundleForm) throws {
        let folder = try TestFolder()
        let read = try ReadSignals(form, in: folder)
        for (signal, passes) in try outcomes(form)
        where !Self.free.contains(signal.components(separatedBy: ".").last!) && read?.contains(signal) != false {
            #expect(!passes[0], "\(signal) unknown")
            #expect(!passes[1], "\(signal) floating")
            // A signal may be the same in all vectors, but then not be stuck at the other value.
            #expect(!passes[2] || !passes[3], "\(signal) stuck at either value")
        }
    }

    @Test func isSeen() throws { try check(.bits) }

    @Test("In all other forms", .enabled(if: SlowTests.areEnabled), arguments: BundleForm.verilog)
    func isSeenInAllForms(form: BundleForm) throws { try check(form) }
}
