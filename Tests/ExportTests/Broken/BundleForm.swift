import BinaryBrain
import Datasets
import Foundation
import Netlist
import Testing

@testable import Export

/// Each form that a bundle's own test has, around nets of a few LUTs.
enum BundleForm: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// A frame of bits a clock, with and without classes, by expressions and by primitives.
    case bits, bitsWithoutClasses, primitives
    /// Pixels to the class or to counts, an image at once.
    case withIO, withIOWithoutClasses
    /// Pixels one after another: bits, or with inputs and outputs.
    case stream, streamWithIO, convolution, convolutionWithIO
    /// A map of bits or counts leaves.
    case map, mapWithIO
    /// The same on AXI.
    case axi, axiMap
    case c, hls

    var testDescription: String { rawValue }
    /// One of each kind of test program, for `make test`.
    static let quick: [BundleForm] = [.bitsWithoutClasses, .withIO, .stream, .convolutionWithIO, .c]
    static let verilog = allCases.filter { $0 != .c && $0 != .hls }

    var isVerilog: Bool { self != .c && self != .hls }
    var isMap: Bool { self == .map || self == .mapWithIO || self == .axiMap }
    private var hasClasses: Bool { !isMap && self != .bitsWithoutClasses && self != .withIOWithoutClasses }
    private var format: ExportFormat { self == .c ? .c : self == .hls ? .hls : .verilog }

    private var options: ExportOptions {
        var options = ExportOptions(
            moduleName: "tiny", device: self == .primitives ? .xilinx : .generic,
            includesIO: [.withIO, .withIOWithoutClasses, .streamWithIO, .convolutionWithIO, .mapWithIO, .axi, .axiMap]
                .contains(self), streamsPixels: self == .stream || self == .streamWithIO)
        if self == .axi || self == .axiMap { options.bus = .axi }
        return options
    }

    private func layers() throws -> [any Model] {
        let modulator = try RealToBinary(frameModulationSize: 2)
        switch self {
        case .map, .mapWithIO, .axiMap:
            return [
                modulator, try StreamTests.convolution(PlaneSize(2), channels: 2),
                try BinaryToReal(frameIntegrationSize: 2),
            ]
        case .convolution, .convolutionWithIO:
            return [
                modulator, try StreamTests.convolution(PlaneSize(2), channels: 2),
                try MaxPooling(filterSize: PlaneSize(2)),
                try DifferentiableLut(outputShape: [3], inputsPerNode: 4), try BinaryToReal(frameIntegrationSize: 2),
            ]
        default:
            return [
                modulator, try DifferentiableLut(outputShape: [7]),
                try DifferentiableLut(outputShape: [3], inputsPerNode: 4), try BinaryToReal(frameIntegrationSize: 2),
            ]
        }
    }

    /// Writes a bundle, and gives what runs in it.
    /// - Parameter images: vectors.
    func write(to folder: TestFolder, images: Int = 12) throws -> ToolRunner {
        let net = try StreamTests.net(layers(), input: [1, 5, 4])
        let circuit = try Circuit(
            net, title: "tiny", classNames: hasClasses ? ["a", "b", "c"] : [], options: options)
        let vectors = try VectorSet(
            circuit.netlist, of: StreamTests.samples(net.inputShape, count: images), count: images)
        for file in try format.writer(circuit, of: net).files(vectors).files {
            let url = URL(fileURLWithPath: "\(folder.path)/\(file.path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        return ToolRunner(folder: URL(fileURLWithPath: folder.path), monitor: ExportMonitor())
    }

    /// The targets of the Makefile that test it with what is installed.
    var targets: [String] {
        isVerilog ? ["iverilog"] + (ToolRunner.isInstalled("verilator") ? ["verilator"] : []) : ["test"]
    }

    /// What runs a test that `make` has built: a program and its arguments.
    static func program(of target: String) -> (String, [String]) {
        switch target {
        case "iverilog": ("vvp", ["-n", "build/tiny.vvp"])
        case "verilator": ("./build/verilator/Vtiny_tb", [])
        default: ("./build/test", [])
        }
    }
}
