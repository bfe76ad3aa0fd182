import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Export

@Suite struct LutLayerExportTests {
    private func layers() throws -> Sequential {
        let net = Sequential([
            try DifferentiableLut(outputShape: [24]), try DifferentiableLut(outputShape: [6], seed: 2),
        ])
        try net.setInputShape([36])
        return net
    }

    @Test func verilogOfLayersHasTheOriginalsPorts() throws {
        var text = ""
        try LutLayerExport.exportVerilogLutLayers(
            to: &text, moduleName: "Small", layers: layers().layers, device: "7SERIES")
        #expect(try text == LutLayerExport.makeVerilogLutLayers(moduleName: "Small", net: layers(), device: "xilinx"))
        #expect(text.contains("module Small #("))
        for port in ["reset", "clk", "cke", "in_user", "in_data", "in_valid", "out_user", "out_data", "out_valid"] {
            #expect(text.contains(" \(port)"), "\(port)")
        }
        #expect(throws: BrainError.self) {
            try LutLayerExport.makeVerilogLutLayers(moduleName: "S", net: layers(), device: "Z80")
        }
        #expect(throws: BrainError.self) { try LutLayerExport.makeVerilogLutLayers(moduleName: "a b", net: layers()) }
    }

    @Test func aLayerForSynthesisCompiles() throws {
        let folder = try TestFolder()
        try folder.write(BitVectorStandIn.source, to: "ap_int.h")
        var text = "#include \"ap_int.h\"\n"
        let net = try layers()
        try LutLayerExport.dumpHLSLutLayer(to: &text, name: "first", lut: net.layers[0])
        try LutLayerExport.dumpHLSLutLayer(to: &text, name: "second", lut: net.layers[1])
        text += "ap_uint<6> net(ap_uint<36> x) { return second(first(x)); }\n"
        try folder.write(text, to: "net.cpp")
        let runner = ToolRunner(folder: URL(fileURLWithPath: folder.path), monitor: ExportMonitor())
        let outcome = try runner.run(
            "g++", ["-std=c++11", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", "-I.", "-c", "net.cpp"])
        #expect(outcome.status == 0, "\(outcome.output)")
    }

    @Test func imagesForReadmemb() throws {
        let samples = try SampleSet(
            shape: [4], values: .floats([0.6, 0.5, 0, 1, 0, 0, 0, 0.51]), targets: .labels([5, 0], classCount: 6),
            name: "test")
        var text = ""
        try LutLayerExport.dumpVerilogReadmembImageClassification(to: &text, samples: samples, classDigits: 4)
        #expect(text == "0101_1001\n0000_1000\n")
        #expect(throws: BrainError.self) {
            try LutLayerExport.dumpVerilogReadmembImageClassification(to: &text, samples: samples, classDigits: 2)
        }
    }

    @Test func tilesAndPixmaps() throws {
        let images = try (0..<4).map {
            try PlanarImage(channels: 1, height: 1, width: 2, values: [UInt8($0), UInt8(10 + $0)])
        }
        let tile = try ImageFiles.makeImageTile(rows: 2, columns: 2, images: images)
        #expect(tile.values == [0, 10, 1, 11, 2, 12, 3, 13])
        #expect((tile.height, tile.width) == (2, 4))
        #expect(throws: BrainError.self) { try ImageFiles.makeImageTile(rows: 3, columns: 2, images: images) }
        let folder = try TestFolder()
        try ImageFiles.writePPM("\(folder.path)/x.ppm", tile)
        #expect(try folder.text("x.ppm").hasPrefix("P3\n4 2\n255\n0 0 0\n10 10 10\n1 1 1\n"))
        let colour = try PlanarImage<UInt8>(channels: 3, height: 1, width: 1, values: [1, 2, 3])
        #expect(try ImageFiles.ppm(colour) == "P3\n1 1\n255\n1 2 3\n")
        let two = try PlanarImage<UInt8>(channels: 2, height: 1, width: 1, values: [1, 2])
        #expect(throws: BrainError.self) { try ImageFiles.ppm(two) }
    }
}
