import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

/// Nets at the edges of what can be: each form is lint-clean, simulates, and is proved.
@Suite struct EdgeNetlistTests {
    /// A netlist that is hardly one.
    struct Edge: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let inputs: Int
        var luts: [Netlist.Lut] = []
        let outputs: [Int32]

        /// Bit p is the parity of p.
        private static let parity: UInt64 = 0x6996_9669_9669_6996

        static let all = [
            Edge(testDescription: "a wire", inputs: 1, outputs: [0]),
            Edge(
                testDescription: "an inverter", inputs: 1, luts: [.init(inputs: [0], table: 1, layer: 0)], outputs: [1]),
            Edge(
                testDescription: "a constant, all inputs unused", inputs: 3,
                luts: [.init(inputs: [], table: 1, layer: 0)], outputs: [3]),
            Edge(
                testDescription: "inputs, inverted inputs, constants and one LUT several times", inputs: 3,
                luts: [
                    .init(inputs: [], table: 0, layer: 0), .init(inputs: [0, 1, 2], table: 0x96, layer: 0),
                    .init(inputs: [2], table: 1, layer: 1),
                ], outputs: [0, 0, 3, 4, 4, 5, 2, 5]),
            Edge(
                testDescription: "a LUT of each size", inputs: 6,
                luts: (1...6).map { size in
                    // The parity of its inputs: nothing that could be left out.
                    let inputs = (0..<Int32(size)).map { $0 }
                    return Netlist.Lut(
                        inputs: inputs, table: parity & (UInt64.max >> UInt64(64 - (1 << size))), layer: size - 1)
                }, outputs: (6..<12).map { $0 }),
            Edge(
                testDescription: "300 outputs", inputs: 4,
                luts: (1...100).map { .init(inputs: [0, 1, 2, 3], table: UInt64($0 * 599 % 65536), layer: 0) },
                outputs: (0..<300).map { Int32($0 % 104) }),
        ]

        /// - Parameter groups: numbers that the outputs make.
        func netlist(groups: Int) throws -> Netlist {
            try Netlist(
                inputCount: inputs, luts: luts, outputs: outputs,
                layerNames: (0...(luts.map(\.layer).max() ?? 0)).map { "layer \($0)" }, encoding: .aboveHalf([inputs]),
                decoding: .shares([groups], frameIntegrationSize: 1))
        }
    }

    private func check(_ writer: some BundleWriter) throws {
        let shape = writer.circuit.netlist.encoding.shape
        let noise = (0..<shape.count * 40).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let samples = try SampleSet(shape: shape, values: .pixels(noise), name: "noise")
        let folder = try TestFolder()
        let staging = try BundleFolder("\(folder.path)/out")
        try staging.write(writer.files(VectorSet(writer.circuit.netlist, of: samples, count: 40)).files)
        let runner = ToolRunner(folder: staging.staging, monitor: ExportMonitor())
        guard writer is VerilogBundle else {
            let outcome = try runner.run("make", ["-s", "test"])
            #expect(outcome.status == 0 && outcome.output.hasPrefix("PASS"), "\(outcome.output)")
            return
        }
        let outcome = try runner.run("make", ["-s", "iverilog"])
        #expect(outcome.output.hasPrefix("PASS vectors 40 of 40, mismatches 0"), "\(outcome.output)")
        if ToolRunner.isInstalled("verilator") {
            let lint = try runner.run("make", ["-s", "lint"])
            #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
        }
        let models = writer.circuit.primitiveSizes.map { "sim/LUT\($0).v" }
        let proof = FormalProof(
            circuit: writer.circuit, sources: ["rtl/\(writer.circuit.coreName).v"] + models)
        let (result, detail) = try proof.run(runner)
        #expect(result != .failed, "\(detail)")
    }

    @Test(arguments: Edge.all, [TargetDevice.generic, .xilinx])
    func hardware(edge: Edge, device: TargetDevice) throws {
        for (registers, includesIO) in [(0, false), (1, false), (1, true), (2, true)] {
            let circuit = try Circuit(
                edge.netlist(groups: edge.outputs.count), title: "edge", classNames: [],
                options: ExportOptions(registerInterval: registers, device: device, includesIO: includesIO))
            try check(VerilogBundle(circuit: circuit))
        }
    }

    @Test(arguments: [1, 2, 4]) func classifiersOfFewClasses(classes: Int) throws {
        let circuit = try Circuit(
            Edge.all[3].netlist(groups: classes), title: "edge", classNames: (0..<classes).map { "class \($0)" },
            options: ExportOptions(includesIO: true))
        try check(VerilogBundle(circuit: circuit))
        try check(CBundle(circuit: circuit))
        try check(HLSBundle(circuit: circuit))
    }

    @Test(arguments: Edge.all) func software(edge: Edge) throws {
        let circuit = try Circuit(
            edge.netlist(groups: 1), title: "edge", classNames: [], options: ExportOptions())
        try check(CBundle(circuit: circuit))
        try check(HLSBundle(circuit: circuit))
    }
}
