import BinaryBrain
import Datasets
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Export

/// The rule of thumb for the clock against designs that were placed and routed.
@Suite struct ClockEstimateTests {
    /// A line of the table.
    private struct Routed {
        let device: TargetDevice
        let design: String
        let size: DesignSize
        let megahertz: Double
    }

    private func table() throws -> [Routed] {
        let text = try String(contentsOfFile: ProjectFolder.path("Benchmarks/routed-designs.csv"), encoding: .utf8)
        return try text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",").map(String.init)
            #expect(fields.count == 11, "\(line)")
            return Routed(
                device: try TargetDevice(parsing: fields[0]), design: "\(fields[3]) \(fields[4])",
                size: DesignSize(
                    levels: try #require(Int(fields[6])), headLevels: try #require(Int(fields[7])),
                    isRegistered: !fields[4].contains("--registers 0"),
                    lutCount: try #require(Int(fields[5])), hasWindows: fields[8] == "yes",
                    hasImageMemory: fields[9] == "yes"),
                megahertz: try #require(Double(fields[10])))
        }
    }

    @Test(arguments: [TargetDevice.ice40, .ecp5]) func theErrorIsWhatTheReportSays(device: TargetDevice) throws {
        let designs = try table().filter { $0.device == device }
        #expect(designs.count >= 10)
        #expect(designs.contains { $0.size.hasWindows } && designs.contains { !$0.size.hasWindows })
        let stated = Double(try #require(device.timing.errorPercent))
        var worst = 0.0
        for design in designs {
            let estimate = 1000 / device.timing.period(of: design.size).nanoseconds
            let error = 100 * (estimate / design.megahertz - 1)
            #expect(abs(error) <= stated, "\(design.design): \(estimate) MHz, routed \(design.megahertz)")
            worst = max(worst, abs(error))
        }
        // Not more modest than it must be.
        #expect(worst > stated - 2, "the worst error is \(worst) %")
    }

    @Test func partsWithoutRoutedDesignsSaySo() throws {
        let circuit = try Circuit(
            ExportNets.classifier(widths: [20]), title: "x", classNames: [], options: ExportOptions(device: .xilinx))
        #expect(circuit.clockEstimate.text.hasSuffix("MHz, not compared with routed designs"))
    }

    /// A tool that stops where it is satisfied is not satisfied with the estimate.
    @Test func constraintsAskForMore() throws {
        for device in TargetDevice.allCases {
            let circuit = try Circuit(
                ExportNets.classifier(widths: [20]), title: "x", classNames: [], options: ExportOptions(device: device))
            let text = String(decoding: ConstraintsWriter(circuit: circuit).file.bytes, as: UTF8.self)
            let megahertz =
                try text.firstMatch(of: /(?:clk|"clk") (\d+)/).flatMap { Double($0.1) }
                ?? 1000 / #require(text.firstMatch(of: /period ([0-9.]+)/).flatMap { Double($0.1) })
            #expect(megahertz > circuit.clockEstimate.megahertz * 1.2, "\(text)")
        }
    }

    /// 133 of 784 pixels of handwritten digits are never written on; here it is three of six.
    @Test func constantInputsAreCounted() throws {
        let images: [[UInt8]] = [[0, 255, 10, 100, 200, 0], [0, 255, 90, 100, 100, 255], [20, 255, 90, 110, 0, 0]]
        let samples = try SampleSet(shape: [6], values: .pixels(images.flatMap { $0 }), name: "six")
        // In two bit frames: from 64 and from 128 on.
        let use = try InputUse(
            InputEncoding(shape: [6], frameModulationSize: 2, thresholds: [64.0 / 255, 128.0 / 255]), over: samples)
        #expect(use.isConstant == [true, true, false, false, false, false])
        let single = try InputUse(InputEncoding(shape: [6], thresholds: [128.0 / 255]), over: samples)
        #expect(single.isConstant == [true, true, true, true, false, false])
    }
}
