import BinaryBrain
import Datasets
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Export

/// Inverts INIT bits of exported Verilog, one at a time, and counts which of them the bundle's own tests find: all that any
/// input can show.
@Suite struct MutationTests {
    /// A small net in a folder, and which of its entries some input shows, found by trying all inputs.
    private struct Subject {
        let folder: TestFolder
        let runner: ToolRunner
        let circuit: Circuit
        let shown: [UInt64]
        var entries: [(lut: Int, entry: Int)] {
            circuit.netlist.luts.enumerated().flatMap { lut, node in
                (0..<1 << node.inputs.count).map { (lut, $0) }
            }
        }
        /// Those of LUTs that are written as primitives: a constant is none.
        var primitives: [(lut: Int, entry: Int)] { entries.filter { !circuit.netlist.luts[$0.lut].inputs.isEmpty } }
        func isShown(_ lut: Int, _ entry: Int) -> Bool { shown[lut] >> UInt64(entry) & 1 == 1 }

        /// - Parameters:
        ///   - frames: bit frames an image.
        ///   - isChosen: whether vectors are chosen; otherwise three random images are all.
        init(_ device: TargetDevice, includesIO: Bool = false, frames: Int = 1, isChosen: Bool = true) throws {
            let inputs = 10
            let tangle = try ExportNets.tangle(inputCount: inputs, lutCount: 60, outputCount: 10, seed: 8)
            let raw = try Netlist(
                inputCount: inputs, luts: tangle.luts, outputs: tangle.outputs, layerNames: tangle.layerNames,
                encoding: InputEncoding(
                    shape: [inputs], frameModulationSize: frames,
                    thresholds: (0..<frames).map { Float($0 + 1) / Float(frames + 1) }),
                decoding: .shares([10], frameIntegrationSize: frames))
            circuit = try Circuit(
                raw, title: "tiny", classNames: [], options: ExportOptions(device: device, includesIO: includesIO))
            var random = MersenneTwister64(seed: 2)
            let samples = try SampleSetOfNoise.make(shape: [inputs], count: 3, &random)
            var vectors = try VectorSet(circuit.netlist, of: samples, count: 3)
            if isChosen {
                vectors = try VectorSet(
                    circuit.netlist, of: samples, count: 3,
                    chosen: ChosenVectors(circuit.netlist, beside: vectors).images)
            }
            folder = try TestFolder()
            for file in try VerilogBundle(circuit: circuit).files(vectors).files {
                let url = URL(fileURLWithPath: "\(folder.path)/\(file.path)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.bytes).write(to: url)
            }
            runner = ToolRunner(folder: URL(fileURLWithPath: folder.path), monitor: ExportMonitor())
            shown = try EntrySearchTests.shownByAnyInput(circuit.netlist)
        }

        /// Simulates with each INIT bit inverted in turn, by the primitives' parameters.
        /// - Returns: for each entry whether the testbench fails.
        func simulated() throws -> [Bool] {
            let core = circuit.options.includesIO ? "tiny_tb.dut.core" : "tiny_tb.dut"
            let faults = primitives.enumerated().map { number, fault in
                let bits = 1 << circuit.netlist.luts[fault.lut].inputs.count
                let path = "\(core).lut\(fault.lut)"
                return "            \(number): force \(path).init = \(path).INIT ^ (\(bits)'d1 << \(fault.entry));"
            }
            try folder.write(
                """
                module breaker;
                    integer fault;
                    initial begin
                        if (!$value$plusargs("fault=%d", fault)) fault = -1;
                        case (fault)
                \(faults.joined(separator: "\n"))
                            default: ;
                        endcase
                    end
                endmodule
                """, to: "breaker.v")
            let outcome = try runner.run(
                "sh",
                [
                    "-c",
                    """
                    iverilog -g2005 -o broken.vvp -s tiny_tb -s breaker breaker.v sim/*.v rtl/*.v || exit 2
                    for fault in $(seq -1 \(faults.count - 1)); do
                        vvp -n broken.vvp +fault=$fault | grep -q '^PASS' && echo passes $fault
                    done; true
                    """,
                ])
            let passing = Set(
                outcome.output.split(separator: "\n").compactMap {
                    $0.hasPrefix("passes ") ? Int($0.dropFirst(7)) : nil
                })
            #expect(outcome.status == 0 && passing.contains(-1), "\(outcome.output)")
            return faults.indices.map { !passing.contains($0) }
        }
    }

    private func killRate(_ subject: Subject) throws -> (killed: Int, shown: Int, false: Int, all: Int) {
        let failed = try subject.simulated()
        var (killed, shown, wrong) = (0, 0, 0)
        for (number, (lut, entry)) in subject.primitives.enumerated() {
            if subject.isShown(lut, entry) {
                shown += 1
                killed += failed[number] ? 1 : 0
            } else if failed[number] {
                wrong += 1
            }
        }
        return (killed, shown, wrong, failed.count)
    }

    @Test("The simulation finds every INIT bit that any input shows", .enabled(if: SlowTests.areEnabled))
    func simulationKillsAll() throws {
        for (includesIO, frames) in [(false, 1), (true, 1), (true, 2)] {
            let rate = try killRate(Subject(.xilinx, includesIO: includesIO, frames: frames))
            print(
                "mutations, \(includesIO ? "pixels at x\(frames)" : "bits"): \(rate.killed) of \(rate.shown) INIT bits that an "
                    + "input can show are found by simulation; \(rate.all - rate.shown) others change nothing")
            #expect(rate.shown > 40, "\(rate)")
            // What two bit frames of an image change against each other is not in its counts.
            #expect(rate.killed == rate.shown || frames > 1 && rate.killed * 100 >= rate.shown * 97, "\(rate)")
            #expect(rate.false == 0, "\(rate)")
        }
        let few = try killRate(Subject(.xilinx, isChosen: false))
        print("mutations, three random images alone: \(few.killed) of \(few.shown)")
        #expect(few.killed < few.shown, "without chosen vectors some are missed")
    }

    /// By expressions, written anew for each: simulation and `make formal` agree with trying all inputs.
    @Test(
        "make formal finds every INIT bit that any input shows, and no other",
        .enabled(if: SlowTests.areEnabled && ToolRunner.isInstalled("yosys")),
        arguments: [TargetDevice.generic, .xilinx])
    func formalKillsAll(device: TargetDevice) throws {
        let subject = try Subject(device)
        let source = try subject.folder.text("rtl/tiny.v")
        var killed = 0
        var tried = 0
        for (number, (lut, entry)) in subject.entries.enumerated() where number % 3 == 0 {
            let mutant = try EntrySearchTests.inverted(subject.circuit.netlist, lut: lut, entry: entry)
            // Another simplification would write another net.
            var writer = CoreWriter(Circuit(asItIs: mutant, like: subject.circuit))
            try subject.folder.write(writer.write(), to: "rtl/tiny.v")
            tried += 1
            let formal = try subject.runner.run("make", ["-s", "formal"])
            let simulation = try subject.runner.run("make", ["-s", "iverilog"])
            let isShown = subject.isShown(lut, entry)
            #expect((formal.status != 0) == isShown, "LUT \(lut) entry \(entry): \(formal.output)")
            #expect(formal.output.contains(isShown ? "FAIL tiny" : "PASS tiny"), "\(formal.output)")
            #expect((simulation.status != 0) == isShown, "LUT \(lut) entry \(entry): \(simulation.output)")
            if isShown { killed += 1 }
        }
        print("mutations by make formal, \(device): \(killed) of \(tried) found, the others change nothing")
        #expect(killed > 5)
        try subject.folder.write(source, to: "rtl/tiny.v")
        let whole = try subject.runner.run("make", ["-s", "formal"])
        #expect(whole.status == 0 && whole.output.hasPrefix("PASS tiny"), "\(whole.output)")
    }

    /// A comparison that is off by one level: made images stand at the edges of the thresholds of all bit frames.
    @Test("The simulation finds comparisons that are off by one level", arguments: [1, 3])
    func thresholdsAreKept(frames: Int) throws {
        let subject = try Subject(.generic, includesIO: true, frames: frames)
        let source = try subject.folder.text("rtl/tiny.v")
        // `b3 <= p3 >= 8'd128;`, or with a threshold that depends on the bit frame.
        let places = source.matches(of: /b\d+ <= [^\n]*p\d+\}? >(=) (?:threshold_\d+|\d+'d(\d+));/)
        var mutants = places.map { place in
            source.replacingCharacters(in: place.1.startIndex..<place.1.endIndex, with: "")
        }
        let comparisons = mutants.count
        let levels = places.compactMap(\.2) + source.matches(of: /threshold_\d+ = 9'd(\d+);/).map(\.1)
        for text in levels {
            for level in [Int(text)! - 1, Int(text)! + 1] {
                mutants.append(source.replacingCharacters(in: text.startIndex..<text.endIndex, with: "\(level)"))
            }
        }
        #expect(comparisons > 3 && mutants.count >= comparisons + (frames > 1 ? 2 * frames : 0))
        for mutant in mutants {
            try subject.folder.write(mutant, to: "rtl/tiny.v")
            let simulation = try subject.runner.run("make", ["-s", "iverilog"])
            #expect(simulation.status != 0, "\(mutant.difference(from: source)): \(simulation.output)")
        }
        try subject.folder.write(source, to: "rtl/tiny.v")
        #expect(try subject.runner.run("make", ["-s", "iverilog"]).status == 0)
    }

    @Test func formalSaysWhatIsMissing() throws {
        let subject = try Subject(.generic)
        // A machine that has no more than this.
        let tools = try TestFolder()
        try FileManager.default.createSymbolicLink(
            atPath: "\(tools.path)/mkdir", withDestinationPath: "/bin/mkdir")
        let outcome = try subject.runner.run("env", ["PATH=\(tools.path)", "/usr/bin/make", "-s", "formal"])
        #expect(outcome.output.contains("not proved: yosys is not installed"), "\(outcome.output)")
        #expect(outcome.status != 0)
    }
}

extension String {
    /// The lines that are not those of another text.
    fileprivate func difference(from other: String) -> String {
        let known = Set(other.split(separator: "\n"))
        return split(separator: "\n").filter { !known.contains($0) }.joined(separator: "; ")
    }
}
