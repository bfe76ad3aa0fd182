import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Export

/// Exported Verilog as a text that any tool must be able to read.
@Suite struct VerilogSourceTests {
    /// A form of hardware.
    struct Form: Sendable, CustomTestStringConvertible {
        var device = TargetDevice.generic
        var includesIO = false
        var streamsPixels = false

        var testDescription: String {
            "\(device.rawValue)\(includesIO ? " with io" : "")\(streamsPixels ? " stream" : "")"
        }
        var options: ExportOptions {
            ExportOptions(
                device: device, includesIO: includesIO, streamsPixels: streamsPixels, vectorCount: 2,
                choosesVectors: false)
        }

        static let all = TargetDevice.allCases.flatMap { device in
            [false, true].flatMap { io in
                [false, true].map { Form(device: device, includesIO: io, streamsPixels: $0) }
            }
        }
    }

    /// The words of the language that the writers use.
    private static let used: Set<String> = [
        "always", "assign", "begin", "case", "default", "else", "end", "endcase", "endgenerate", "endmodule",
        "endtask", "generate", "if", "initial", "input", "integer", "localparam", "module", "output", "parameter",
        "posedge", "reg", "task", "while",
        "for", "wire",
    ]

    /// Checks a source: no name is a word of SystemVerilog, as which many tools read any Verilog, all is ASCII, and nothing is
    /// made a net by being named.
    private func check(_ path: String, _ source: String, module: String) {
        #expect(source.utf8.allSatisfy { $0 < 128 }, "\(path)")
        #expect(source.contains("`default_nettype none\n"), "\(path)")
        for line in source.split(separator: "\n") {
            let code = line.prefix { $0 != "/" }.replacing(
                /"[^"]*"|[0-9]+'[bdh][0-9a-f]+|\$[a-z]+|`[a-z_]+ [a-z]+/, with: " ")
            for match in code.matches(of: /[A-Za-z_][A-Za-z0-9_]*/) {
                let word = String(match.output)
                if Self.used.contains(word) { continue }
                #expect(!ReservedWords.systemVerilog.contains(word), "\(path): \(word) in \(line)")
                // A module can have no signal's name, and signals are all in the list.
                guard path.hasPrefix("rtl/"), !word.hasPrefix(module) else { continue }
                #expect(ReservedWords.areSignals(word), "\(path): \(word) in \(line)")
            }
        }
    }

    @Test(arguments: Form.all) func namesAreNoWordsOfTheLanguage(form: Form) throws {
        let folder = try TestFolder()
        _ = try ExportNets.exporter(ExportNets.classifier(modulation: 3, widths: [60, 20]), title: "always_comb")
            .export(
                .verilog, to: "\(folder.path)/out", options: form.options, isProved: false)
        let files = try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/out").filter {
            $0.hasSuffix(".v")
        }
        #expect(files.count >= 2)
        for file in files { check(file, try folder.text("out/\(file)"), module: "always_comb_net") }
    }

    @Test(arguments: [false, true]) func namesOfConvolutionsAreNoWordsOfTheLanguage(includesIO: Bool) throws {
        var options = StreamWithIOTests.options
        options.includesIO = includesIO
        let net = try StreamTests.net(
            StreamWithIOTests.classifier(.init(frames: 3, depth: 2, channels: 2)), input: [2, 7, 8])
        try StreamTests.withBundle(net, options: options, classNames: StreamWithIOTests.fiveClasses) { design, _, _ in
            for file in design.sources { check(file.path, String(decoding: file.bytes, as: UTF8.self), module: "tiny") }
        }
    }

    /// The longest name that is allowed, and one like those of the modules within a design.
    @Test(arguments: [String(repeating: "a", count: 64), String(repeating: "a", count: 40) + "_stage0"])
    func modulesOfADesignHaveNamesOfTheirOwn(name: String) throws {
        let net = try StreamTests.net(
            StreamWithIOTests.classifier(.init(frames: 1, depth: 1, channels: 1)), input: [1, 7, 8])
        for includesIO in [false, true] {
            let options = ExportOptions(moduleName: name, includesIO: includesIO)
            try StreamTests.withBundle(net, options: options, classNames: StreamWithIOTests.fiveClasses) {
                design, _, _ in
                let paths = design.sources.map(\.path)
                #expect(Set(paths).count == paths.count, "\(paths)")
                #expect(paths.contains("rtl/\(name).v"))
            }
        }
    }

    /// Words at the beginning of a comment mean something to tools.
    @Test(
        .enabled(if: ToolRunner.isInstalled("verilator")), arguments: ["verilator", "synthesis"])
    func namesGiveNoOrders(name: String) throws {
        let folder = try TestFolder()
        _ = try ExportNets.exporter(ExportNets.classifier(modulation: 3, widths: [60, 20]), title: name).export(
            .verilog, to: "\(folder.path)/out",
            options: ExportOptions(includesIO: true, vectorCount: 2, choosesVectors: false),
            isProved: false)
        let runner = ToolRunner(folder: URL(fileURLWithPath: "\(folder.path)/out"), monitor: ExportMonitor())
        let lint = try runner.run("make", ["-s", "lint"])
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)")
    }

    @Test(arguments: ["clk", "w0", "x12_3", "count_0_1"]) func noModuleIsCalledLikeASignalOfIts(name: String) throws {
        let folder = try TestFolder()
        let exporter = try ExportNets.exporter(ExportNets.classifier(widths: [20]), title: name)
        let asked = ExportOptions(moduleName: name, vectorCount: 2, choosesVectors: false)
        let error = #expect(throws: BrainError.self) {
            try exporter.export(.verilog, to: "\(folder.path)/out", options: asked, isProved: false)
        }
        #expect(error?.remedy.contains("--module") == true)
        #expect(folder.names.isEmpty)
        // A name that nobody asked for is changed.
        let options = ExportOptions(vectorCount: 2, choosesVectors: false)
        _ = try exporter.export(.verilog, to: "\(folder.path)/out", options: options, isProved: false)
        #expect(folder.exists("out/rtl/\(name)_net.v"))
        _ = try exporter.export(.c, to: "\(folder.path)/c", options: asked, isProved: false)
        #expect(folder.exists("c/\(name).c"))
    }

    /// Verilator's own Makefile refuses to work in such a folder.
    @Test(.enabled(if: ToolRunner.isInstalled("verilator") && SlowTests.areEnabled))
    func aFolderMayHaveAnyName() throws {
        let folder = try TestFolder()
        let result = try ExportNets.exporter(ExportNets.classifier(widths: [60, 20])).export(
            .verilog, to: "\(folder.path)/a 'b\" $c;d/e f",
            options: ExportOptions(vectorCount: 5, choosesVectors: false), isProved: true)
        #expect(!result.proof.hasFailed && result.proof.missingCount == 0, "\(result.proof.verdict)")
    }
}
