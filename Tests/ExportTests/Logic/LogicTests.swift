import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Export

/// Nets as BLIF, AIGER and VHDL compute what the netlist computes.
@Suite struct LogicTests {
    /// Netlists of all kinds of LUTs; some outputs are inputs, constants or the same.
    private static func netlist(seed: UInt64) throws -> Netlist {
        try ExportNets.tangle(inputCount: 11, lutCount: 40, outputCount: 9, seed: seed)
    }

    /// The bits that a netlist answers to some random frames.
    private func compare(_ file: LogicFile, with netlist: Netlist) throws {
        #expect(file.inputs.count == netlist.inputCount && file.outputs.count == netlist.outputs.count)
        var random = MersenneTwister64(seed: 5)
        let frames = 200
        let x = FrameBuffer(.bit, frameCount: frames, shape: [netlist.inputCount], levels: .zeroOne)
        let bits = (0..<frames).map { _ in (0..<netlist.inputCount).map { _ in random.next() & 1 == 1 } }
        for (frame, row) in bits.enumerated() {
            for (node, bit) in row.enumerated() where bit {
                x.words(node)[frame / 64] |= 1 << UInt64(frame % 64)
            }
        }
        let y = try NetlistEvaluator(netlist).outputBits(of: x)
        for frame in 0..<frames {
            #expect(file.values(bits[frame]) == (0..<netlist.outputs.count).map { y.bit($0, frame) }, "frame \(frame)")
        }
    }

    @Test(arguments: 1...4) func blifIsTheNetlist(seed: UInt64) throws {
        let netlist = try Self.netlist(seed: seed)
        try compare(LogicFile(blif: BLIF(netlist: netlist, model: "x").text), with: netlist)
    }

    @Test(arguments: 1...4) func aigerIsTheNetlist(seed: UInt64) throws {
        let netlist = try Self.netlist(seed: seed)
        let graph = AndInverterGraph(netlist)
        try compare(LogicFile(aiger: graph.bytes(comment: "x")), with: netlist)
        #expect(graph.gateCount > 20)
    }

    /// Writes the bundle of a net without inputs and outputs.
    private func bundle(
        _ format: ExportFormat, _ netlist: Netlist, interval: Int = 1, in folder: TestFolder
    ) throws -> ToolRunner {
        let circuit = try Circuit(
            netlist, title: "tangle", classNames: [],
            options: ExportOptions(moduleName: "tangle", registerInterval: interval))
        let net = Sequential([try DifferentiableLut(outputShape: [4])])
        let vectors = try VectorSet(
            circuit.netlist, of: StreamTests.samples([netlist.inputCount], count: 120), count: 120)
        for file in try format.writer(circuit, of: net).files(vectors).files {
            let url = URL(fileURLWithPath: "\(folder.path)/\(file.path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        return ToolRunner(folder: URL(fileURLWithPath: folder.path), monitor: ExportMonitor())
    }

    @Test(
        "make formal proves files of logic, and finds one that is not the net",
        .enabled(if: ToolRunner.isInstalled("yosys")))
    func logicIsProved() throws {
        for (format, ending) in [(ExportFormat.blif, "blif"), (.aiger, "aig")] {
            let folder = try TestFolder()
            let netlist = try Self.netlist(seed: 2)
            let runner = try bundle(format, netlist, in: folder)
            let whole = try runner.run("make", ["-s", "formal"])
            #expect(whole.status == 0 && whole.output.contains("PASS tangle"), "\(whole.output)")
            // An output that is another's.
            let path = URL(fileURLWithPath: "\(folder.path)/tangle.\(ending)")
            var outputs = netlist.outputs
            outputs[0] = Int32(netlist.inputCount + netlist.luts.count - 1)
            let other = try Netlist(
                inputCount: netlist.inputCount, luts: netlist.luts, outputs: outputs, layerNames: netlist.layerNames,
                encoding: netlist.encoding, decoding: netlist.decoding)
            try Data(
                format == .blif
                    ? Array(BLIF(netlist: other, model: "tangle").text.utf8)
                    : AndInverterGraph(other).bytes(comment: "")
            ).write(to: path)
            let wrong = try runner.run("make", ["-s", "formal"])
            #expect(wrong.status != 0 && wrong.output.contains("FAIL tangle"), "\(wrong.output)")
        }
    }

    @Test("VHDL is simulated and proved", .enabled(if: ToolRunner.isInstalled("ghdl")), arguments: [0, 1, 2])
    func vhdlIsTheNetlist(interval: Int) throws {
        let folder = try TestFolder()
        let runner = try bundle(.vhdl, Self.netlist(seed: 3), interval: interval, in: folder)
        let simulation = try runner.run("make", ["-s", "ghdl"])
        #expect(
            simulation.status == 0 && simulation.output.contains("PASS vectors 120 of 120, mismatches 0"),
            "\(simulation.output)")
        if ToolRunner.isInstalled("yosys") {
            let proof = try runner.run("make", ["-s", "formal"])
            #expect(proof.status == 0 && proof.output.contains("PASS tangle"), "\(proof.output)")
        }
        // One that reads another input.
        let source = try folder.text("rtl/tangle.vhd")
        let match = try #require(source.firstMatch(of: /x(\d+) <= in_data\(\d+\);/))
        let wrong = source.replacingOccurrences(of: String(match.0), with: "x\(match.1) <= not in_data(\(match.1));")
        try folder.write(wrong, to: "rtl/tangle.vhd")
        let broken = try runner.run("make", ["-s", "ghdl"])
        #expect(broken.status != 0 && broken.output.contains("FAIL vectors"), "\(broken.output)")
        if ToolRunner.isInstalled("yosys") {
            let proof = try runner.run("make", ["-s", "formal"])
            #expect(proof.status != 0 && proof.output.contains("FAIL tangle"), "\(proof.output)")
        }
    }

    /// VHDL takes no two _ in a row and none at the end, and does not tell upper from lower case.
    @Test(arguments: ["a__b", "end_", "CLK", "X5"]) func namesThatVHDLDoesNotTakeAreRefused(name: String) {
        #expect(throws: BrainError.self) { try ExportOptions(moduleName: name).validate(for: .vhdl) }
        #expect(throws: Never.self) { try ExportOptions(moduleName: "A_b").validate(for: .vhdl) }
    }

    @Test func optionsOfVerilogAreRefused() {
        for (format, options) in [
            (ExportFormat.vhdl, ExportOptions(includesIO: true)), (.blif, ExportOptions(registerInterval: 2)),
            (.aiger, ExportOptions(streamsPixels: true)), (.c, ExportOptions(clock: 100)),
        ] { #expect(throws: BrainError.self) { try options.validate(for: format) } }
        #expect(throws: Never.self) { try ExportOptions(clock: 100, device: .ice40).validate(for: .vhdl) }
    }
}
