import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Export

/// Streams on AXI: whole bytes, packet numbers and registers, in simulation.
@Suite struct AXITests {
    private static let options: ExportOptions = {
        var options = ExportOptions(moduleName: "tiny", includesIO: true)
        options.bus = .axi
        return options
    }()

    private static func layers() throws -> [any Model] {
        [
            try RealToBinary(frameModulationSize: 2), try DifferentiableLut(outputShape: [12]),
            try DifferentiableLut(outputShape: [3]), try BinaryToReal(frameIntegrationSize: 2),
        ]
    }

    /// Answers, bits of an odd number, and maps.
    @Test func everyKindOfAnswer() throws {
        try StreamTests.check(
            Self.layers(), input: [1, 4, 5], options: Self.options, classNames: ["a", "b", "c"])
        var bits = Self.options
        bits.includesIO = false
        try StreamTests.check(Self.layers(), input: [3, 4, 3], options: bits)
        let map: [any Model] = [
            try RealToBinary(frameModulationSize: 2), try StreamTests.convolution(PlaneSize(2), channels: 2),
            try BinaryToReal(frameIntegrationSize: 2),
        ]
        for options in [bits, Self.options] {
            try StreamTests.check(map, input: [1, 5, 4], options: options)
        }
    }

    /// What the module on AXI must not do.
    private static let mutations = [
        ("if (answered) answers", "if (m_axis_tvalid) answers"), ("if (error) errors", "if (error_kind[0]) errors"),
        ("if (error_kind[1]) errors_rows", "if (error_kind[2]) errors_rows"),
        ("s_axi_wstrb[0] && s_axi_wdata[0]", "s_axi_wdata[0]"), ("s_axi_wstrb[0] && s_axi_wdata[0]", "s_axi_wstrb[0]"),
        ("reset || clear", "reset"), ("write || s_axi_bvalid && !s_axi_bready", "write"),
        ("read || s_axi_rvalid && !s_axi_rready", "read || s_axi_rvalid"),
        ("s_axi_awvalid && s_axi_wvalid && !s_axi_bvalid", "s_axi_awvalid && !s_axi_bvalid"),
        (".in_user(s_axis_tid)", ".in_user(~s_axis_tid)"),
        ("assign s_axi_rresp   = 2'b00", "assign s_axi_rresp   = 2'b10"),
        ("4'd4: s_axi_rdata <= answers", "4'd4: s_axi_rdata <= errors_rows"),
        ("wire reset = !aresetn", "wire reset = 1'b0"),
        ("assign m_axis_tlast = 1'b1", "assign m_axis_tlast = 1'b0"),
    ]

    @Test("A module on AXI that fails is found", .enabled(if: SlowTests.areEnabled)) func aModuleThatFailsIsFound()
        throws
    {
        try StreamTests.withBundle(
            StreamTests.net(Self.layers(), input: [1, 4, 5]), options: Self.options, classNames: ["a", "b", "c"],
            images: 24
        ) { _, _, runner in
            try StreamTests.expectFound(Self.mutations, in: "rtl/tiny.v", by: runner)
        }
    }

    /// What goes along for other people's tools is well formed, and names each source.
    @Test func packagesAreWellFormed() throws {
        try StreamTests.withBundle(
            StreamTests.net(Self.layers(), input: [1, 4, 5]), options: Self.options, classNames: ["a", "b", "c"]
        ) { design, _, runner in
            let sources = design.sources.map(\.path)
            #expect(sources.contains("rtl/tiny.v") && sources.contains("rtl/tiny_stream.v"))
            for name in ["tiny.core", "package/tiny.py", "package/vivado.tcl", "package/component.xml"] {
                let text = try String(contentsOf: runner.folder.appendingPathComponent(name), encoding: .utf8)
                for source in sources { #expect(text.contains(source), "\(name) lacks \(source)") }
            }
            let xml = try String(
                contentsOf: runner.folder.appendingPathComponent("package/component.xml"), encoding: .utf8)
            var open: [Substring] = []
            for tag in xml.matches(of: /<(\/?)([\w:]+)[^>]*?(\/?)>/) where tag.3.isEmpty {
                if tag.1.isEmpty { open.append(tag.2) } else { #expect(open.popLast() == tag.2) }
            }
            #expect(open.isEmpty)
            // Each port of the module is a port of the description, and the other way round.
            let verilog = try String(contentsOf: runner.folder.appendingPathComponent("rtl/tiny.v"), encoding: .utf8)
            let ports = verilog.matches(
                of: /^ +(?:input|output) +(?:wire|reg) +(?:\[[^\]]*\] )?(\w+),?$/.anchorsMatchLineEndings()
            )
            .map { String($0.1) }
            let described = xml.matches(of: /<ipxact:port><ipxact:name>(\w+)</).map { String($0.1) }
            #expect(ports.sorted() == described.sorted() && ports.count > 25)
            // IEEE 1685-2014 wants a field in each register.
            let registers = xml.matches(of: /<ipxact:register>.*?<\/ipxact:register>/)
            #expect(registers.count == 11 && registers.allSatisfy { $0.0.contains("<ipxact:bitWidth>") })
            // LiteX's bridges want the bus's own width of addresses.
            let python = try String(
                contentsOf: runner.folder.appendingPathComponent("package/tiny.py"), encoding: .utf8)
            #expect(python.contains("address_width=32") && python.contains("self.bus.aw.addr[:6],"))
            if ToolRunner.isInstalled("python3") {
                let compiled = try runner.run(
                    "python3", ["-m", "py_compile", "package/tiny.py", "cocotb/test_tiny.py"])
                #expect(compiled.status == 0, "\(compiled.output)")
            }
        }
    }

    /// Models of a part's primitives go to simulators; synthesis has its own.
    @Test func modelsOfPrimitivesGoToSimulatorsAlone() throws {
        var options = Self.options
        options.device = .xilinx
        try StreamTests.withBundle(
            StreamTests.net(Self.layers(), input: [1, 4, 5]), options: options, classNames: ["a", "b", "c"]
        ) { design, _, runner in
            let model = "sim/LUT\(try #require(design.primitiveSizes.first)).v"
            for (name, hasModels) in [
                ("tiny.core", true), ("cocotb/Makefile", true), ("package/tiny.py", false),
                ("package/vivado.tcl", false), ("package/component.xml", false),
            ] {
                let text = try String(contentsOf: runner.folder.appendingPathComponent(name), encoding: .utf8)
                #expect(text.contains(model) == hasModels, "\(name)")
            }
        }
    }
}
