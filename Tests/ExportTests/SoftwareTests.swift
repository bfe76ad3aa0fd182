import BinaryBrain
import Foundation
import Netlist
import Testing

@testable import Export

/// C and C++ as compilers see them.
@Suite struct SoftwareTests {
    @Test(arguments: [ExportFormat.c, .hls], [(1, 1), (3, 1), (4, 3)])
    func answersLikeTheNetlist(format: ExportFormat, modulation: (Int, Int)) throws {
        let net = try ExportNets.classifier(modulation: modulation.0, depth: modulation.1, widths: [60, 20])
        let folder = try TestFolder()
        let result = try ExportNets.exporter(net).export(
            format, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 130), isProved: true)
        let proof = try folder.text("out/proof.txt")
        #expect(result.proof.verdict == "PROVED: all 3 checks passed", "\(proof)")
        #expect(proof.contains("PASS frames \(130 * modulation.0), output bits that differ 0, images 130"), "\(proof)")
        #expect(!proof.contains("warning"), "\(proof)")
    }

    @Test(arguments: [ExportFormat.c, .hls]) func aWrongTableIsFound(format: ExportFormat) throws {
        let folder = try TestFolder()
        _ = try ExportNets.exporter(ExportNets.classifier(widths: [60, 20])).export(
            format, to: "\(folder.path)/out", options: ExportOptions(vectorCount: 130), isProved: false)
        let file = format == .c ? "out/small_net.c" : "out/small_net.cpp"
        let source = try folder.text(file)
        // The last table in the file belongs to a LUT that drives an output.
        let range = try #require(source.range(of: "0x[0-9a-f]{16}", options: [.regularExpression, .backwards]))
        let table = try #require(UInt64(source[range].dropFirst(2), radix: 16))
        // A table is inverted entry by entry, an exclusive or of products by its constant.
        let inverse = format == .c ? table ^ 1 : ~table
        try folder.write(source.replacingCharacters(in: range, with: "0x" + inverse.hex(16)), to: file)
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let outcome = try runner.run("make", ["-s", "test"])
        #expect(outcome.output.contains("FAIL frames 130"), "\(outcome.output)")
        #expect(outcome.status != 0)
    }
}
