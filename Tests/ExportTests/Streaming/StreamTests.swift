import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

/// Convolutional nets as streams: the RTL, simulated with stalls on both sides, answers like the unrolled netlist, bit for bit.
@Suite struct StreamTests {
    @Test(arguments: BorderMode.allCases)
    func borders(mode: BorderMode) throws {
        for value in mode == .constant ? [-1, 0, 1] : [0] as [Float] {
            try Self.check(
                [
                    try RealToBinary(),
                    try Self.convolution(
                        PlaneSize(height: 3, width: 5), padding: .same, border: mode, borderValue: value),
                ], input: [2, 6, 7])
        }
    }

    @Test("Images smaller than the filter", arguments: BorderMode.allCases)
    func smallImages(mode: BorderMode) throws {
        try Self.check(
            [try RealToBinary(), try Self.convolution(PlaneSize(height: 5, width: 4), padding: .same, border: mode)],
            input: [1, 2, 3])
    }

    @Test(arguments: [Padding.valid, .same], [1, 2, 3])
    func strides(padding: Padding, stride: Int) throws {
        try Self.check(
            [
                try RealToBinary(),
                try Self.convolution(
                    PlaneSize(3), stride: PlaneSize(height: stride, width: 4 - stride), padding: padding),
            ], input: [1, 8, 9])
    }

    @Test func stridesBeyondTheFilterAndSinglePixels() throws {
        try Self.check(
            [
                try RealToBinary(), try Self.convolution(PlaneSize(2), stride: PlaneSize(3)),
                try Self.convolution(PlaneSize(1), seed: 4),
            ], input: [1, 10, 9])
    }

    @Test func severalStagesWithPoolingsThatAreCutOff() throws {
        try Self.check(
            [
                try RealToBinary(), try Self.convolution(PlaneSize(3), padding: .same, border: .replicate),
                try MaxPooling(filterSize: PlaneSize(height: 2, width: 3)),
                try Self.convolution(PlaneSize(2), seed: 5), try StochasticMaxPooling(),
            ], input: [2, 9, 11])
        try Self.check(
            [
                try RealToBinary(binaryType: .bit), try MaxPooling(filterSize: PlaneSize(height: 1, width: 2)),
                try Self.convolution(PlaneSize(2), type: .bit),
                try MaxPooling(filterSize: PlaneSize(height: 3, width: 1), binaryType: .bit),
            ], input: [1, 7, 12])
    }

    @Test(arguments: [0, 1, 2])
    func tailsThatReadTheWholeMap(registerInterval: Int) throws {
        var options = ExportOptions(moduleName: "tiny")
        options.registerInterval = registerInterval
        try Self.check(
            [
                try RealToBinary(frameModulationSize: 3), try Self.convolution(PlaneSize(3)), try MaxPooling(),
                try DifferentiableLut(outputShape: [30]), try DifferentiableLut(outputShape: [10]),
                try BinaryToReal(frameIntegrationSize: 3, depthIntegrationSize: 0, outputShape: [5]),
            ], input: [1, 8, 8], options: options)
    }

    @Test(arguments: [TargetDevice.xilinx, .ice40])
    func devices(device: TargetDevice) throws {
        var options = ExportOptions(moduleName: "tiny")
        options.device = device
        try Self.check(
            [
                try RealToBinary(), try Self.convolution(PlaneSize(3), padding: .same),
                try DifferentiableLut(outputShape: [6]),
            ], input: [1, 5, 5], options: options)
    }

    @Test func aPixelAClock() throws {
        // Without padding a stage takes as many cycles as a frame has pixels, and one for each row.
        let net = try Self.net([try RealToBinary(), try Self.convolution(PlaneSize(3))], input: [1, 16, 20])
        try Self.withBundle(net) { _, _, runner in
            let output = try runner.run("make", ["-s", "iverilog"]).output
            let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("measured") })
            let interval = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
            #expect((320...320 + 16).contains(interval), "\(line)")
        }
    }

    @Test func anErrorInTheLutsIsFound() throws {
        let net = try Self.net([try RealToBinary(), try Self.convolution(PlaneSize(3))], input: [1, 6, 6])
        try Self.withBundle(net) { design, _, runner in
            let path = runner.folder.appendingPathComponent("rtl/\(design.circuits[0].name).v")
            let source = try String(contentsOf: path, encoding: .utf8)
            try source.replacingOccurrences(of: "wire x4 = in_data[4]", with: "wire x4 = !in_data[4]")
                .write(to: path, atomically: true, encoding: .utf8)
            let outcome = try runner.run("make", ["-s", "iverilog"])
            #expect(outcome.status != 0 && outcome.output.contains("FAIL frames"), "\(outcome.output)")
        }
    }

    @Test func bordersThatNoBitCanSayAreRefused() throws {
        let net = try Self.net(
            [
                try RealToBinary(),
                try Convolution2d(
                    Sequential([try MicroMlp(outputShape: [4, 1, 1])]), filterSize: PlaneSize(3), padding: .same,
                    borderMode: .constant),
            ], input: [1, 5, 5])
        #expect(throws: BrainError.self) { try StreamPlan(net, framesPerImage: 1) }
    }

    @Test func netsWithoutConvolutionStreamIfAsked() throws {
        let net = try Self.net([try RealToBinary(), try DifferentiableLut(outputShape: [4])], input: [1, 5, 5])
        #expect(try StreamPlan(net, framesPerImage: 1) == nil)
        for (shape, interval) in [([1, 5, 6], 1), ([3, 2, 4], 2), ([2, 3, 3], 0), ([8, 1, 1], 1)] as [(Shape, Int)] {
            var options = ExportOptions(moduleName: "tiny", registerInterval: interval, streamsPixels: true)
            options.device = interval == 2 ? .ecp5 : .generic
            try Self.check(
                [
                    try RealToBinary(frameModulationSize: 3, depthModulationSize: interval == 2 ? 2 : 1),
                    try DifferentiableLut(outputShape: [24]), try DifferentiableLut(outputShape: [12]),
                    try BinaryToReal(frameIntegrationSize: 3, depthIntegrationSize: 0, outputShape: [4]),
                ], input: shape, options: options)
        }
    }

    /// The first layer compares pixels with a threshold of its own, which is what the stream's front then does.
    @Test func netsWithoutModulationStreamIfAsked() throws {
        for includesIO in [false, true] {
            try Self.check(
                [
                    try DifferentiableLut(outputShape: [24]), try DifferentiableLut(outputShape: [12]),
                    try GroupSum(outputShape: [4], tau: 2),
                ], input: [2, 4, 5],
                options: ExportOptions(moduleName: "tiny", includesIO: includesIO, streamsPixels: true),
                classNames: includesIO ? ["a", "b", "c", "d"] : [])
        }
    }

    @Test func onlyImagesStreamOnRequest() throws {
        for layers in [[try RealToBinary()], []] as [[any Model]] {
            let row = try Self.net(layers + [try DifferentiableLut(outputShape: [4])], input: [25])
            #expect(throws: BrainError.self) { try StreamPlan(row, framesPerImage: 1, isRequired: true) }
        }
    }

    @Test func placeAndRouteIsThereWhereOpenToolsAre() throws {
        let net = try Self.net([try RealToBinary(), try DifferentiableLut(outputShape: [4])], input: [1, 5, 5])
        for device in TargetDevice.allCases {
            let options = ExportOptions(moduleName: "tiny", device: device, streamsPixels: true)
            try Self.withBundle(net, options: options) { _, _, runner in
                let makefile = try String(contentsOf: runner.folder.appendingPathComponent("Makefile"), encoding: .utf8)
                let tool = [.ice40: "nextpnr-ice40", .ecp5: "nextpnr-ecp5"][device]
                #expect(makefile.contains("\nplace: synthesis\n") == (tool != nil))
                guard let tool, ToolRunner.isInstalled(tool), ToolRunner.isInstalled("yosys") else { return }
                let outcome = try runner.run("make", ["-s", "place"])
                #expect(outcome.status == 0 && outcome.output.contains("Max frequency"), "\(outcome.output)")
            }
        }
    }

    @Test func theManualsFunctionsWriteTheWholeModule() throws {
        let layers: [any Model] = [
            try Self.convolution(PlaneSize(3), padding: .same), try MaxPooling(),
            try DifferentiableLut(outputShape: [4]),
        ]
        let net = try Self.net([try RealToBinary()] + layers, input: [1, 6, 6])
        var dumped = ""
        try LutLayerExport.dumpVerilogLutCnvLayers(to: &dumped, moduleName: "whole", net: net)
        var exported = ""
        try LutLayerExport.exportVerilogLutCnnLayersAxi4s(to: &exported, moduleName: "whole", layers: layers)
        #expect(dumped == exported && dumped.contains("module whole #("))
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bbwb-stream-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(dumped.utf8).write(to: folder.appendingPathComponent("whole.v"))
        let runner = ToolRunner(folder: folder, monitor: ExportMonitor())
        let outcome = try runner.run("iverilog", ["-g2005", "-Wall", "-t", "null", "-s", "whole", "whole.v"])
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
        #expect(throws: BrainError.self) {
            try LutLayerExport.makeVerilogLutCnvLayers(moduleName: "x", net: DifferentiableLut(outputShape: [4]))
        }
        #expect(throws: BrainError.self) { try LutLayerExport.makeVerilogLutCnvLayers(moduleName: "a b", net: net) }
    }
}
